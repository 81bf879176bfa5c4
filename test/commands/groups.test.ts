import test from 'ava'
import type { ProblemJson } from '../../source/views/problem-view.ts'
import { workplace } from '../support/workplace.ts'

test('groups are listed with their members, and chosen ones marked', async (t) => {
  const place = await workplace(t, { flags: ['--group', 'board@example.com'] })
  const { code, stdout } = await place.run(['groups'])
  t.is(code, 0)
  t.regex(stdout, /^\* board@example\.com +3 +Board$/m)
  t.regex(stdout, /8 groups, 1 chosen/)
})

test('groups as JSON are one document', async (t) => {
  const place = await workplace(t)
  const { code, document } = await place.answer<{ groups: { email: string; chosen: boolean }[] }>(['groups'])
  t.is(code, 0)
  t.is(document.groups.length, 8)
  t.false(document.groups.some((group) => group.chosen))
})

test('without a setup it says what is missing', async (t) => {
  const place = await workplace(t, { setUp: false })
  const { code, document } = await place.answer<ProblemJson>(['groups'])
  t.is(code, 1)
  t.is(document.problem.code, 'notSetUp')
})
