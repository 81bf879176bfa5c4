import test from 'ava'
import { googleLimits, type Limits } from '../../../source/google/http/limits.ts'
import { backoff, createPacing, type Turn, type Wait } from '../../../source/google/http/pacing.ts'

function begin(changes: Partial<Limits> = {}) {
  const waits: Wait[] = []
  const end = new AbortController()
  const limits = { ...googleLimits, firstWait: 20, longestWait: 1000, ...changes }
  const pacing = createPacing(limits, end.signal, (wait) => waits.push(wait))
  return { pacing, waits, end }
}

const ordinary = { urgent: false, isCounted: true }
const urgent = { urgent: true, isCounted: true }
const tooFast = { asked: null, isMinuteQuota: false }

/** Whether a turn has come once everything that is ready has run. */
async function hasCome(turn: Promise<Turn>): Promise<boolean> {
  let came = false
  void turn.then(() => {
    came = true
  })
  await new Promise((resolve) => setImmediate(resolve))
  return came
}

test('At most 16 calls are under way; the next begins when one ends.', async (t) => {
  const { pacing } = begin()
  const turns = await Promise.all(Array.from({ length: 16 }, () => pacing.enter(ordinary)))
  const next = pacing.enter(ordinary)
  t.false(await hasCome(next))
  turns[0]?.leave(true)
  t.true(await hasCome(next))
})

test('A call that others wait for goes before those that came earlier.', async (t) => {
  const { pacing } = begin({ inFlight: 1 })
  const first = await pacing.enter(ordinary)
  const order: string[] = []
  const enter = async (name: string, urgent: boolean) => {
    const turn = await pacing.enter({ ...ordinary, urgent })
    order.push(name)
    turn.leave(true)
  }
  const both = [enter('ordinary', false), enter('urgent', true)]
  first.leave(true)
  await Promise.all(both)
  t.deepEqual(order, ['urgent', 'ordinary'])
})

test('No minute holds more calls than the quota, and a long wait for it is told.', async (t) => {
  const { pacing, waits } = begin({ callsPerMinute: 5, minute: 1100 })
  const starts: number[] = []
  await Promise.all(
    Array.from({ length: 12 }, async () => {
      const turn = await pacing.enter(ordinary)
      starts.push(performance.now())
      turn.leave(true)
    }),
  )
  for (const [index, start] of starts.entries()) {
    const later = starts[index + 5]
    if (later !== undefined) t.true(later - start >= 900)
  }
  t.is(waits.length, 2)
  t.regex(waits[0]?.reason ?? '', /2,400 requests a minute/)
})

test('Calls that are refused together wait together once, and then one goes ahead alone.', async (t) => {
  const { pacing, waits } = begin()
  const turns = await Promise.all(Array.from({ length: 16 }, () => pacing.enter(ordinary)))
  for (const turn of turns) {
    t.is(turn.throttled(tooFast, 'slow down').pauses, 1)
    turn.leave(false)
  }
  t.is(waits.length, 1)
  const [probe, second] = [pacing.enter(ordinary), pacing.enter(ordinary)]
  t.false(await hasCome(probe))
  const turn = await probe
  t.false(await hasCome(second), 'only one goes ahead')
  turn.leave(true)
  t.true(await hasCome(second))
})

test('A probe that is refused again makes the pauses longer, and one that goes well ends the row.', async (t) => {
  const { pacing, waits } = begin()
  const counts: number[] = []
  for (let round = 0; round < 4; round += 1) {
    const turn = await pacing.enter(ordinary)
    counts.push(turn.throttled(tooFast, 'slow down').pauses)
    turn.leave(false)
  }
  t.deepEqual(counts, [1, 2, 3, 4])
  t.true((waits[3]?.milliseconds ?? 0) > (waits[0]?.milliseconds ?? 0) * 2)
  ;(await pacing.enter(ordinary)).leave(true)
  const turn = await pacing.enter(ordinary)
  t.is(turn.throttled(tooFast, 'slow down').pauses, 1)
})

test('A time that Google names is kept to, and a later, longer one extends the pause.', async (t) => {
  const { pacing, waits } = begin()
  const [first, second] = [await pacing.enter(ordinary), await pacing.enter(ordinary)]
  const begun = performance.now()
  first.throttled({ ...tooFast, asked: 50 }, 'slow down')
  second.throttled({ ...tooFast, asked: 200 }, 'slow down')
  first.leave(false)
  second.leave(false)
  await pacing.enter(ordinary)
  t.true(performance.now() - begun >= 190)
  t.deepEqual(
    waits.map(({ milliseconds }) => milliseconds),
    [50, 200],
  )
})

test("After a minute's quota is used up, the next call goes when the first granted one is a minute ago.", async (t) => {
  const minute = 600
  const { pacing, waits } = begin({ minute, longestWait: 5000 })
  const first = performance.now()
  for (let call = 0; call < 3; call += 1) (await pacing.enter(ordinary)).leave(true)
  await pacing.pause(200)
  const [refused, other] = [await pacing.enter(ordinary), await pacing.enter(ordinary)]
  refused.throttled({ asked: null, isMinuteQuota: true }, 'slow down')
  refused.leave(false)
  other.throttled({ asked: null, isMinuteQuota: true }, 'slow down')
  other.leave(false)
  await pacing.enter(ordinary)
  t.true(performance.now() - first >= minute)
  t.is(waits.length, 1)
  t.true((waits[0]?.milliseconds ?? 0) <= minute - 200)
})

test("Where no call was granted, nobody knows when a minute's quota is free again: waits grow.", async (t) => {
  const { pacing, waits } = begin()
  for (let round = 0; round < 4; round += 1) {
    const turn = await pacing.enter(ordinary)
    turn.throttled({ asked: null, isMinuteQuota: true }, 'slow down')
    turn.leave(false)
  }
  t.true(waits.every(({ milliseconds }) => milliseconds < 1000))
})

test('The end of the run ends every wait with its reason.', async (t) => {
  const { pacing, end } = begin({ inFlight: 1 })
  const turn = await pacing.enter(ordinary)
  turn.throttled({ ...tooFast, asked: 1000 }, 'slow down')
  const waiting = [pacing.enter(ordinary), pacing.enter(urgent), pacing.pause(60_000)]
  const reason = new Error('the end')
  end.abort(reason)
  for (const wait of waiting) await t.throwsAsync(wait as Promise<unknown>, { is: reason })
  await t.throwsAsync(pacing.enter(ordinary), { is: reason })
  await t.throwsAsync(pacing.pause(1), { is: reason })
})

test('Waits double, with up to half as much added, up to the longest.', (t) => {
  const limits = { ...googleLimits, firstWait: 1000, longestWait: 10_000 }
  for (const [count, least, most] of [
    [1, 1000, 1500],
    [2, 2000, 3000],
    [4, 8000, 10_000],
    [9, 10_000, 10_000],
  ] as const) {
    const waits = Array.from({ length: 200 }, () => backoff(limits, count))
    t.true(waits.every((wait) => wait >= least && wait <= most))
    t.is(new Set(waits).size > 1, least < most)
  }
})

test('The pauses that Google is given outlast its quota of queries a minute.', (t) => {
  const pauses = googleLimits.attempts.throttled - 1
  let shortest = 0
  for (let count = 1; count <= pauses; count += 1) shortest += googleLimits.firstWait * 2 ** (count - 1)
  t.true(shortest > 60_000)
})
