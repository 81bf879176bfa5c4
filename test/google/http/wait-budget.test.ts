import test from 'ava'
import { createWaitBudget } from '../../../source/google/http/wait-budget.ts'

test('calls that wait at the same time take their time off the budget once', (t) => {
  const waits = createWaitBudget(100)
  t.true(waits.take(0, 40))
  t.true(waits.take(10, 40))
  t.true(waits.take(20, 60))
  t.is(waits.endsIn(60), 40)
  t.is(waits.endsIn(50), 50, 'what is being waited for already counts, too')
})

test('a wait that is longer than what is left is not begun, and takes nothing', (t) => {
  const waits = createWaitBudget(100)
  t.true(waits.take(0, 90))
  t.false(waits.take(100, 120))
  t.true(waits.take(100, 110))
  t.false(waits.take(200, 201))
  t.is(waits.endsIn(200), 0)
})

test('without a number the budget has no end', (t) => {
  const waits = createWaitBudget()
  t.true(waits.take(0, 1e12))
  t.is(waits.endsIn(2e12), Number.POSITIVE_INFINITY)
})
