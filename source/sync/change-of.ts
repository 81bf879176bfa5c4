import type { Action, ArchiveChange, ArchiveFacts, Change, Reason } from './plan.ts'
import type { User } from './user.ts'

/**
 * The row that leads from one state of a user to another, whoever wants it.
 *
 * @param before null: there is no such user yet
 * @param after null: the user goes
 * @returns null when both are the same
 */
export function changeOf(
  before: User | null,
  after: User | null,
  reason: Reason,
  { folders }: ArchiveFacts,
): Change | null {
  const user = after ?? before
  const fields = differingFields(before, after)
  if (user === null || fields.length === 0) return null
  const holdsMail = folders.get(user.userName)?.holdsMail === true
  const [action, archive] = whatHappens(before, after, holdsMail)
  return { action, userName: user.userName, directoryId: user.directoryId, fields, before, after, reason, archive }
}

function whatHappens(before: User | null, after: User | null, holdsMail: boolean): [Action, ArchiveChange | null] {
  if (before === null) return ['create', holdsMail ? 'reuse' : 'create']
  if (after === null) return ['delete', holdsMail ? 'keep' : 'remove']
  return before.userName === after.userName ? ['update', null] : ['rename', 'rename']
}

/** The names of the fields in which two users differ, unknown ones too. */
export function differingFields(before: User | null, after: User | null): string[] {
  const [old, next]: Record<string, unknown>[] = [{ ...before }, { ...after }]
  const names = new Set([...Object.keys(old ?? {}), ...Object.keys(next ?? {})])
  return [...names].filter((name) => JSON.stringify(old?.[name]) !== JSON.stringify(next?.[name]))
}
