import test from 'ava'
import { demoOrganization } from '../../../source/simulator/organization/demo-organization.ts'
import { type Simulator, startSimulator } from '../../../source/simulator/simulator.ts'
import { column, get, tokenFor } from '../raw-client.ts'

let simulator: Simulator
let token = ''
test.before(async () => {
  const organization = demoOrganization()
  for (const user of organization.users) {
    if (user.primaryEmail.startsWith('ada.')) {
      user.customSchemas = { Employment: { badge: 'A7', skills: [{ value: 'analysis' }] } }
      user.organizations = [{ title: 'Chief Analyst', department: 'Engines' }]
      user.addresses = [{ type: 'work', streetAddress: '12 St James Square', locality: 'London', country: 'UK' }]
      user.ims = [{ im: 'ada.im', protocol: 'jabber' }]
      user.relations = [{ type: 'manager', value: 'bob@example.com' }]
    }
    if (user.primaryEmail.startsWith('robert.')) {
      user.aliases = [...(user.aliases ?? []), "o'dahl@example.com"]
      user.relations = [
        { type: 'assistant', value: 'eve.moneypenny@example.com' },
        { type: 'manager', value: 'carol.king@example.com' },
      ]
    }
  }
  simulator = await startSimulator({ organization })
  token = await tokenFor(simulator)
})
test.after.always(() => simulator.close())

const search = async (query: string) => {
  const { status, body } = await get(simulator, token, 'users', {
    customer: 'my_customer',
    orderBy: 'email',
    maxResults: '500',
    query,
  })
  return status === 200 ? column(body, 'users', 'primaryEmail').map((address) => String(address).split('@')[0]) : status
}

const found: [string, string, string[]][] = [
  ['a prefix of an address', 'email:ada*', ['ada.lovelace']],
  ['a prefix of an alias', 'email:count*', ['ada.lovelace']],
  ['a whole address', 'email=robert.dahl@example.com', ['robert.dahl']],
  ['a whole alias', 'email=bob@example.com', ['robert.dahl']],
  ['an exact given name', 'givenName=Jan', ['jan.novak2', 'jan.novak']],
  ['a word of a name', 'name:corridor', ['priya.raman']],
  ['a name with a space in quotes', "name='Carol King'", ['carol.king']],
  ['two clauses, both of which must hold', 'givenName:Kar* familyName=Haddad', ['karim.haddad']],
  ['the suspended', 'isSuspended=true', ['sara.lind', 'viktor.petrov']],
  ['the archived', 'isArchived=true', ['old.hand', 'paula.rossi']],
  ['administrators', 'isAdmin=true', ['admin']],
  ['delegated administrators', 'isDelegatedAdmin=true', ['helpdesk']],
  ['a bare word in names and addresses', 'countess', ['ada.lovelace']],
  ['a bare prefix', 'moneyp*', ['eve.moneypenny']],
  ['a custom field', 'Employment.badge=A7', ['ada.lovelace']],
  ['a custom field with several values', 'Employment.skills:analysis', ['ada.lovelace']],
  ['a title', "orgTitle:'analyst'", ['ada.lovelace']],
  ['a part of an address on paper', 'addressLocality=London', ['ada.lovelace']],
  ['a word of any part of an address on paper', 'address:James addressCountry:UK', ['ada.lovelace']],
  ['a messenger', 'im:ada', ['ada.lovelace']],
  [
    'those whom somebody manages, over whom they manage, too',
    "manager='carol.king@example.com'",
    ['ada.lovelace', 'robert.dahl'],
  ],
  ['those whom somebody manages directly', 'directManager=carol.king@example.com', ['robert.dahl']],
  ['an address with an apostrophe', "email=o'dahl@example.com", ['robert.dahl']],
  ['names without Latin letters', 'familyName=田中', ['taro.tanaka']],
  ['nobody', 'email:zzz*', []],
]
for (const [name, query, expected] of found) {
  test(`the search ${query} finds ${name}`, async (t) => {
    t.deepEqual(await search(query), expected)
  })
}

test('a unit is searched with the units below it, and not with one whose name begins alike', async (t) => {
  const staff = await search('orgUnitPath=/Staff')
  const engineering = await search("orgUnitPath='/Staff/Engineering'")
  t.true(Array.isArray(staff) && Array.isArray(engineering) && staff.length > engineering.length)
  t.deepEqual(await search('orgUnitPath=/Sta'), [])
  t.is(((await search('orgUnitPath=/')) as unknown[]).length, 40)
})

test('managers are found by their ids as by their addresses', async (t) => {
  const { body } = await get(simulator, token, 'users/carol.king@example.com')
  const id = String(Object(body).id)
  t.deepEqual(await search(`managerId=${id}`), ['ada.lovelace', 'robert.dahl'])
  t.deepEqual(await search(`directManagerId=${id}`), ['robert.dahl'])
})

test('an unknown field and text that is no search are invalid', async (t) => {
  for (const query of ['colour=blue', "name='open", 'email:']) t.is(await search(query), 400, query)
})
