import test from 'ava'
import fc from 'fast-check'
import '../../support/seed.ts'
import type { Page } from '../../../source/google/directory/resources.ts'
import {
  type Direction,
  type UserWalk,
  type UserWalkTools,
  walkUsers,
} from '../../../source/google/directory/user-walk.ts'
import { brokenListing } from '../../../source/google/problems/listing.ts'
import type { DirectoryUser } from '../../../source/sync/directory.ts'
import { Problem } from '../../../source/text/problem.ts'

const account = (name: string, id = `id-${name}`): DirectoryUser => ({
  id,
  primaryEmail: `${name}@example.com`,
  fullName: name,
  aliases: [],
  nonEditableAliases: [],
  suspended: false,
  archived: false,
  orgUnitPath: '/',
})
const people = (count: number) =>
  Array.from({ length: count }, (_, index) => account(`p${String(index).padStart(5, '0')}`))

type Server = {
  users: DirectoryUser[]
  pageSize: number
  /** Changes the list, or what is given of it, before each page. */
  before?: (direction: Direction, number: number) => void
  lie?: (direction: Direction, page: Page<DirectoryUser>, number: number) => Page<DirectoryUser>
  sort?: (direction: Direction, users: DirectoryUser[]) => DirectoryUser[]
}

/** A list whose page tokens are the address that was given last, as in a real one: changes do not shift what comes. */
function walk(server: Server, changes: Partial<UserWalkTools> = {}) {
  const told = { pages: [] as Direction[], details: [] as string[] }
  const byAddress = (a: DirectoryUser, b: DirectoryUser) => (a.primaryEmail < b.primaryEmail ? -1 : 1)
  const sort =
    server.sort ??
    ((direction, users) => (direction === 'ascending' ? users.sort(byAddress) : users.sort(byAddress).reverse()))
  const readPage = async (
    direction: Direction,
    { pageToken, number }: { pageToken: string | null; number: number },
  ) => {
    // Another order of arrival each time, the same for the same page.
    for (let turn = (number * 7) % 4; turn > 0; turn -= 1) await new Promise((resolve) => setImmediate(resolve))
    server.before?.(direction, number)
    told.pages.push(direction)
    const users = sort(direction, [...server.users])
    const start = pageToken === null ? 0 : after(users, pageToken, direction)
    const items = users.slice(start, start + server.pageSize)
    const last = items.at(-1)
    const more = last !== undefined && start + items.length < users.length
    const page = { items, nextPageToken: more ? last.primaryEmail : null }
    return server.lie?.(direction, page, number) ?? page
  }
  const tools: UserWalkTools = {
    readPage,
    isEnough: () => false,
    onPage: () => {},
    onDetail: (line) => told.details.push(line),
    ...changes,
  }
  return { result: walkUsers(tools), told }
}

function after(users: DirectoryUser[], address: string, direction: Direction): number {
  const index = users.findIndex(({ primaryEmail }) => primaryEmail === address)
  if (index >= 0) return index + 1
  const next = users.findIndex(({ primaryEmail }) =>
    direction === 'ascending' ? primaryEmail > address : primaryEmail < address,
  )
  return next < 0 ? users.length : next
}

const idsOf = (result: UserWalk) => (result.complete ? result.users.map(({ id }) => id) : [])

test('A list of a few pages is read from the front alone.', async (t) => {
  const { result, told } = walk({ users: people(30), pageSize: 10 })
  t.is(idsOf(await result).length, 30)
  t.deepEqual(told.pages, ['ascending', 'ascending', 'ascending'])
})

test('A long list is read from both ends, with all users once, in order, in about half the turns.', async (t) => {
  const users = people(1000)
  const { result, told } = walk({ users, pageSize: 10 })
  t.deepEqual(
    idsOf(await result),
    users.map(({ id }) => id),
  )
  const back = told.pages.filter((direction) => direction === 'descending').length
  t.true(back > 40 && back < 60, `${back} of ${told.pages.length} pages from the end`)
  t.true(told.pages.length <= 103)
})

test('Users are told of once, although the two ends overlap.', async (t) => {
  let count = 0
  const { result } = walk({ users: people(503), pageSize: 10 }, { onPage: (fresh) => (count += fresh) })
  await result
  t.is(count, 503)
})

const whole =
  (server: Server) =>
  async (
    t: { deepEqual: (a: unknown, b: unknown) => unknown; regex: (a: string, b: RegExp) => unknown },
    detail: RegExp,
  ) => {
    const expected = server.users.map(({ id }) => id).sort()
    const { result, told } = walk(server)
    t.deepEqual(idsOf(await result).sort(), expected)
    t.regex(told.details.join('\n'), detail)
  }

test('A list in an unknown order is read from the front alone.', async (t) => {
  const users = people(200)
  const shuffled = users.map((user, index) => ({ user, key: (index * 7919) % 200 })).sort((a, b) => a.key - b.key)
  const sort = (): DirectoryUser[] => shuffled.map(({ user }) => user)
  await whole({ users, pageSize: 10, sort })(t, /no known order/)
})

test('A dictionary order, as Google may keep it, is walked from both ends too.', async (t) => {
  const names = ['a-b', 'a.b', 'a_b', 'ab', 'A-c', 'ac'].flatMap((name) =>
    Array.from({ length: 30 }, (_, n) => `${name}${n + 10}`),
  )
  const collator = new Intl.Collator('en')
  const sort = (direction: Direction, users: DirectoryUser[]) =>
    users.sort((a, b) => collator.compare(a.primaryEmail, b.primaryEmail) * (direction === 'ascending' ? 1 : -1))
  await whole({ users: names.map((name) => account(name)), pageSize: 10, sort })(t, /the two ends met/)
})

test('An end that is not sorted backwards is left, and the front goes on.', async (t) => {
  const sort = (_: Direction, users: DirectoryUser[]) =>
    users.sort((a, b) => (a.primaryEmail < b.primaryEmail ? -1 : 1))
  await whole({ users: people(200), pageSize: 10, sort })(t, /not in one order/)
})

test('An end that has not the same accounts where the two meet is left, and the front goes on.', async (t) => {
  const sort = (direction: Direction, users: DirectoryUser[]) =>
    direction === 'ascending' ? users : users.reverse().filter((_, index) => index % 9 !== 0)
  await whole({ users: people(200), pageSize: 10, sort })(t, /do not agree/)
})

test('An end that leaves somebody out of a page is left, and the front goes on.', async (t) => {
  const lie = (direction: Direction, page: Page<DirectoryUser>, number: number) =>
    direction === 'descending' && number === 2 ? { ...page, items: page.items.slice(1) } : page
  await whole({ users: people(200), pageSize: 10, lie })(t, /goes on .* not all pages are full/)
})

test('A list whose pages are not full from the start is read from the front alone.', async (t) => {
  const lie = (_: Direction, page: Page<DirectoryUser>, number: number) =>
    number === 2 ? { items: [], nextPageToken: page.items[0]?.primaryEmail ?? null } : page
  const { result, told } = walk({ users: people(200), pageSize: 10, lie })
  t.true((await result).complete)
  t.false(told.pages.includes('descending'))
})

test('An end that repeats an account or a token, or cannot be read, is left, and the front goes on.', async (t) => {
  const users = people(200)
  const repeat = (direction: Direction, page: Page<DirectoryUser>, number: number) =>
    direction === 'ascending' || number < 3 ? page : { ...page, items: [...page.items, ...users.slice(-1)] }
  await whole({ users, pageSize: 10, lie: repeat })(t, /cannot be read \(listingIncomplete\)/)
  const token = (direction: Direction, page: Page<DirectoryUser>) =>
    direction === 'ascending' ? page : { ...page, nextPageToken: 'p00199@example.com' }
  await whole({ users, pageSize: 10, lie: token })(t, /cannot be read|not in one order/)
  const fail = (direction: Direction, page: Page<DirectoryUser>, number: number) => {
    if (direction === 'descending' && number === 2) throw brokenListing('users.list', 'x')
    return page
  }
  await whole({ users, pageSize: 10, lie: fail })(t, /cannot be read \(listingIncomplete\)/)
})

test('An end that says it is complete before the two meet is left, and the front goes on.', async (t) => {
  const lie = (direction: Direction, page: Page<DirectoryUser>, number: number) =>
    direction === 'descending' && number === 2 ? { ...page, nextPageToken: null } : page
  await whole({ users: people(200), pageSize: 10, lie })(t, /ended before they met/)
})

test('An account that the front gives twice ends the run.', async (t) => {
  const lie = (direction: Direction, page: Page<DirectoryUser>, number: number) =>
    direction === 'ascending' && number === 6 ? { ...page, items: [...page.items, account('p00000')] } : page
  const problem = await t.throwsAsync(walk({ users: people(400), pageSize: 10, lie }).result, { instanceOf: Problem })
  t.is(problem?.code, 'listingIncomplete')
})

test('Whatever changes between pages, everybody who stays is in the result once, or there is a problem.', async (t) => {
  const change = fc.record({
    at: fc.nat(40),
    kind: fc.constantFrom('add', 'remove', 'rename', 'swap'),
    who: fc.nat(149),
  })
  let complete = 0
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 12 }), fc.integer({ min: 3, max: 12 }), async (plan, pageSize) => {
      const stays = new Set(people(150).map(({ id }) => id))
      const users = people(150)
      let clock = 0
      const before = () => {
        clock += 1
        for (const { at, kind, who } of plan) {
          if (at !== clock) continue
          const user = users[who]
          if (user === undefined) continue
          if (kind === 'add') users.push(account(`p${String(who).padStart(5, '0')}x${clock}`))
          else stays.delete(user.id)
          if (kind === 'remove') users.splice(who, 1)
          if (kind === 'rename')
            users[who] = { ...user, primaryEmail: `p${String((who * 31) % 150).padStart(5, '0')}r@example.com` }
          const other = users[(who + 70) % users.length]
          if (kind === 'swap' && other !== undefined && other !== user) {
            stays.delete(other.id)
            users[users.indexOf(other)] = { ...other, primaryEmail: user.primaryEmail }
            users[who] = { ...user, primaryEmail: other.primaryEmail }
          }
        }
      }
      try {
        const ids = idsOf(await walk({ users, pageSize, before }).result)
        t.is(new Set(ids).size, ids.length)
        const found = new Set(ids)
        t.deepEqual(
          [...stays].filter((id) => !found.has(id)),
          [],
        )
        complete += 1
      } catch (error) {
        if (!(error instanceof Problem)) throw error
      }
    }),
    { numRuns: process.env.ROLLCALL_LONG === '1' ? 3000 : 80 },
  )
  t.true(complete > 30)
})

test('A walk that is enough ends with what has come by.', async (t) => {
  const { result, told } = walk({ users: people(1000), pageSize: 10 }, { isEnough: ({ pages }) => pages >= 3 })
  const end = await result
  t.false(end.complete)
  if (!end.complete) {
    t.is(end.walked.pages, 3)
    t.true(end.walked.has('id-p00029'))
    t.false(end.walked.has('id-p00030'))
  }
  t.is(told.pages.length, 3)
})
