import { summarize } from '../../source/sync/plan/rows.ts'
import type { Change, Plan } from '../../source/sync/plan.ts'
import type { User } from '../../source/sync/user.ts'

/** A user of the store with the usual fields. */
export function sampleUser(userName: string, more: Partial<User> = {}): User {
  return {
    userName,
    fullName: 'Ada Lovelace',
    distinguishedName: null,
    authentication: 'directoryServices',
    directoryId: '1045',
    emailAddresses: [userName],
    pop3UserNames: [],
    privileges: ['login'],
    privilegesOnFolders: [],
    ...more,
  }
}

/** A row that creates a user. */
export function sampleChange(more: Partial<Change> = {}): Change {
  const userName = more.userName ?? 'ada@example.com'
  return {
    action: 'create',
    userName,
    directoryId: '1045',
    fields: ['userName', 'fullName'],
    before: null,
    after: sampleUser(userName),
    reason: { code: 'memberOf', path: ['Archive', 'Staff'] },
    archive: 'create',
    ...more,
  }
}

/** A plan of these rows, counted. */
export function samplePlan(changes: Change[], more: Partial<Plan> = {}): Plan {
  const summary = summarize(changes, more.skipped?.length ?? 0)
  return {
    storeRevision: 12,
    summary,
    changes,
    skipped: [],
    excluded: { suspended: 0, archived: 0, groups: [], orgUnits: [], rules: [] },
    warnings: [],
    deletionLimit: { deletions: summary.delete, limit: 5, exceeded: false },
    ...more,
  }
}
