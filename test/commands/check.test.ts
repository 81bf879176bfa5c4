import { chmodSync, statSync } from 'node:fs'
import test from 'ava'
import { noDelegation } from '../support/no-delegation.ts'
import { workplace } from '../support/workplace.ts'

type CheckJson = {
  passed: boolean
  organization: string | null
  stages: { id: string; state: string; problem: { remedy: string } | null }[]
  problem?: { code: string; remedy: string }
}

test('a connection that works passes every stage', async (t) => {
  const place = await workplace(t)
  const { code, document } = await place.answer<CheckJson>(['check'])
  t.is(code, 0, JSON.stringify(document))
  t.true(document.passed)
  t.is(document.organization, 'example.com')
  t.deepEqual([...new Set(document.stages.map((stage) => stage.state))], ['passed'])
  t.false('problem' in document)
})

test('a missing delegation fails where it is, with a remedy, and exits with 4', async (t) => {
  const place = await workplace(t)
  place.google.setFaults([noDelegation])
  const { code, document } = await place.answer<CheckJson>(['check'])
  t.is(code, 4)
  t.false(document.passed)
  t.truthy(document.problem?.remedy)
  t.true(document.stages.some((stage) => stage.state === 'notReached'))
  const { code: textCode, stdout } = await place.run(['check'])
  t.is(textCode, 4)
  t.regex(stdout, /^FAIL {2}.*\n {6}.*\n {6}Why: /m)
})

test('without a setup the first stage says what is missing', async (t) => {
  const place = await workplace(t, { setUp: false })
  const { code, document } = await place.answer<CheckJson>(['check'])
  t.is(code, 1)
  t.is(document.problem?.code, 'notSetUp')
  t.is(document.stages[0]?.state, 'failed')
})

test('files that others can read are named, and made private by --fix-permissions', async (t) => {
  const place = await workplace(t)
  for (const flag of ['--fix-permissions', '--mend-modes']) {
    chmodSync(place.home.settings, 0o644)
    const { stderr } = await place.run(['check'])
    t.true(
      stderr.includes(`${place.home.settings} (mode 0644). To fix it: rollcall check --fix-permissions --home`),
      stderr,
    )
    await place.run(['check', flag])
    t.is(statSync(place.home.settings).mode & 0o777, 0o600, flag)
  }
})
