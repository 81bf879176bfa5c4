import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Home, homeAt } from '../../../source/store/home.ts'
import { summarize } from '../../../source/sync/plan/rows.ts'
import type { User, UserStore } from '../../../source/sync/user.ts'

/** In memory where that can be had: thousands of commits then wait for no disk. */
const base = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

/** Gives a test a home of its own, which goes when the test ends. */
export function temporaryHome(t: { teardown: (work: () => void) => void }): Home {
  const folder = mkdtempSync(join(base, 'rollcall-test-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return homeAt(folder)
}

/** A store with these users. */
export const storeOf = (revision: number, ...users: User[]): UserStore => ({ version: 1, revision, users })

/** No rows at all. */
export const emptySummary = summarize([], 0)
