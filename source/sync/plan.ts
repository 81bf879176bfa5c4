import type { Privilege, User } from './user.ts'

/** The actions of a plan, each with the mark it is shown with. */
export const actionMarks = {
  create: '+',
  update: '~',
  rename: '>',
  delete: '-',
  gone: '?',
  conflict: '!',
  unchanged: '=',
} as const
export type Action = keyof typeof actionMarks

/** Why a row is in a plan. */
export type Reason =
  /** No groups are chosen, so everybody is in scope. */
  | { code: 'everyone' }
  /** The names of the groups from the chosen one down to the one that holds the account. */
  | { code: 'memberOf'; path: string[] }
  /** The chosen unit that the account is in, or below. */
  | { code: 'inOrgUnit'; orgUnit: string }
  | { code: 'deletedInGoogle' }
  | { code: 'leftGroups' }
  | { code: 'leftOrgUnits' }
  /** Groups and units are chosen, and the account is in none of either. */
  | { code: 'leftGroupsAndOrgUnits' }
  /** The names of the groups from the excluded one down to the one that holds the account. */
  | { code: 'excludedByGroup'; path: string[] }
  | { code: 'excludedByOrgUnit'; orgUnit: string }
  | { code: 'excludedByRule'; rule: string }
  | { code: 'suspended' }
  | { code: 'archived' }
  /** Not deleted: Google did not answer whether the account is still in the chosen groups. */
  | { code: 'membershipUnknown' }
  /** Not deleted: the account is a member through a group that Google does not let the administrator read. */
  | { code: 'memberOfUnreadGroup' }
  /** Not deleted: a group lists an address of the account under the id of another one. */
  | { code: 'memberUnclear' }
  /** Not deleted: Google does not let the administrator see the account. */
  | { code: 'accountUnreadable' }
  /** Not deleted: Google did not say whether the account is suspended or archived. */
  | { code: 'stateUnknown' }
  /** Not deleted: Google did not say in which organizational unit the account is. */
  | { code: 'orgUnitUnknown' }
  /** Out of scope for this reason, and deleted on this day (UTC, `2026-12-12`) unless the person comes back. */
  | { code: 'leavesOn'; day: string; because: Reason }
  /** Conflict: a user made by hand has this name. */
  | { code: 'integratedUser' }
  /** Conflict: the name belongs to a user of another Google account, perhaps another person. */
  | { code: 'otherAccount'; directoryId: string }
  /** Conflict: another user of the store already stands for the same Google account. */
  | { code: 'sameAccount'; userName: string }
  /** Conflict: another user has this address. */
  | { code: 'addressTaken'; address: string; userName: string }
  /** Conflict: another user has, or gets, this name. */
  | { code: 'nameTaken'; userName: string }
  /** Conflict: an archive folder of this name is in the way; with the Google account whose mail it holds, if it is known. */
  | { code: 'archiveInTheWay'; folder: string; directoryId?: string | null }
  /** Conflict: an archive folder of this name holds mail, and nobody knows whose it is. */
  | { code: 'archiveOwnerUnknown'; folder: string }
  /** Conflict: what has the name of the archive is not a folder that can be used. */
  | { code: 'archiveUnusable'; folder: string; fault: ArchiveFault }
  /** The user's rights on this archive end: it goes to another account, whose mail they were not given for. */
  | { code: 'rightsEnd'; folder: string }
  /** Memberships began that give these privileges, and ended that gave those. */
  | { code: 'privilegesByGroup'; given: { privilege: Privilege; group: string }[]; taken: Privilege[] }
  /** The archive of a group of this name. */
  | { code: 'groupArchive'; group: string }
  /** The settings give this group no archive any more. */
  | { code: 'groupArchiveEnded' }
  /** Memberships began that let this user read the archives of groups, and ended that did. */
  | { code: 'groupArchiveRights'; given: string[]; taken: string[] }
  /** An admin changed this user by hand. */
  | { code: 'byHand' }
  /** The commit of this revision is taken back. */
  | { code: 'undone'; revision: number }
  /** Conflict: the user has changed since the commit that is to be taken back. */
  | { code: 'changedSince'; revision: number }
  /** The store goes back to this revision. */
  | { code: 'restored'; revision: number }

/**
 * What happens to the archive folder: made, moved with its user, moved and joined with earlier mail of the same owner,
 * removed because it is empty, kept because it holds mail, or taken up again because the user's own folder of earlier is
 * still there.
 */
export type ArchiveChange = 'create' | 'rename' | 'join' | 'remove' | 'keep' | 'reuse'

/** One row of a plan. */
export type Change = {
  action: Action
  /** The name after the change; for a delete the name that goes. */
  userName: string
  directoryId: string | null
  /** The fields of the user that change. */
  fields: string[]
  before: User | null
  after: User | null
  reason: Reason
  /** Null: the archive folder is not touched. */
  archive: ArchiveChange | null
  /** The user stays until somebody approves the deletion, which is in the plan's `held`. */
  waits?: true
}

/** A member that cannot become a user, and why. */
export type Skipped = {
  /** The address, or the id where Google gives no address. */
  email: string
  /** `unknownMember`: the address is in a domain of the organization, and no account has it. */
  reason: 'externalMember' | 'externalGroup' | 'unknownMember'
  /** The group it is a member of. */
  group: string
}

/** Something worth knowing that stops nothing. */
export type Warning = { code: string; message: string }

/** The number of rows by action, and of skipped members. */
export type Summary = Record<Action | 'skipped', number>

/** The deletion limit as it applies to one plan. */
export type LimitState = {
  /** The number of deletions in the plan. */
  deletions: number
  /** The most that are applied without the admin's word. */
  limit: number
  exceeded: boolean
}

/** How many accounts each exclusion kept out of scope. */
export type Excluded = {
  suspended: number
  archived: number
  /** By the address of the excluded group. */
  groups: { group: string; hits: number }[]
  orgUnits: { orgUnit: string; hits: number }[]
  rules: { rule: string; hits: number }[]
}

/** The changes that would bring the store in step with the scope. */
export type Plan = {
  /** The revision of the store it was made from. */
  storeRevision: number
  summary: Summary
  /** Every row, unchanged ones too, in a stable order. */
  changes: Change[]
  skipped: Skipped[]
  excluded: Excluded
  warnings: Warning[]
  deletionLimit: LimitState
  /** Rows of deletions that wait for an approval; in `changes` these users stay. Missing where none does. */
  held?: Change[]
}

/** Facts about the archive folders that a plan depends on, read before planning. */
export type ArchiveFacts = {
  /** Folders beside an archive, there or not, that have its name but for case or Unicode form, by archive name. */
  twins?: ReadonlyMap<string, readonly string[]>
  /** The folders that exist, by archive name. */
  folders: ReadonlyMap<string, ArchiveFact>
}
export type ArchiveFact = {
  holdsMail: boolean
  /** It holds nothing, and your account may not remove it. */
  mayNotGo?: true
  /** Why it is no archive that could be used; left out where it is one. */
  fault?: ArchiveFault
}
/** What can have the name of an archive: a file, a link that leads nowhere, a folder that may not be read or written. */
export type ArchiveFault = 'notAFolder' | 'brokenLink' | 'noAccess'
