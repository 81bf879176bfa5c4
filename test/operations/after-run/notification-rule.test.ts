import test from 'ava'
import fc from 'fast-check'
import '../../support/seed.ts'
import {
  afterDelivery,
  decideNotices,
  type Notice,
  nothingTold,
  type RunOutcome,
} from '../../../source/operations/after-run/notification-rule.ts'
import type { NotifyOn } from '../../../source/settings/notify-settings.ts'

const hour = 3_600_000
const failed = (code: string): RunOutcome => ({ state: 'failed', code })
const quiet: RunOutcome = { state: 'done', changed: null, conflicts: [], waiting: [] }
const changed: RunOutcome = { ...quiet, changed: { create: 1 } }
const conflict: RunOutcome = { ...quiet, conflicts: ['eve@example.com'] }
const held: RunOutcome = { ...quiet, waiting: ['dan@example.com'] }

type Life = readonly [minute: number, outcome: RunOutcome][]

/**
 * Lives through runs at these times, in minutes.
 *
 * @param arrives false where a message of this minute is lost
 * @returns what was told, each with its minute
 */
function live(on: NotifyOn, runs: Life, arrives: (minute: number) => boolean = () => true): [number, Notice][] {
  let told = nothingTold
  return runs.flatMap(([minute, outcome]) => {
    const now = minute * 60_000
    const decided = decideNotices(told, outcome, on, now)
    told = decided.told
    if (!arrives(minute)) return []
    for (const notice of decided.notices) told = afterDelivery(told, notice, outcome, now)
    return decided.notices.map((notice): [number, Notice] => [minute, notice])
  })
}

const kinds = (notices: readonly [number, Notice][]): string[] => notices.map(([at, { kind }]) => `${at} ${kind}`)

test('a failure is told once when it begins and once when it ends', (t) => {
  const runs: [number, RunOutcome][] = [
    [0, quiet],
    [60, failed('keyRevoked')],
    [120, failed('keyRevoked')],
    [180, failed('keyRevoked')],
    [240, quiet],
    [300, quiet],
  ]
  t.deepEqual(live('failure', runs), [
    [60, { kind: 'failed', code: 'keyRevoked' }],
    [240, { kind: 'recovered', code: 'keyRevoked', since: hour }],
  ])
})

test('another failure is told as one of its own, and only the last one ends', (t) => {
  const runs: [number, RunOutcome][] = [
    [0, failed('googleUnreachable')],
    [60, failed('deletionLimit')],
    [120, quiet],
  ]
  t.deepEqual(kinds(live('failure', runs)), ['0 failed', '60 failed', '120 recovered'])
})

test('a failure that comes and goes within the hour is told once, and again when it stays', (t) => {
  const runs: [number, RunOutcome][] = [
    [0, failed('googleTimedOut')],
    [10, quiet],
    [20, failed('googleTimedOut')],
    [30, failed('googleTimedOut')],
    [70, failed('googleTimedOut')],
  ]
  t.deepEqual(kinds(live('failure', runs)), ['0 failed', '10 recovered', '70 failed'])
})

test('changes are told when they are asked for, within the hour together with the next one', (t) => {
  const runs: [number, RunOutcome][] = [
    [0, changed],
    [10, changed],
    [20, changed],
    [65, changed],
  ]
  t.deepEqual(live('failure', runs), [])
  t.deepEqual(live('change', runs), [
    [0, { kind: 'done', owed: { runs: 1, counts: { create: 1 } } }],
    [65, { kind: 'done', owed: { runs: 3, counts: { create: 3 } } }],
  ])
  t.is(
    live('always', [
      [0, quiet],
      [60, quiet],
      [120, quiet],
    ]).length,
    3,
  )
})

test('a change within the hour is told by the next run after it, also when that changes nothing', (t) => {
  const runs: [number, RunOutcome][] = [
    [0, changed],
    [10, changed],
    [40, quiet],
    [70, quiet],
    [140, quiet],
  ]
  t.deepEqual(live('change', runs).at(-1), [70, { kind: 'done', owed: { runs: 1, counts: { create: 1 } } }])
})

test('what did not arrive is told by the next run: a failure, its end, a change, a conflict, a deletion that waits', (t) => {
  const lost = (on: NotifyOn, runs: Life): string[] => kinds(live(on, runs, (minute) => minute !== 60))
  for (const [outcome, kind] of [
    [failed('keyRevoked'), 'failed'],
    [conflict, 'done'],
    [held, 'done'],
  ] as const) {
    t.deepEqual(
      lost('change', [
        [60, outcome],
        [120, outcome],
        [180, outcome],
      ]),
      [`120 ${kind}`],
    )
  }
  const again: Life = [
    [60, changed],
    [120, quiet],
    [180, quiet],
  ]
  t.deepEqual(lost('change', again), ['120 done'])
  const end: Life = [
    [0, failed('keyRevoked')],
    [60, quiet],
    [120, quiet],
    [180, quiet],
  ]
  t.deepEqual(lost('failure', end), ['0 failed', '120 recovered'])
  const notOver: Life = [
    [0, failed('keyRevoked')],
    [60, quiet],
    [120, failed('keyRevoked')],
    [180, quiet],
  ]
  t.deepEqual(lost('failure', notOver), ['0 failed', '180 recovered'])
})

test('a deletion that waits for an approval is told to whoever wants to hear of anything', (t) => {
  const runs: Life = [
    [0, held],
    [60, held],
  ]
  for (const on of ['failure', 'change'] as const) t.deepEqual(kinds(live(on, runs)), ['0 done'])
  t.deepEqual(live('never', runs), [])
})

test('a conflict is told once, and again when it comes back', (t) => {
  const runs: [number, RunOutcome][] = [
    [0, conflict],
    [60, conflict],
    [120, quiet],
    [180, conflict],
  ]
  t.deepEqual(kinds(live('change', runs)), ['0 done', '180 done'])
})

test('never more than one an hour for one cause, and no failure ends that nobody was told of', (t) => {
  const outcome = fc.oneof(
    fc.constantFrom('keyRevoked', 'deletionLimit').map(failed),
    fc.record({
      state: fc.constant('done' as const),
      changed: fc.constantFrom(null, { create: 2 }),
      conflicts: fc.subarray(['eve@example.com', 'dan@example.com']),
      waiting: fc.subarray(['fay@example.com']),
    }),
  )
  const history = fc.array(fc.tuple(fc.integer({ min: 1, max: 90 }), outcome), { maxLength: 40 })
  t.notThrows(() =>
    fc.assert(
      fc.property(history, fc.constantFrom<NotifyOn>('failure', 'change', 'always'), (steps, on) => {
        let minute = 0
        const runs = steps.map(([wait, one]): [number, RunOutcome] => {
          minute += wait
          return [minute, one]
        })
        const told = live(on, runs)
        const last = new Map<string, number>()
        const open = new Set<string>()
        for (const [at, notice] of told) {
          const cause = notice.kind === 'done' ? 'done' : `${notice.kind}:${notice.code}`
          if (notice.kind === 'recovered') {
            if (!open.delete(notice.code)) throw new Error('ended without a beginning')
          } else {
            if (at - (last.get(cause) ?? -60) < 60) throw new Error(`${cause} twice within an hour`)
            last.set(cause, at)
            if (notice.kind === 'failed') open.add(notice.code)
          }
        }
      }),
      { numRuns: process.env.ROLLCALL_LONG ? 20_000 : 300 },
    ),
  )
})
