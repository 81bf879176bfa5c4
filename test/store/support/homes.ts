import { type Home, homeAt } from '../../../source/store/home.ts'
import { summarize } from '../../../source/sync/plan/rows.ts'
import type { User, UserStore } from '../../../source/sync/user.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

/** Gives a test a home of its own, which goes when the test ends. */
export function temporaryHome(t: { teardown: (work: () => void) => void }): Home {
  return homeAt(temporaryFolder(t))
}

/** A store with these users. */
export const storeOf = (revision: number, ...users: User[]): UserStore => ({ version: 1, revision, users })

/** No rows at all. */
export const emptySummary = summarize([], 0)
