import test from 'ava'
import fc from 'fast-check'
import '../../support/seed.ts'
import {
  decideNotices,
  type Notice,
  nothingTold,
  type RunOutcome,
} from '../../../source/operations/after-run/notification-rule.ts'
import type { NotifyOn } from '../../../source/settings/notify-settings.ts'

const hour = 3_600_000
const failed = (code: string): RunOutcome => ({ state: 'failed', code })
const quiet: RunOutcome = { state: 'done', changed: false, conflicts: [] }
const changed: RunOutcome = { state: 'done', changed: true, conflicts: [] }
const conflict: RunOutcome = { state: 'done', changed: false, conflicts: ['eve@example.com'] }

/** Lives through runs at these times, in minutes, and returns what was told, each with its minute. */
function live(on: NotifyOn, runs: readonly [minute: number, outcome: RunOutcome][]): [number, Notice][] {
  let told = nothingTold
  return runs.flatMap(([minute, outcome]) => {
    const decided = decideNotices(told, outcome, on, minute * 60_000)
    told = decided.told
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
    [0, { kind: 'done', held: 0 }],
    [65, { kind: 'done', held: 2 }],
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
      changed: fc.boolean(),
      conflicts: fc.subarray(['eve@example.com', 'dan@example.com']),
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
