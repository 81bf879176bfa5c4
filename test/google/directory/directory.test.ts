import test from 'ava'
import { lookUp } from '../../../source/google/directory/look-up.ts'
import { readSnapshot } from '../../../source/google/directory/read-snapshot.ts'
import { groupScope, userScope } from '../../../source/google/scopes.ts'
import { Problem } from '../../../source/text/problem.ts'
import { directoryOf, simulate } from '../support/connect.ts'
import { archiveGroup, smallOrganization } from '../support/small-organization.ts'

test('A re-sync of 300 users and two chosen groups makes four requests in two round trips.', async (t) => {
  const arrivedAtFirstAnswer: (string | null)[][] = []
  const simulator = await simulate(t, {
    organization: { users: 300, groups: 2 },
    latencyMilliseconds: 1000,
    onRequest: ({ call }) => {
      if (call !== 'token') arrivedAtFirstAnswer.push(simulator.requests.map((request) => request.call))
    },
  })
  const groups = await directoryOf(simulator).listGroups()
  simulator.requests.length = 0
  arrivedAtFirstAnswer.length = 0
  const snapshot = await readSnapshot(directoryOf(simulator), groups)
  t.is(snapshot.users.length, 300)
  t.is(simulator.requests.length, 4)
  t.is(simulator.requests[0]?.call, 'token')
  t.deepEqual(arrivedAtFirstAnswer[0]?.slice(1).sort(), ['members.list', 'members.list', 'users.list'])
})

test('Only GET reaches the directory, always for my_customer, and never for a domain.', async (t) => {
  const simulator = await simulate(t, { organization: smallOrganization })
  const directory = directoryOf(simulator)
  await directory.listGroups()
  await readSnapshot(directory, [archiveGroup])
  await lookUp(directory, [archiveGroup], [{ directoryId: null, userName: 'person5@example.com' }])
  const calls = simulator.requests.filter(({ call }) => call !== 'token')
  t.true(calls.length > 8)
  for (const { method, call, query } of calls) {
    t.is(method, 'GET')
    t.is(query.domain, undefined)
    if (call === 'users.list' || call === 'groups.list') t.is(query.customer, 'my_customer')
  }
})

test('A token is asked for with the scopes that the run needs and no others.', async (t) => {
  const simulator = await simulate(t, { organization: smallOrganization })
  const scopesOf = async (work: (directory: ReturnType<typeof directoryOf>) => Promise<unknown>) => {
    const lines: string[] = []
    await work(directoryOf(simulator, { onDetail: (line) => lines.push(line) }))
    const tokens = lines.filter((line) => line.startsWith('token '))
    return tokens.map((line) => line.replace(/^token (.*): 200.*$/, '$1'))
  }
  t.deepEqual(await scopesOf((directory) => readSnapshot(directory, [])), [userScope])
  t.deepEqual(await scopesOf((directory) => readSnapshot(directory, [archiveGroup])), [`${groupScope} ${userScope}`])
  t.deepEqual(await scopesOf((directory) => directory.listGroups()), [groupScope])
})

test('Every page of users, groups and members is read, with 500 and 200 on a page.', async (t) => {
  const simulator = await simulate(t, { organization: { users: 1203, groups: 405, membersPerGroup: 401 } })
  const pages: string[] = []
  const directory = directoryOf(simulator, { onPage: ({ call, items }) => pages.push(`${call} ${items}`) })
  t.is((await directory.listUsers()).length, 1203)
  const groups = await directory.listGroups()
  t.is(groups.length, 405)
  const members = await directory.listMembers(groups[0]?.id ?? '')
  t.is(members.state === 'read' && members.members.length, 401)
  t.deepEqual(
    pages.filter((page) => page.startsWith('users')),
    ['users.list 500', 'users.list 500', 'users.list 203'],
  )
  t.deepEqual(
    pages.filter((page) => page.startsWith('groups')),
    ['groups.list 200', 'groups.list 200', 'groups.list 5'],
  )
  t.deepEqual(
    pages.filter((page) => page.startsWith('members')),
    ['members.list 200', 'members.list 200', 'members.list 1'],
  )
})

test('Users have what the rules need: name, addresses, and whether they are suspended or archived.', async (t) => {
  const simulator = await simulate(t, {
    organization: {
      domains: ['example.com'],
      admins: ['admin@example.com'],
      users: [
        { id: '0', primaryEmail: 'admin@example.com' },
        {
          id: '1',
          primaryEmail: 'ada@example.com',
          name: { givenName: 'Ada', familyName: 'Lovelace' },
          aliases: ['countess@example.com'],
          nonEditableAliases: ['ada@example.com.test-google-a.com'],
          suspended: true,
          archived: true,
        },
      ],
    },
  })
  const users = await directoryOf(simulator).listUsers()
  t.deepEqual(
    users.find(({ id }) => id === '1'),
    {
      id: '1',
      primaryEmail: 'ada@example.com',
      fullName: 'Ada Lovelace',
      aliases: ['countess@example.com'],
      nonEditableAliases: ['ada@example.com.test-google-a.com'],
      suspended: true,
      archived: true,
      orgUnitPath: '/',
    },
  )
})

for (const [call, organization] of [
  ['users.list', { users: 1501, groups: 0 }],
  ['groups.list', { users: 3, groups: 601 }],
  ['members.list', { users: 700, groups: 1, membersPerGroup: 601 }],
] as const) {
  const read = (directory: ReturnType<typeof directoryOf>) => {
    if (call === 'users.list') return directory.listUsers()
    return call === 'groups.list' ? directory.listGroups() : directory.listMembers('0group0001')
  }
  for (const page of [2, 3]) {
    test(`A page token that ${call} gives once more on page ${page} stops the run.`, async (t) => {
      const simulator = await simulate(t, { organization, faults: [{ call, page, nextPage: 'repeat' }] })
      const problem = await t.throwsAsync(async () => read(directoryOf(simulator)), { instanceOf: Problem })
      t.is(problem?.code, 'listingIncomplete')
      t.is(problem?.kind, 'stopped')
    })
  }
  test(`An entry that ${call} gives twice stops the run.`, async (t) => {
    const simulator = await simulate(t, { organization, faults: [{ call, page: 2, change: repeatFirst }] })
    const problem = await t.throwsAsync(async () => read(directoryOf(simulator)), { instanceOf: Problem })
    t.is(problem?.code, 'listingIncomplete')
  })
  test(`A later page of ${call} that fails for good never ends the list early.`, async (t) => {
    for (const [status, kind] of [
      [400, 'stopped'],
      [403, 'refused'],
      [404, 'stopped'],
    ] as const) {
      const simulator = await simulate(t, { organization, faults: [{ call, page: 2, status, times: 'always' }] })
      const problem = await t.throwsAsync(async () => read(directoryOf(simulator)), { instanceOf: Problem })
      t.is(problem?.kind, kind, String(status))
      t.is(problem?.code === 'listingIncomplete', kind === 'stopped')
    }
  })
}

function repeatFirst(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return body
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [key, Array.isArray(value) ? [...value, value[0]] : value]),
  )
}

test('A directory without users is never taken for an answer.', async (t) => {
  const empty = { kind: 'admin#directory#users', etag: 'x' }
  const simulator = await simulate(t, {
    organization: smallOrganization,
    faults: [{ call: 'users.list', body: empty, times: 'always' }],
  })
  const problem = await t.throwsAsync(directoryOf(simulator).listUsers(), { instanceOf: Problem })
  t.is(problem?.code, 'emptyDirectory')
  t.is(problem?.kind, 'stopped')
})

test('A token that runs out on the way is renewed once and the run goes on.', async (t) => {
  const simulator = await simulate(t, {
    organization: { users: 1201, groups: 0 },
    faults: [{ call: 'users.list', page: 2, status: 401 }],
  })
  t.is((await directoryOf(simulator).listUsers()).length, 1201)
  t.is(simulator.requests.filter(({ call }) => call === 'token').length, 2)
})

test('A token that lasts for a minute is renewed before it ends.', async (t) => {
  const shortToken = (body: unknown) => ({ ...(body as object), expires_in: 0 })
  const simulator = await simulate(t, {
    organization: { users: 1201, groups: 0 },
    faults: [{ call: 'token', change: shortToken }],
  })
  t.is((await directoryOf(simulator).listUsers()).length, 1201)
  t.is(simulator.requests.filter(({ call }) => call === 'token').length, 2)
})

test('The first problem ends every other call of the run with the same problem.', async (t) => {
  const simulator = await simulate(t, {
    organization: { users: 3, groups: 60, membersPerGroup: 1 },
    faults: [{ call: 'members.list', key: '0group0001', status: 400 }],
  })
  const directory = directoryOf(simulator)
  const groups = Array.from({ length: 60 }, (_, index) => `0group${String(index + 1).padStart(4, '0')}`)
  const ends = await Promise.allSettled(groups.map((id) => directory.listMembers(id)))
  const reasons = new Set(ends.map((end) => (end.status === 'rejected' ? end.reason : null)).filter(Boolean))
  t.is(reasons.size, 1)
  t.true(simulator.requests.length < 40, 'calls that had not begun were not sent')
  await t.throwsAsync(directory.listUsers(), { is: [...reasons][0] })
})
