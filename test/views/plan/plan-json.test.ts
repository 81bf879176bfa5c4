import test from 'ava'
import { planJson } from '../../../source/views/plan/plan-json.ts'
import { sampleChange, samplePlan, sampleUser } from '../sample-plan.ts'

const unchanged = sampleChange({ userName: 'bob@example.com', action: 'unchanged', archive: null })

test('unchanged users are counted but not listed', (t) => {
  const json = planJson(samplePlan([sampleChange(), unchanged]), { all: false, committedRevision: null })
  t.is(json.summary.unchanged, 1)
  t.deepEqual(
    json.changes.map((change) => change.userName),
    ['ada@example.com'],
  )
})

test('all users are listed when asked for', (t) => {
  t.is(planJson(samplePlan([sampleChange(), unchanged]), { all: true, committedRevision: null }).changes.length, 2)
})

test('a password never appears', (t) => {
  const user = sampleUser('eve@example.com', { authentication: 'integrated', password: 'scrypt$secret' })
  const plan = samplePlan([sampleChange({ action: 'conflict', before: user, after: user, fields: ['password'] })])
  t.notRegex(JSON.stringify(planJson(plan, { all: true, committedRevision: null })), /scrypt|password/)
})

test('a commit is told with the new revision', (t) => {
  const json = planJson(samplePlan([sampleChange()]), { all: false, committedRevision: 13 })
  t.true(json.committed)
  t.is(json.storeRevision, 13)
})
