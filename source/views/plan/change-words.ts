import type { ArchiveChange, Change, Reason } from '../../sync/plan.ts'
import { safeText } from '../../text/safe-text.ts'

const fieldWords: Readonly<Record<string, string>> = {
  userName: 'user name',
  fullName: 'full name',
  emailAddresses: 'addresses',
  directoryId: 'Google account',
  authentication: 'authentication',
  privileges: 'privileges',
  privilegesOnFolders: 'folder rights',
  distinguishedName: 'distinguished name',
  pop3UserNames: 'POP3 names',
  password: 'password',
  suspended: 'suspended',
  leaving: 'day of leaving',
  isGroup: 'archive of a group',
}

const leavesWords = (day: string): string => `leaves on ${day}`

/** A field that a row changes; where the new value is a word, that says more than the field. */
function changedWords(field: string, { after, reason }: Change): string {
  if (field === 'leaving' && reason.code === 'leavesOn') return leavesWords(reason.day)
  if (field === 'leaving' && after?.leaving === undefined) return 'stays after all'
  if (field === 'suspended') return after?.suspended === true ? 'suspended in Google' : 'suspended no longer'
  return fieldName(field)
}

const archiveWords: Readonly<Record<ArchiveChange, string>> = {
  create: 'new archive',
  rename: 'archive moves too',
  join: 'archive moves too, joined with earlier mail of the same account',
  remove: 'empty archive removed',
  keep: 'archive stays',
  reuse: 'earlier archive taken up again',
}

const conflictWords: Readonly<Partial<Record<Reason['code'], string>>> = {
  integratedUser: 'name is taken',
  otherAccount: 'name is taken',
  membershipUnknown: 'stays',
  memberOfUnreadGroup: 'stays',
  memberUnclear: 'stays',
  accountUnreadable: 'stays',
  stateUnknown: 'stays',
  sameAccount: 'account is taken',
  addressTaken: 'address is taken',
  nameTaken: 'name is taken',
  archiveInTheWay: 'archive is in the way',
  archiveOwnerUnknown: 'mail of unknown owner',
  archiveUnusable: 'archive is unusable',
  changedSince: 'changed since, stays',
}

/** A field of a user in words: `full name` for `fullName`. */
export function fieldName(field: string): string {
  return fieldWords[field] ?? safeText(field)
}

/** What a row changes, as a fragment of a sentence: `new user, new archive`, `was carol@example.com`. Safe to show. */
export function changeWords(change: Change): string {
  const archive = change.archive === null ? [] : [archiveWords[change.archive]]
  switch (change.action) {
    case 'create':
      return [change.after?.isGroup === true ? 'group' : 'new user', ...archive].join(', ')
    case 'update':
      return [
        ...change.fields.map((field) => changedWords(field, change)),
        ...archive,
        ...(change.waits === true ? ['stays until you approve the deletion'] : []),
      ].join(', ')
    case 'rename': {
      const alsoChanged = change.fields.filter((field) => field !== 'userName' && field !== 'privilegesOnFolders')
      return [
        `was ${safeText(change.before?.userName ?? '')}`,
        ...alsoChanged.map((field) => changedWords(field, change)),
        ...archive,
      ].join(', ')
    }
    case 'delete':
      return ['deleted', ...archive].join(', ')
    case 'gone':
      if (change.waits === true) return 'stays until you approve the deletion'
      return change.reason.code === 'leavesOn' ? leavesWords(change.reason.day) : 'stays, automatic deletion is off'
    case 'conflict':
      return conflictWords[change.reason.code] ?? 'not changed'
    case 'unchanged':
      return 'nothing'
  }
}
