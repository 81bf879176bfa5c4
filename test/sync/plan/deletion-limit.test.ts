import test from 'ava'
import { deletionLimitFor } from '../../../source/sync/plan/deletion-limit.ts'
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
