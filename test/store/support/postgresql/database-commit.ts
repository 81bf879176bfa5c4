import type { Commit } from '../../../../source/store/commit/commit.ts'
import type { User } from '../../../../source/sync/user.ts'
import { user } from '../../../sync/builders.ts'
import { emptySummary, storeOf } from '../homes.ts'

const odd = ['ada', 'bob', 'cyd'].map((name) => user(name))
const even = ['ada', 'bob', 'dan'].map((name) => user(name, { fullName: `${name} afterwards` }))

/** The users of a revision: two are changed by each commit, one comes and one goes. */
export const usersOf = (revision: number): User[] => {
  if (revision === 0) return []
  return revision % 2 === 0 ? even : odd
}

/** The commit that makes a revision out of the one before it, with an archive of its own. */
export const databaseCommit = (revision: number): Commit => ({
  expectedRevision: revision - 1,
  next: storeOf(revision, ...usersOf(revision)),
  archiveWork: [{ kind: 'create', archive: `revision-${revision}` }],
  record: { command: 'sync', summary: { ...emptySummary, update: 2, create: 1, delete: 1 }, changes: [] },
})
