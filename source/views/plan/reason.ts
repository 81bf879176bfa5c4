import type { ArchiveFault, Reason } from '../../sync/plan.ts'
import { safeText } from '../../text/safe-text.ts'

const archiveFaultWords: Readonly<Record<ArchiveFault, string>> = {
  notAFolder: 'is a file, not a folder',
  brokenLink: 'is a link that leads nowhere',
  noAccess: 'may not be read by your account',
}

/** Why a row is in a plan, as a fragment of a sentence: `Archive > Staff`, `deleted in Google`. Safe to show. */
export function reasonWords(reason: Reason): string {
  switch (reason.code) {
    case 'everyone':
      return 'everyone'
    case 'memberOf':
      return reason.path.map(safeText).join(' > ')
    case 'inOrgUnit':
      return `unit ${safeText(reason.orgUnit)}`
    case 'deletedInGoogle':
      return 'deleted in Google'
    case 'leftGroups':
      return 'left the chosen groups'
    case 'leftOrgUnits':
      return 'left the chosen organizational units'
    case 'leftGroupsAndOrgUnits':
      return 'left the chosen groups and organizational units'
    case 'excludedByGroup':
      return `excluded group ${reason.path.map(safeText).join(' > ')}`
    case 'excludedByOrgUnit':
      return `excluded unit ${safeText(reason.orgUnit)}`
    case 'excludedByRule':
      return `excluded by ${safeText(reason.rule)}`
    case 'suspended':
      return 'suspended in Google'
    case 'archived':
      return 'archived in Google'
    case 'membershipUnknown':
      return 'kept: Google did not say if this account left the chosen groups'
    case 'memberOfUnreadGroup':
      return 'kept: still a member, through a group that Google does not show'
    case 'memberUnclear':
      return 'kept: a group lists this address with the id of another account'
    case 'accountUnreadable':
      return 'kept: Google does not show this account'
    case 'stateUnknown':
      return 'kept: Google did not say if this account is suspended or archived'
    case 'orgUnitUnknown':
      return 'kept: Google did not say in which organizational unit this account is'
    case 'leavesOn':
      return reasonWords(reason.because)
    case 'integratedUser':
      return 'a local user has this name'
    case 'otherAccount':
      return `this name belongs to another Google account (${safeText(reason.directoryId)})`
    case 'sameAccount':
      return `${safeText(reason.userName)} is the same Google account`
    case 'addressTaken':
      return `${safeText(reason.userName)} has the address ${safeText(reason.address)}`
    case 'nameTaken':
      return `${safeText(reason.userName)} has this name`
    case 'archiveInTheWay':
      return reason.directoryId == null
        ? `the archive folder ${safeText(reason.folder)} is in the way`
        : `the archive folder ${safeText(reason.folder)} holds mail of another Google account (${safeText(reason.directoryId)})`
    case 'archiveUnusable':
      return `${safeText(reason.folder)} among the archives ${archiveFaultWords[reason.fault]}`
    case 'archiveOwnerUnknown':
      return `the archive folder ${safeText(reason.folder)} holds mail, and nobody knows whose`
    case 'rightsEnd':
      return `the archive ${safeText(reason.folder)} goes to another account`
    case 'privilegesByGroup':
      return [
        ...reason.given.map(({ privilege, group }) => `${safeText(group)} gives ${privilege}`),
        ...reason.taken.map((privilege) => `no group gives ${privilege} any more`),
      ].join(', ')
    case 'groupArchive':
      return `archive of the group ${safeText(reason.group)}`
    case 'groupArchiveEnded':
      return 'the group has no archive any more'
    case 'groupArchiveRights':
      return [
        ...reason.given.map((archive) => `may read ${safeText(archive)} as a member`),
        ...reason.taken.map((archive) => `left the group of ${safeText(archive)}`),
      ].join(', ')
    case 'byHand':
      return 'changed by hand'
    case 'undone':
      return `takes back revision ${reason.revision}`
    case 'changedSince':
      return `changed since revision ${reason.revision}`
    case 'restored':
      return `back to revision ${reason.revision}`
  }
}
