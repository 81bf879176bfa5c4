import test from 'ava'
import type { OrganizationInput } from '../../source/simulator/organization/organization.ts'
import type { Skipped } from '../../source/sync/plan.ts'
import type { Person } from '../../source/sync/scope/people.ts'
import { noPaint } from '../../source/text/colours.ts'
import { textWidth } from '../../source/text/width/width.ts'
import { peopleText } from '../../source/views/scope/people-text.ts'
import { workplace } from '../support/workplace.ts'

type PeopleDocument = {
  summary: { inScope: number; leftOut: number; skipped: number }
  people: Person[]
  skipped: Skipped[]
}

const at = (name: string): string => `${name}@example.com`
const someone = (name: string, more: object = {}) => ({
  primaryEmail: at(name),
  name: { givenName: name, familyName: 'Person' },
  ...more,
})

/** Somebody for each reason. */
const organization: OrganizationInput = {
  domains: ['example.com'],
  admins: [at('root')],
  users: [
    someone('root'),
    someone('member'),
    someone('nested'),
    someone('seller', { orgUnitPath: '/Sales/EMEA' }),
    someone('intern', { orgUnitPath: '/Sales/Interns' }),
    someone('leaver', { orgUnitPath: '/Sales' }),
    someone('svc-print', { orgUnitPath: '/Sales' }),
    someone('asleep', { orgUnitPath: '/Sales', suspended: true }),
    someone('shelved', { orgUnitPath: '/Sales', archived: true }),
  ],
  groups: [
    {
      email: at('archive'),
      name: 'Archive',
      members: [{ email: at('member') }, { email: at('team'), type: 'GROUP' }, { email: 'partner@elsewhere.org' }],
    },
    { email: at('team'), name: 'Team', members: [{ email: at('nested') }] },
    { email: at('leavers'), name: 'Leavers', members: [{ email: at('leaver') }] },
  ],
}
const flags = [
  ...['--group', at('archive'), '--org-unit', '/Sales', '--exclude-group', at('leavers')],
  ...['--exclude-org-unit', '/Sales/Interns', '--exclude', 'svc-*', '--suspended', 'exclude', '--archived', 'exclude'],
]

test('everybody is listed, in scope or left out, each with the reason that a plan has', async (t) => {
  const place = await workplace(t, { organization, flags })
  const { people, summary, skipped } = await place.json<PeopleDocument>(['who', '--in-scope'])
  t.deepEqual(Object.fromEntries(people.map(({ userName, inScope, reason }) => [userName, [inScope, reason]])), {
    [at('member')]: [true, { code: 'memberOf', path: ['Archive'] }],
    [at('nested')]: [true, { code: 'memberOf', path: ['Archive', 'Team'] }],
    [at('seller')]: [true, { code: 'inOrgUnit', orgUnit: '/Sales' }],
    [at('intern')]: [false, { code: 'excludedByOrgUnit', orgUnit: '/Sales/Interns' }],
    [at('leaver')]: [false, { code: 'excludedByGroup', path: ['Leavers'] }],
    [at('svc-print')]: [false, { code: 'excludedByRule', rule: 'svc-*' }],
    [at('asleep')]: [false, { code: 'suspended' }],
    [at('shelved')]: [false, { code: 'archived' }],
    [at('root')]: [false, { code: 'leftGroupsAndOrgUnits' }],
  })
  t.deepEqual(summary, { inScope: 3, leftOut: 6, skipped: 1 })
  t.deepEqual(
    skipped.map(({ email, reason, group }) => ({ email, reason, group })),
    [{ email: 'partner@elsewhere.org', reason: 'externalMember', group: at('archive') }],
  )
})

test('the same people become users in a synchronization, for the same reasons', async (t) => {
  const place = await workplace(t, { organization, flags })
  const { people } = await place.json<PeopleDocument>(['who', '--in-scope'])
  const { changes } = await place.json(['plan'])
  t.deepEqual(
    changes.map(({ userName, reason }) => [userName, reason]),
    people.filter((person) => person.inScope).map(({ userName, reason }) => [userName, reason]),
  )
})

test('where only groups are chosen, those outside of them are listed, too', async (t) => {
  const place = await workplace(t, { organization, flags: ['--group', at('team')] })
  const { stdout } = await place.run(['who', '--in-scope'])
  t.regex(stdout, /^1 person in scope, 8 people left out\.$/m)
  t.regex(stdout, /^ {2}nested@example\.com +Team$/m)
  t.regex(stdout, /^ {2}seller@example\.com +not in the chosen groups$/m)
})

test('nothing is written, and a unit in which nobody is stops it as it stops a synchronization', async (t) => {
  const place = await workplace(t, { organization, flags: ['--org-unit', '/Gone'] })
  const { code, document } = await place.answer<{ problem: { code: string } }>(['who', '--in-scope'])
  t.is(document.problem.code, 'orgUnitEmpty')
  t.not(code, 0)
})

const person = (userName: string, inScope: boolean, reason: Person['reason']): Person => {
  return { userName, fullName: '', directoryId: userName, inScope, reason }
}
const long = [
  person('maximiliane.von-und-zu-hohenstein@archive.example.com', true, {
    code: 'memberOf',
    path: ['Archive', 'Everybody in the northern offices', 'Managers'],
  }),
  person('ada@example.com', false, { code: 'orgUnitUnknown' }),
]

test('no line is wider than a terminal of 80 or 40 columns, but for an address that is', (t) => {
  for (const columns of [80, 40]) {
    const lines = peopleText({ people: long, skipped: [] }, { paint: noPaint, columns }).split('\n')
    for (const line of lines) t.true(textWidth(line) <= columns || !line.trim().includes(' '), line)
    t.true(lines.some((line) => line.includes('maximiliane.von-und-zu-hohenstein@archive.example.com')))
    t.true(lines.join(' ').includes('not clear: Google did not say'))
  }
})

test('without a terminal each person is one line', (t) => {
  const lines = peopleText({ people: long, skipped: [] }, { paint: noPaint, columns: undefined }).split('\n')
  t.is(lines.filter((line) => line.includes('@')).length, 2)
})
