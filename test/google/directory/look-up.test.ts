import test from 'ava'
import { lookUp } from '../../../source/google/directory/look-up.ts'
import { Problem } from '../../../source/text/problem.ts'
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
    (done, of) => progress.push(`${done}/${of}`),
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
  simulator.setFaults([{ call: 'members.hasMember', status: 400 }])
  const unknown = await lookUp(directoryOf(simulator), [archiveGroup], candidates)
  t.like(unknown.get('a'), { state: 'exists', inChosenGroups: null })
})

for (const [what, body] of [
  ["a proxy's page", '<html>Not found</html>'],
  ['plain text', 'Not found'],
  ['a word about the administrator', { error: { code: 404, message: 'Domain not found.', errors: [] } }],
] as const) {
  test(`A 404 that is ${what} never counts as a deleted account.`, async (t) => {
    const faults = [{ call: 'users.get', status: 404, body, times: 'always' } as const]
    const simulator = await simulate(t, { organization: smallOrganization, faults })
    const candidates = [{ directoryId: 'id-person0', userName: 'a' }]
    await t.throwsAsync(lookUp(directoryOf(simulator), [], candidates), { instanceOf: Problem })
  })
}
