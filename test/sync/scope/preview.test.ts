import test from 'ava'
import fc from 'fast-check'
import '../../support/seed.ts'
import type { GroupMembers } from '../../../source/sync/directory.ts'
import { type KnownPeople, previewDifference, previewScope, snapshotOf } from '../../../source/sync/scope/preview.ts'
import { scopeOf } from '../../../source/sync/scope/scope.ts'
import { defaultSyncSettings, type SyncSettings } from '../../../source/sync/settings.ts'
import { previewWords } from '../../../source/views/scope/preview-words.ts'
import { account, group, groupMember, member } from '../builders.ts'

const people = ['ada', 'bob', 'cleo', 'dora'].map((name, index) =>
  account(`${name}@example.com`, { orgUnitPath: index < 2 ? '/Sales' : '/Support' }),
)
const [ada, bob, cleo, dora] = people as [
  (typeof people)[0],
  (typeof people)[0],
  (typeof people)[0],
  (typeof people)[0],
]
const outsider = { id: 'id-x', email: 'x@elsewhere.org', type: 'USER' }
const inner = group('Inner', [member(cleo)])
const outer = group('Outer', [member(ada), member(bob), groupMember(inner), outsider])
const leavers = group('Leavers', [member(bob)])
const everybody = group('All', [{ id: 'C0', email: null, type: 'CUSTOMER' }])
const all = [outer, inner, leavers, everybody]

const known = (more: Partial<KnownPeople> = {}): KnownPeople => ({
  users: null,
  groups: new Map(all.map((one) => [one.id, one])),
  foreignGroupIds: [],
  domains: new Set(['example.com']),
  ...more,
})
const choose = (more: Partial<SyncSettings>): SyncSettings => ({ ...defaultSyncSettings, ...more })
const idsOf = (preview: ReturnType<typeof previewScope>): string[] | string =>
  preview.state === 'counted' ? [...preview.ids].sort() : preview.state

test('by the lists of members alone their accounts count, nested ones too, and nobody from outside', (t) => {
  const preview = previewScope(known(), choose({ groups: [outer], excludedGroups: [leavers] }))
  t.deepEqual(idsOf(preview), [ada.id, cleo.id].sort())
  t.regex(previewWords(preview, null), /^about 2 people would be in$/)
})

test('what nobody read is said, and not guessed', (t) => {
  t.is(idsOf(previewScope(known(), choose({}))), 'everybody')
  t.is(idsOf(previewScope(known(), choose({ groups: [everybody] }))), 'everybody')
  t.is(idsOf(previewScope(known(), choose({ groups: [outer], orgUnits: ['/Sales'] }))), 'everybody')
  const unread = previewScope(known({ groups: new Map() }), choose({ groups: [outer] }))
  t.is(idsOf(unread), 'unread')
  t.regex(previewWords(unread, null), /members of 1 group are not counted/)
})

test('a unit that nobody is in brings nobody in, and with nothing else nobody at all', (t) => {
  const users = people
  t.deepEqual(idsOf(previewScope(known({ users }), choose({ orgUnits: ['/Gone'] }))), [])
  t.deepEqual(idsOf(previewScope(known({ users }), choose({ orgUnits: ['/Gone', '/Support'] }))), [cleo.id, dora.id])
  t.deepEqual(idsOf(previewScope(known({ users }), choose({ orgUnits: ['/Gone'], groups: [inner] }))), [cleo.id])
})

test('the words say how many more and fewer the last choice made', (t) => {
  const users = people
  const before = previewScope(known({ users }), choose({ orgUnits: ['/Sales'] }))
  const after = previewScope(known({ users }), choose({ orgUnits: ['/Support'], groups: [inner] }))
  t.deepEqual(previewDifference(before, after), { more: 2, fewer: 2 })
  t.is(previewWords(after, before), '2 people would be in, 2 more and 2 fewer than before')
  t.is(previewWords(before, before), '2 people would be in, as before')
})

test('where everybody is known, the preview is the scope of a synchronization', (t) => {
  const some = <Value>(values: readonly Value[]) => fc.subarray([...values])
  const choice = fc.record({
    groups: some<GroupMembers>(all),
    excludedGroups: some<GroupMembers>(all),
    orgUnits: some(['/Sales', '/Support', '/']),
    excludedOrgUnits: some(['/Sales', '/Support']),
    exclusions: some(['a*', 'bob@example.com']),
    suspended: fc.constantFrom('include' as const, 'exclude' as const),
  })
  const accounts = fc.record({
    suspended: fc.array(fc.constantFrom(true, false, null), { minLength: 4, maxLength: 4 }),
    unit: fc.array(fc.constantFrom('/Sales', '/Support', '/', null), { minLength: 4, maxLength: 4 }),
  })
  fc.assert(
    fc.property(choice, accounts, (settings, { suspended, unit }) => {
      const users = people.map((one, index) => ({
        ...one,
        suspended: suspended[index] ?? null,
        orgUnitPath: unit[index] ?? null,
      }))
      const given = choose(settings)
      const isEmpty = (path: string) => !users.some(({ orgUnitPath }) => orgUnitPath?.startsWith(path))
      if (given.orgUnits.some(isEmpty)) return true
      const facts = known({ users })
      const scope = scopeOf(snapshotOf(facts, users), given)
      const preview = previewScope(facts, given)
      return (
        preview.state === 'counted' &&
        preview.isCertain &&
        JSON.stringify([...preview.ids].sort()) ===
          JSON.stringify(scope.accounts.map(({ account }) => account.id).sort())
      )
    }),
  )
  t.pass()
})
