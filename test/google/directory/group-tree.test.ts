import test from 'ava'
import { readSnapshot } from '../../../source/google/directory/read-snapshot.ts'
import type { OrganizationInput } from '../../../source/simulator/organization/organization.ts'
import { Problem } from '../../../source/text/problem.ts'
import { directoryOf, simulate } from '../support/connect.ts'
import { archiveGroup, smallOrganization } from '../support/small-organization.ts'

/** An organization whose group number n holds the groups that `children` names; each has the id and name `g<n>`. */
function nested(children: readonly number[][]): OrganizationInput {
  return {
    domains: ['example.com'],
    allowCycles: true,
    admins: ['admin@example.com'],
    users: [{ primaryEmail: 'admin@example.com' }],
    groups: children.map((ids, index) => ({
      id: `g${index}`,
      email: `g${index}@example.com`,
      name: `Group ${index}`,
      members: ids.map((id) => ({ email: `g${id}@example.com`, type: 'GROUP' as const })),
    })),
  }
}
const chosen = (...ids: number[]) =>
  ids.map((id) => ({ id: `g${id}`, email: `g${id}@example.com`, name: `Group ${id}` }))

test('Nested groups are followed once each, with their names, in an order that does not depend on timing.', async (t) => {
  const simulator = await simulate(t, { organization: smallOrganization })
  const { groups, foreignGroupIds } = await readSnapshot(directoryOf(simulator), [archiveGroup])
  t.deepEqual(
    groups.map(({ id, name, email }) => [id, name, email]),
    [
      ['group-archive', 'Archive', 'archive@example.com'],
      ['group-staff', 'Staff', 'staff@example.com'],
    ],
  )
  t.deepEqual(
    groups[0]?.members.map(({ type }) => type),
    ['USER', 'USER', 'GROUP', 'GROUP'],
  )
  t.deepEqual(foreignGroupIds, ['group-elsewhere'])
})

test('A group that is chosen, excluded and gives privileges is asked for once, with those inside it.', async (t) => {
  const simulator = await simulate(t, { organization: nested([[1, 2], [3, 0], [3], [1, 3, 0]]) })
  const options = { excludedGroups: chosen(3), privilegesByGroup: chosen(0, 2) }
  await readSnapshot(directoryOf(simulator), chosen(0), options)
  const asked = simulator.requests.filter(({ call }) => call === 'members.list').map(({ path }) => path)
  t.is(asked.length, 4)
  t.is(new Set(asked).size, 4)
})

test('Cycles, diamonds and groups inside themselves end, and each group is asked for once.', async (t) => {
  const simulator = await simulate(t, { organization: nested([[1, 2], [3, 0], [3], [1, 3, 0]]) })
  const { groups } = await readSnapshot(directoryOf(simulator), chosen(0, 3))
  t.deepEqual(
    groups.map(({ id }) => id),
    ['g0', 'g3', 'g1', 'g2'],
  )
  const asked = simulator.requests.filter(({ call }) => call === 'members.list').map(({ path }) => path)
  t.is(new Set(asked).size, asked.length)
  t.is(asked.length, 4)
})

test('A chain of 60 nested groups is followed to its end; names beyond the fiftieth come from the list.', async (t) => {
  const simulator = await simulate(t, {
    organization: nested(Array.from({ length: 61 }, (_, n) => (n < 60 ? [n + 1] : []))),
  })
  const { groups } = await readSnapshot(directoryOf(simulator), chosen(0))
  t.deepEqual(
    groups.map(({ name }) => name),
    Array.from({ length: 61 }, (_, n) => `Group ${n}`),
  )
  t.is(simulator.requests.filter(({ call }) => call === 'groups.get').length, 50)
  t.is(simulator.requests.filter(({ call }) => call === 'groups.list').length, 1)
})

test('No name is asked for where no group is nested.', async (t) => {
  const simulator = await simulate(t, { organization: nested([[], []]) })
  await readSnapshot(directoryOf(simulator), chosen(0, 1))
  t.deepEqual(simulator.requests.map(({ call }) => call).sort(), [
    'members.list',
    'members.list',
    'token',
    'users.list',
  ])
})

test('A member that is everybody is left in the list for the rules to read.', async (t) => {
  const organization = nested([[]])
  organization.groups?.[0]?.members?.push({ type: 'CUSTOMER' })
  const simulator = await simulate(t, { organization })
  const { groups } = await readSnapshot(directoryOf(simulator), chosen(0))
  t.like(groups[0]?.members[0], { type: 'CUSTOMER', email: null })
})

test('A chosen group that no longer exists stops the run.', async (t) => {
  const simulator = await simulate(t, { organization: nested([[]]) })
  const problem = await t.throwsAsync(readSnapshot(directoryOf(simulator), chosen(0, 7)), { instanceOf: Problem })
  t.is(problem?.code, 'groupGone')
  t.is(problem?.kind, 'stopped')
  t.is(problem?.facts.group, 'g7@example.com')
})

test('A chosen group that may not be read is refused, with the missing right.', async (t) => {
  const faults = [{ call: 'members.list', key: 'g0', status: 403, times: 'always' } as const]
  const simulator = await simulate(t, { organization: nested([[]]), faults })
  const problem = await t.throwsAsync(readSnapshot(directoryOf(simulator), chosen(0)), { instanceOf: Problem })
  t.is(problem?.code, 'groupUnreadable')
  t.is(problem?.kind, 'refused')
  t.regex(problem?.facts.right ?? '', /Groups, Read/)
})

for (const status of [403, 404]) {
  test(`A nested group of the organization that answers ${status} stops the run instead of looking empty.`, async (t) => {
    const faults = ['g1', 'g1@example.com'].map(
      (key) => ({ call: 'members.list', key, status, times: 'always' }) as const,
    )
    const simulator = await simulate(t, { organization: nested([[1], []]), faults })
    const problem = await t.throwsAsync(readSnapshot(directoryOf(simulator), chosen(0)), { instanceOf: Problem })
    t.is(problem?.code, 'nestedGroupUnreadable')
    t.is(problem?.kind, 'stopped')
  })
}
