import { cpSync, rmSync } from 'node:fs'
import test from 'ava'
import fc from 'fast-check'
import '../support/seed.ts'
import { answers, changed } from './answers.ts'
import type { GivenUser, GivenWorld } from './documented-google.ts'
import { synchronized } from './synchronized.ts'

const person = (number: number): GivenUser => ({
  id: String(100 + number),
  // Two domains, so that Google has no answer to some questions.
  primaryEmail: `p${number}@${number % 3 === 0 ? 'second.example' : 'example.com'}`,
  suspended: false,
  archived: false,
})
const admin: GivenUser = { id: '1', primaryEmail: 'it@example.com', suspended: false, archived: false }
const people = [admin, ...Array.from({ length: 12 }, (_, index) => person(index + 1))]
const member = ({ id, primaryEmail }: GivenUser) => ({ id, email: primaryEmail, type: 'USER' })
const world = (): GivenWorld => ({
  users: structuredClone(people),
  groups: [
    {
      id: 'g1',
      email: 'archive@example.com',
      members: [...people.slice(0, 7).map(member), { id: 'g2', email: 'inner@example.com', type: 'GROUP' }],
    },
    { id: 'g2', email: 'inner@example.com', members: people.slice(7).map(member) },
  ],
})

/** Those that are told at once; the others are tried again for a while. */
const names = Object.keys(answers).filter((name) => name !== '503' && name !== '401')

/** Google's own word that an account is gone. */
const saysGone = ['404 `Resource Not Found` of its own key', '412 `User is deleted.`']
const saysNothing = ['400 `Invalid Input: memberKey`', '403 `Not Authorized to access this resource/api`']
const answerName = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...names) },
  { weight: 2, arbitrary: fc.constantFrom(...saysGone) },
  { weight: 2, arbitrary: fc.constantFrom(...saysNothing) },
)
const trouble = fc.record({
  /** For each request, by its number: what is wrong with its answer; null is nothing. */
  wrong: fc.array(fc.option(answerName, { freq: 3 }), { minLength: 1, maxLength: 4 }),
  /** Who is missing from the lists, by their places. */
  left: fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 2 }),
  /** The answer to `users.get` is about the next account. */
  mixed: fc.nat(5).map((number) => number === 0),
  isGrouped: fc.boolean(),
})

test('whatever comes in place of answers, only those are deleted of whom Google itself said that they are gone', async (t) => {
  t.timeout(600_000)
  const archive = { id: 'g1', email: 'archive@example.com', name: 'archive@example.com' }
  const places = await Promise.all(
    [[], [archive]].map((groups) => synchronized(t, world(), { groups, deletionLimit: { percent: 100 } })),
  )
  for (const { home } of places) {
    cpSync(home.folder, `${home.folder}-before`, { recursive: true })
    t.teardown(() => rmSync(`${home.folder}-before`, { recursive: true, force: true }))
  }
  const seen = { deleted: 0, kept: 0, stopped: 0, unchanged: 0 }
  await fc.assert(
    fc.asyncProperty(trouble, async ({ wrong, left, mixed, isGrouped }) => {
      const place = places[isGrouped ? 1 : 0]
      if (place === undefined) return
      const before = place.bytes()
      const gone = new Set<string>()
      let requests = 0
      place.google.instead = (asked, usual) => {
        const { question, key } = asked
        const isList = question === 'users.list' || question === 'members.list'
        // A list that is broken as a whole is tried elsewhere, and would end nearly every run at once.
        const name = isList ? null : (wrong[requests++ % wrong.length] ?? null)
        if (name !== null) {
          if (question === 'users.get' && saysGone.includes(name)) gone.add(key)
          return answers[name]?.(question, usual)
        }
        if (question === 'users.get' && mixed) {
          const next = people[(people.findIndex(({ id }) => id === key) + 1) % people.length]
          return changed(usual(), (body) => ({ ...body, ...next }))
        }
        if (!isList) return undefined
        const list = question === 'users.list' ? 'users' : 'members'
        const isThere = ({ id }: { id?: string }): boolean => !left.some((index) => people[index]?.id === id)
        return changed(usual(), (body) => ({ ...body, [list]: (body[list] as GivenUser[]).filter(isThere) }))
      }
      const { problem, result, users } = await place.again()
      const ids = new Set(users.map(({ directoryId }) => directoryId))
      const deleted = people.filter(({ id }) => !ids.has(id))
      t.deepEqual(
        deleted.filter(({ id }) => !gone.has(id)).map(({ primaryEmail }) => primaryEmail),
        [],
      )
      if (problem !== null) t.is(place.bytes(), before)
      if (problem !== null) seen.stopped += 1
      else if (deleted.length > 0) seen.deleted += 1
      else seen[(result?.plan.summary.conflict ?? 0) > 0 ? 'kept' : 'unchanged'] += 1
      place.google.instead = () => undefined
      rmSync(place.home.folder, { recursive: true })
      cpSync(`${place.home.folder}-before`, place.home.folder, { recursive: true })
    }),
    { numRuns: process.env.ROLLCALL_LONG === '1' ? 5000 : 60 },
  )
  t.log(seen)
  for (const count of Object.values(seen)) t.true(count > 0)
})
