import { readFileSync } from 'node:fs'
import test from 'ava'
import { deletionLimitFor, limitState } from '../../../source/sync/plan/deletion-limit.ts'
import { defaultSyncSettings } from '../../../source/sync/settings.ts'

test('the limit is the larger of 5 users and 10 % of the Directory Services users unless set', (t) => {
  const limit = (count: number): number => deletionLimitFor(defaultSyncSettings.deletionLimit, count)
  t.is(limit(0), 5)
  t.is(limit(59), 5)
  t.is(limit(60), 6)
  t.is(limit(69), 6)
  t.is(limit(1000), 100)
})

test('a number alone or a share alone replaces the whole limit', (t) => {
  t.is(deletionLimitFor({ users: 2 }, 1000), 2)
  t.is(deletionLimitFor({ users: 0 }, 1000), 0)
  t.is(deletionLimitFor({ percent: 1 }, 99), 0)
})

test('three deletions or more never go past half of the users unless a larger share is set', (t) => {
  const { deletionLimit } = defaultSyncSettings
  t.like(limitState(5, deletionLimit, 5), { limit: 2, exceeded: true })
  t.like(limitState(2, deletionLimit, 3), { limit: 2, exceeded: false })
  t.like(limitState(3, deletionLimit, 5), { limit: 2, exceeded: true })
  t.like(limitState(2, deletionLimit, 4), { limit: 2, exceeded: false })
  t.like(limitState(5, deletionLimit, 10), { limit: 5, exceeded: false })
  t.like(limitState(1, deletionLimit, 1), { limit: 2, exceeded: false })
  t.like(limitState(1, { users: 0 }, 1), { limit: 0, exceeded: true })
  t.like(limitState(30, { users: 40 }, 50), { limit: 25, exceeded: true })
  t.like(limitState(30, { percent: 60 }, 50), { limit: 30, exceeded: false })
})

test('docs/safety.md says how many users are deleted without asking in a small organization', (t) => {
  const most = (users: number): number => Math.min(users, limitState(0, defaultSyncSettings.deletionLimit, users).limit)
  t.deepEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 59, 60].map(most), [1, 2, 2, 2, 2, 3, 3, 4, 4, 5, 5, 6])
  const page = readFileSync(new URL('../../../docs/safety.md', import.meta.url), 'utf8')
  const table = [...page.matchAll(/^\| (\d+)(?: (?:to|or) (\d+)| and more)? \| (\d+)( %)? \|$/gm)]
  t.is(table.length, 6)
  for (const [row, from = '', to = from, number = '', share] of table) {
    const expected = (users: number) => (share === undefined ? Number(number) : Math.floor(users / Number(number)))
    for (const users of [Number(from), Number(to)]) t.is(most(users), expected(users), row)
  }
})
