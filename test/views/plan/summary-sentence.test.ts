import test from 'ava'
import { summarySentence } from '../../../source/views/plan/summary-sentence.ts'
import { sampleChange, samplePlan } from '../sample-plan.ts'

const plan = samplePlan([
  sampleChange({ userName: 'ada@example.com' }),
  sampleChange({ userName: 'bob@example.com' }),
  sampleChange({ userName: 'carol@example.com', action: 'rename' }),
  sampleChange({ userName: 'dan@example.com', action: 'delete', archive: 'keep', after: null }),
  sampleChange({ userName: 'erin@example.com', action: 'unchanged', archive: null }),
])

test('a plan is one sentence', (t) => {
  t.is(summarySentence(plan, 'planned'), 'Create 2 users, rename 1, delete 1; 1 archive folder with mail stays')
})

test('after the commit it is told in the past', (t) => {
  t.is(summarySentence(plan, 'done'), 'Created 2 users, renamed 1, deleted 1; 1 archive folder with mail stays')
})

test('a plan without changes says so', (t) => {
  t.is(
    summarySentence(samplePlan([sampleChange({ action: 'unchanged', archive: null })]), 'planned'),
    'Nothing to change',
  )
})
