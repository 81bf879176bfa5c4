import test from 'ava'
import fc from 'fast-check'
import '../../support/seed.ts'
import { applyPlan } from '../../../source/sync/apply/apply.ts'
import { planRestore } from '../../../source/sync/by-hand/restore.ts'
import { planUndo } from '../../../source/sync/by-hand/undo.ts'
import { certainDeletions } from '../../../source/sync/plan/certain-deletions.ts'
import { daysAfter, type Today, todayBy } from '../../../source/sync/plan/grace-period.ts'
import { makePlan } from '../../../source/sync/plan/make-plan.ts'
import type { Plan } from '../../../source/sync/plan.ts'
import type { User, UserStore } from '../../../source/sync/user.ts'
import { account, inputFor, planFor, rows, storeOf, user, type World } from '../builders.ts'

const [ada, bob] = ['ada@example.com', 'bob@example.com']
const first = '2026-11-28'
const on = (day: string): Today => ({ earliest: day, latest: day })
const later = (days: number): Today => on(daysAfter(first, days))
const withBob = { users: [account(bob)] }
const withBoth = { users: [account(ada), account(bob)] }

/** A run on this day: its plan, and the store afterwards. */
function run(store: UserStore, world: World, today: Today, deleteAfter = 14): { plan: Plan; store: UserStore } {
  const plan = planFor({ ...world, today }, store, { deleteAfter, deletionLimit: { users: 100 } })
  return { plan, store: applyPlan(store, plan).next }
}

const given = (): UserStore => storeOf(user(ada), user(bob))
const named = ({ users }: UserStore, name: string): User | undefined => users.find(({ userName }) => userName === name)

test('who leaves is told the day, once as a change and then as a row that changes nothing, and goes on that day', (t) => {
  const out = run(given(), withBob, on(first))
  t.deepEqual(rows(out.plan), [['update', ada, 'leavesOn']])
  t.deepEqual(out.plan.changes[0]?.reason, {
    code: 'leavesOn',
    day: '2026-12-12',
    because: { code: 'deletedInGoogle' },
  })
  t.deepEqual(out.plan.changes[0]?.fields, ['leaving'])
  t.deepEqual(named(out.store, ada)?.leaving, { since: first, deletedInGoogle: true })
  for (const days of [0, 1, 13])
    t.deepEqual(rows(run(out.store, withBob, later(days)).plan), [['gone', ada, 'leavesOn']])
  const due = run(out.store, withBob, later(14))
  t.deepEqual(rows(due.plan), [['delete', ada, 'deletedInGoogle']])
  t.is(named(due.store, ada), undefined)
})

test('who comes back is as before, and leaves again with all the days', (t) => {
  const out = run(given(), withBob, on(first)).store
  const back = run(out, withBoth, later(13))
  t.deepEqual(rows(back.plan), [['update', ada, 'everyone']])
  t.deepEqual(named(back.store, ada), user(ada))
  const again = run(back.store, withBob, later(14))
  t.deepEqual(again.plan.changes[0]?.reason, {
    code: 'leavesOn',
    day: daysAfter(first, 28),
    because: { code: 'deletedInGoogle' },
  })
})

test('another number of days counts from the first day out', (t) => {
  const { store } = run(given(), withBob, on(first))
  t.deepEqual(rows(run(store, withBob, later(5), 5).plan), [['delete', ada, 'deletedInGoogle']])
  const longer = run(store, withBob, later(20), 30).plan
  t.like(longer.changes[0], { action: 'gone', reason: { day: daysAfter(first, 30) } })
  t.deepEqual(rows(run(store, withBob, later(1), 0).plan), [['delete', ada, 'deletedInGoogle']])
})

test('only those who are due count for the deletion limit, also for the one that stops a run early', (t) => {
  const names = Array.from({ length: 10 }, (_, index) => `p${index}@example.com`)
  const leaving = names.map((name, index) => user(name, { leaving: { since: daysAfter(first, index % 2) } }))
  const store = storeOf(...leaving, ...Array.from({ length: 90 }, (_, index) => user(`q${index}@example.com`)))
  const world = {
    users: Array.from({ length: 90 }, (_, index) => account(`q${index}@example.com`)),
    today: later(14),
  }
  const settings = { deleteAfter: 14, deletionLimit: { users: 5 } }
  t.deepEqual(planFor(world, store, settings).deletionLimit, { deletions: 5, limit: 5, exceeded: false })
  const [draft, { today }] = inputFor(world, store, settings)
  t.is(certainDeletions(draft, today), 5)
})

test('without automatic deletion nobody waits to be deleted, and a first day that is known stays', (t) => {
  const store = storeOf(user(ada, { leaving: { since: first } }), user(bob))
  const settings = { deleteAfter: 14, automaticDeletion: false }
  t.deepEqual(rows(planFor({ ...withBob, today: later(30) }, store, settings)), [['gone', ada, 'deletedInGoogle']])
})

test('what Google does not say begins no count and ends nobody', (t) => {
  const groups = [{ id: 'g', email: 'g@example.com', name: 'G' }]
  const store = storeOf(user(ada), user(bob, { leaving: { since: first } }))
  const planBy = (word: boolean | null): Plan => {
    const world = { ...withBoth, groups: [{ id: 'g', email: 'g@example.com', name: 'G', members: [] }] }
    const [draft, answers] = inputFor({ ...world, today: later(20) }, store, { groups, deleteAfter: 14 })
    for (const lookup of answers.lookups.values()) if (lookup.state === 'exists') lookup.inChosenGroups = word
    return makePlan(draft, answers)
  }
  t.deepEqual(rows(planBy(null)), [
    ['conflict', ada, 'membershipUnknown'],
    ['conflict', bob, 'membershipUnknown'],
  ])
  t.deepEqual(rows(planBy(false)), [
    ['update', ada, 'leavesOn'],
    ['delete', bob, 'leftGroups'],
  ])
})

test('a wrong clock only ever gives more time', (t) => {
  const yearAgo = on(daysAfter(first, -365))
  const yearOn = daysAfter(first, 365)
  // This machine's clock is a year behind when somebody leaves, and right afterwards.
  const behind = run(given(), withBob, todayBy(Date.parse(yearAgo.earliest), Date.parse(first))).store
  t.is(named(behind, ada)?.leaving?.since, first)
  // It jumps a year ahead while somebody waits.
  const ahead = todayBy(Date.parse(yearOn), Date.parse(daysAfter(first, 3)))
  t.deepEqual(rows(run(behind, withBob, ahead).plan), [['gone', ada, 'leavesOn']])
  // Both clocks go back: nobody goes, and the first day is not moved to one that is long over.
  const back = run(behind, withBob, yearAgo)
  t.deepEqual(rows(back.plan), [['gone', ada, 'leavesOn']])
  t.is(named(back.store, ada)?.leaving?.since, first)
})

test('an undo or a restore brings nobody nearer to being deleted', (t) => {
  const out = run(given(), withBob, on(first))
  const back = run(out.store, withBoth, later(10))
  const folders = { folders: new Map() }
  // The commit in which the person came back is undone.
  const undone = planUndo(back.store, { revision: 9, changes: back.plan.changes, storeBefore: out.store }, folders)
  const store = applyPlan(back.store, undone).next
  t.deepEqual(named(store, ada)?.leaving, { since: null, deletedInGoogle: true })
  t.deepEqual(rows(run(store, withBob, later(20)).plan), [['update', ada, 'leavesOn']])
  t.deepEqual(named(run(store, withBoth, later(20)).store, ada), user(ada))
  // A deleted user comes back, with all the days again.
  const gone = run(out.store, withBob, later(14)).store
  const restored = applyPlan(gone, planRestore(gone, out.store, folders)).next
  t.is(named(restored, ada)?.leaving?.since, null)
  t.is(run(restored, withBob, later(15)).plan.summary.delete, 0)
  // An undo of the first day forgets it.
  const forgotten = planUndo(out.store, { revision: 8, changes: out.plan.changes, storeBefore: given() }, folders)
  t.deepEqual(named(applyPlan(out.store, forgotten).next, ada), user(ada))
})

const step = fc.record({
  hours: fc.integer({ min: 1, max: 80 }),
  isOut: fc.boolean(),
  hereOff: fc.constantFrom(0, 0, 0, -400, 400),
  googleOff: fc.constantFrom(0, 0, 0, -1, 1),
  known: fc.boolean(),
})

test('whatever the clocks and the runs, nobody is deleted before so many days out that runs saw', (t) => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), fc.integer({ min: 1, max: 20 }), (steps, deleteAfter) => {
      let store = given()
      let now = Date.parse('2026-11-28T22:00Z')
      let outSince: number | null = null
      const hour = 3_600_000
      for (const { hours, isOut, hereOff, googleOff, known } of steps) {
        now += hours * hour
        if (!isOut) outSince = null
        else outSince ??= now
        // Google's own clock is right to the hour; this machine's may be a year off.
        const here = now + hereOff * 24 * hour
        const today = todayBy(here, known || hereOff !== 0 ? now + googleOff * hour : null)
        const { plan, store: after } = run(store, isOut ? withBob : withBoth, today, deleteAfter)
        if (plan.summary.delete > 0) {
          t.true(outSince !== null && now - outSince >= (deleteAfter - 1) * 24 * hour - 2 * hour)
          return
        }
        store = after
        if (!isOut) t.deepEqual(named(store, ada), user(ada))
      }
    }),
  )
})
