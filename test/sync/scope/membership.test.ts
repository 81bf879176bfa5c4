import test from 'ava'
import fc from 'fast-check'
import '../../support/seed.ts'
import type { GroupMember } from '../../../source/sync/directory.ts'
import { account, group, groupMember, planFor, storeOf, user } from '../builders.ts'

const people = ['ada', 'bob', 'cy', 'dan'].map((name) =>
  account(`${name}@example.com`, { id: `id-${name}`, aliases: [`${name}.alias@example.com`] }),
)
const place = fc.nat(people.length - 1)
const personAt = (index: number) => people[index] ?? people[0] ?? account('nobody@example.com')

/** A member as Google may give one: by an id that an account has or not, with an address of that account, another or none. */
const given = fc
  .record({
    id: fc.oneof(place, fc.constant(null)),
    email: fc.oneof(place, fc.constant(null)),
    kind: fc.constantFrom('primary', 'alias', 'capitals', 'outside'),
    stray: fc.nat(5),
  })
  .map(({ id, email, kind, stray }): GroupMember => {
    const named = email === null ? null : personAt(email)
    const address = kind === 'alias' ? named?.aliases[0] : named?.primaryEmail
    const written = kind === 'capitals' ? address?.toUpperCase() : address
    return {
      id: id === null ? `stray-${stray}` : personAt(id).id,
      email: kind === 'outside' ? `x${stray}@elsewhere.org` : (written ?? null),
      type: 'USER',
    }
  })

const isNamedIn = (members: readonly GroupMember[], { id, primaryEmail, aliases }: (typeof people)[number]) => {
  const addresses = [primaryEmail, ...aliases]
  const hasAddress = ({ email }: GroupMember) => email !== null && addresses.includes(email.toLowerCase())
  const isAccount = (member: GroupMember) => people.some((one) => one.id === member.id)
  return {
    isMember: members.some((member) => member.id === id || (!isAccount(member) && hasAddress(member))),
    isNamed: members.some((member) => member.id === id || hasAddress(member)),
  }
}

test('a member is the account with its id, or else the one with its address, and nobody who is named is deleted', (t) => {
  const seen = { members: 0, kept: 0, deleted: 0 }
  fc.assert(
    fc.property(fc.array(given, { maxLength: 5 }), fc.array(given, { maxLength: 3 }), (direct, nested) => {
      const inner = group('Inner', nested)
      const chosen = group('Chosen', [...direct, groupMember(inner)])
      const members = [...direct, ...nested]
      const store = storeOf(
        ...people.map(({ id, primaryEmail }) => user(primaryEmail, { directoryId: id })),
        user('spare@example.com', { authentication: 'integrated', directoryId: null }),
      )
      const plan = planFor({ users: people, groups: [chosen, inner] }, store, { groups: [chosen] })
      for (const person of people) {
        const { isMember, isNamed } = isNamedIn(members, person)
        const row = plan.changes.find(({ directoryId }) => directoryId === person.id)
        if (isMember) t.true(row?.action === 'unchanged' || row?.action === 'update', JSON.stringify(members))
        else t.is(row?.action, isNamed ? 'conflict' : 'delete', JSON.stringify(members))
        seen[isMember ? 'members' : isNamed ? 'kept' : 'deleted'] += 1
      }
      const own = people.flatMap(({ primaryEmail, aliases }) => [primaryEmail, ...aliases])
      t.false(plan.skipped.some(({ email }) => own.includes(email.toLowerCase())))
    }),
    { numRuns: process.env.ROLLCALL_LONG === '1' ? 20_000 : 300 },
  )
  t.log(seen)
  for (const count of Object.values(seen)) t.true(count > 20)
})
