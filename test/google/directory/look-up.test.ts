import test from 'ava'
import { lookUp } from '../../../source/google/directory/look-up.ts'
import type { DirectoryUser } from '../../../source/sync/directory.ts'
import { Problem } from '../../../source/text/problem.ts'
import { account } from '../../sync/builders.ts'
import { directoryOf, simulate } from '../support/connect.ts'
import { archiveGroup, smallOrganization } from '../support/small-organization.ts'

test('Each candidate is looked up by id, or by name without one, and Google says who is in the groups.', async (t) => {
  const simulator = await simulate(t, { organization: smallOrganization })
  const progress: string[] = []
  const lookups = await lookUp(
    directoryOf(simulator),
    [archiveGroup],
    [
      { directoryId: 'id-person0', userName: 'direct' },
      { directoryId: null, userName: 'person2@example.com' },
      { directoryId: 'id-person5', userName: 'outside' },
      { directoryId: 'id-nobody', userName: 'gone' },
    ],
    { onProgress: (done, of) => progress.push(`${done}/${of}`) },
  )
  const states = [...lookups].map(([name, lookup]) => [
    name,
    lookup.state,
    lookup.state === 'exists' && lookup.inChosenGroups,
  ])
  t.deepEqual(states, [
    ['direct', 'exists', true],
    ['person2@example.com', 'exists', true],
    ['outside', 'exists', false],
    ['gone', 'deleted', false],
  ])
  t.deepEqual(progress, ['1/4', '2/4', '3/4', '4/4'])
})

test('An account that was deleted a short time ago answers 412 and counts as deleted.', async (t) => {
  const simulator = await simulate(t, { organization: smallOrganization })
  simulator.update(({ users }) => {
    const user = users.find(({ id }) => id === 'id-person0')
    if (user !== undefined) user.deletionTime = new Date(Date.now() - 86_400_000).toISOString()
  })
  const lookups = await lookUp(directoryOf(simulator), [], [{ directoryId: 'id-person0', userName: 'a' }])
  t.deepEqual(lookups.get('a'), { state: 'deleted' })
  t.is(simulator.requests.at(-1)?.status, 412)
})

test('Membership is not asked for without chosen groups, and an answer without information stays unknown.', async (t) => {
  const candidates = [{ directoryId: 'id-person5', userName: 'a' }]
  const simulator = await simulate(t, { organization: smallOrganization })
  const everybody = await lookUp(directoryOf(simulator), [], candidates)
  t.like(everybody.get('a'), { state: 'exists', inChosenGroups: null })
  t.false(simulator.requests.some(({ call }) => call === 'members.hasMember'))
  simulator.setFaults([
    { call: 'members.hasMember', status: 400 },
    { call: 'groups.list', status: 403 },
  ])
  const unknown = await lookUp(directoryOf(simulator), [archiveGroup], candidates)
  t.like(unknown.get('a'), { state: 'exists', inChosenGroups: null })
})

for (const [what, body] of [
  ["a proxy's page", '<html>Not found</html>'],
  ['plain text', 'Not found'],
  ['JSON without a reason', { error: { code: 404, message: 'Resource Not Found: userKey' } }],
  [
    'about another key',
    { error: { code: 404, message: 'Resource Not Found: groupKey', errors: [{ reason: 'notFound' }] } },
  ],
  [
    'of another status in its body',
    { error: { code: 500, message: 'Resource Not Found: userKey', errors: [{ reason: 'notFound' }] } },
  ],
  ['a word about the administrator', { error: { code: 404, message: 'Domain not found.', errors: [] } }],
] as const) {
  test(`A 404 that is ${what} never counts as a deleted account.`, async (t) => {
    const faults = [{ call: 'users.get', status: 404, body, times: 'always' } as const]
    const simulator = await simulate(t, { organization: smallOrganization, faults })
    const candidates = [{ directoryId: 'id-person0', userName: 'a' }]
    await t.throwsAsync(lookUp(directoryOf(simulator), [], candidates), { instanceOf: Problem })
  })
}

test('An indirect member of another domain, whom hasMember says nothing of, is known by the groups that lead to the chosen one.', async (t) => {
  const member = (email: string, type: 'USER' | 'GROUP' = 'USER') => ({ email, type })
  const simulator = await simulate(t, {
    organization: {
      allowCycles: true,
      domains: ['example.com', 'second.example'],
      admins: ['admin@example.com'],
      users: ['admin@example.com', 'in@second.example', 'out@second.example', 'other@second.example'].map(
        (address) => ({
          id: `id-${address.split('@')[0]}`,
          primaryEmail: address,
        }),
      ),
      groups: [
        { id: 'top', email: 'top@example.com', name: 'Top', members: [member('middle@example.com', 'GROUP')] },
        {
          id: 'middle',
          email: 'middle@example.com',
          name: 'Middle',
          members: [member('low@second.example', 'GROUP'), member('top@example.com', 'GROUP')],
        },
        { id: 'low', email: 'low@second.example', name: 'Low', members: [member('in@second.example')] },
        { id: 'apart', email: 'apart@example.com', name: 'Apart', members: [member('other@second.example')] },
      ],
    },
  })
  const top = [{ id: 'top', email: 'top@example.com', name: 'Top' }]
  const candidates = ['in', 'out', 'other'].map((name) => ({ directoryId: `id-${name}`, userName: name }))
  const outsider = account('admin@example.com', { id: 'id-admin' })
  const statesIn = async (findOutsider: (domain: string) => DirectoryUser | undefined = () => outsider) =>
    [...(await lookUp(directoryOf(simulator), top, candidates, { findOutsider }))].map(([name, lookup]) => [
      name,
      lookup.state === 'exists' && lookup.inChosenGroups,
    ])
  t.deepEqual(await statesIn(), [
    ['in', true],
    ['out', false],
    ['other', false],
  ])
  t.true(simulator.requests.some(({ call, status }) => call === 'members.hasMember' && status === 400))
  const asked = simulator.requests.filter(({ call, path }) => call === 'members.hasMember' && path.includes('id-admin'))
  t.is(asked.length, 1, 'who is no member is asked for once')
  t.deepEqual(await statesIn(() => undefined), [
    ['in', true],
    ['out', null],
    ['other', null],
  ])
  // What the group holds now, its list did not show when it was read.
  simulator.update(({ groups }) => groups[0]?.members?.push({ type: 'CUSTOMER' }))
  t.deepEqual(await statesIn(), [
    ['in', true],
    ['out', true],
    ['other', true],
  ])
  simulator.setFaults([{ call: 'groups.list', status: 403, times: 'always' }])
  t.deepEqual(await statesIn(), [
    ['in', null],
    ['out', null],
    ['other', null],
  ])
})

test('An account that may not be seen is neither deleted nor known.', async (t) => {
  const faults = [{ call: 'users.get', status: 403, times: 'always' } as const]
  const simulator = await simulate(t, { organization: smallOrganization, faults })
  const lookups = await lookUp(directoryOf(simulator), [], [{ directoryId: 'id-person0', userName: 'a' }])
  t.deepEqual(lookups.get('a'), { state: 'unreadable' })
})

for (const [what, candidate, other] of [
  ['an id', { directoryId: 'id-person0', userName: 'a' }, 'person1'],
  ['an address', { directoryId: null, userName: 'person0@example.com' }, 'person1'],
] as const) {
  test(`An answer about another account than ${what} asked for stops the run.`, async (t) => {
    const simulator = await simulate(t, { organization: smallOrganization })
    const change = (body: unknown) => ({
      ...(body as object),
      id: `id-${other}`,
      primaryEmail: `${other}@example.com`,
    })
    simulator.setFaults([{ call: 'users.get', times: 'always', change }])
    const problem = await t.throwsAsync(lookUp(directoryOf(simulator), [], [candidate]), { instanceOf: Problem })
    t.is(problem?.code, 'answerUnreadable')
    t.is(problem?.kind, 'stopped')
  })
}
