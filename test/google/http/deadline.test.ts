import test from 'ava'
import { DeadlineError, withDeadline } from '../../../source/google/http/deadline.ts'

const forever = () => new Promise<never>(() => {})

test('Work that ends in time gives its result.', async (t) => {
  t.is(await withDeadline(60_000, new AbortController().signal, async () => 5), 5)
})

test('Work that does not even notice its signal is given up when the time is up.', async (t) => {
  let signal: AbortSignal | undefined
  const work = withDeadline(20, new AbortController().signal, (given) => {
    signal = given
    return forever()
  })
  await t.throwsAsync(work, { instanceOf: DeadlineError })
  t.true(signal?.aborted)
})

test('The end of the run ends the work with its reason, also before it begins.', async (t) => {
  const run = new AbortController()
  const reason = new Error('the end')
  const work = withDeadline(60_000, run.signal, forever)
  run.abort(reason)
  await t.throwsAsync(work, { is: reason })
  let begun = false
  const late = withDeadline(60_000, run.signal, async () => {
    begun = true
  })
  await t.throwsAsync(late, { is: reason })
  t.false(begun)
})
