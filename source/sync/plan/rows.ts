import { compareText } from '../compare.ts'
import type { Action, Change, Reason, Summary } from '../plan.ts'
import type { User } from '../user.ts'
import { changedFields, ownedFields } from './owned-fields.ts'
import type { Proposal } from './proposal.ts'

/** The row of a proposal, as it is wanted or as a conflict. */
export function rowOf(proposal: Proposal): Change {
  const { before, after, conflict } = proposal
  const shown = proposal.action === 'delete' ? before : after
  const action: Action = conflict === null ? proposal.action : 'conflict'
  return {
    action,
    userName: shown?.userName ?? '',
    directoryId: shown?.directoryId ?? null,
    fields: fieldsOf(before, after),
    before,
    after,
    reason: conflict ?? proposal.reason,
    archive: conflict === null ? proposal.archive : null,
  }
}

function fieldsOf(before: User | null, after: User | null): string[] {
  if (after === null || after === before) return noFields
  if (before === null) return [...ownedFields]
  const rightsMove = before.privilegesOnFolders !== after.privilegesOnFolders
  return rightsMove ? [...changedFields(before, after), 'privilegesOnFolders'] : changedFields(before, after)
}

/** Shared, because there may be a hundred thousand rows that change nothing. */
const noFields: string[] = []

/** The row of a user that is as the directory wants it. */
export function unchangedRow(user: User, reason: Reason): Change {
  const { userName, directoryId } = user
  return {
    action: 'unchanged',
    userName,
    directoryId,
    fields: noFields,
    before: user,
    after: user,
    reason,
    archive: null,
  }
}

/** Rows stand in order of user name. */
export function compareRows(a: Change, b: Change): number {
  return compareText(a.userName, b.userName) || compareText(a.directoryId ?? '', b.directoryId ?? '')
}

/** Counts rows by action. */
export function summarize(changes: readonly Change[], skipped: number): Summary {
  const summary = { create: 0, update: 0, rename: 0, delete: 0, gone: 0, conflict: 0, unchanged: 0, skipped }
  for (const { action } of changes) summary[action] += 1
  return summary
}
