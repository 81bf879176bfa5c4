import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import type { Settings } from '../../source/settings/settings-schema.ts'
import { directoryIdFor, type OrganizationInput } from '../../source/simulator/organization/organization.ts'
import type { User } from '../../source/sync/user.ts'
import { type Document, type Workplace, workplace } from '../support/workplace.ts'
import { integrated, user as syncUser } from '../sync/builders.ts'

type Account = NonNullable<OrganizationInput['users']>[number]
type Group = NonNullable<OrganizationInput['groups']>[number]

const admin = 'admin@example.com'
const ada = 'ada@example.com'
const bob = 'bob@example.com'

const account = (primaryEmail: string, more: Partial<Account> = {}): Account => ({
  primaryEmail,
  name: { fullName: `Name of ${primaryEmail}` },
  ...more,
})
const user = (userName: string, more: Partial<User> = {}): User =>
  syncUser(userName, { directoryId: directoryIdFor(userName), ...more })

type Situation = {
  accounts: Account[]
  groups?: Group[]
  users?: User[]
  settings?: Partial<Settings>
}

/** A workplace in which the administrator is excluded by rule, so that plans hold only what a test is about. */
function given(
  t: ExecutionContext,
  { accounts, groups = [], users = [], settings = {} }: Situation,
): Promise<Workplace> {
  return workplace(t, {
    organization: {
      domains: ['example.com', 'second.example'],
      allowCycles: true,
      admins: [admin],
      users: [account(admin), ...accounts],
      groups,
    },
    store: users.length === 0 ? undefined : { version: 1, revision: 3, users },
    settings: { automaticDeletion: true, exclusions: [admin], ...settings },
  })
}

const rows = (plan: Document): string[] => plan.changes.map((row) => `${row.action} ${row.userName} ${row.reason.code}`)

const storeOf = async (place: Workplace): Promise<{ revision: number; users: User[] }> =>
  JSON.parse(await readFile(place.home.users, 'utf8'))

/** Plans, synchronizes and plans again: what was planned is what was committed, and afterwards nothing is left to do. */
async function expectRows(t: ExecutionContext, place: Workplace, expected: string[]): Promise<Document> {
  const before = await place.json(['plan'])
  t.deepEqual(rows(before), expected)
  const run = await place.run(['sync', '--json'])
  t.is(run.code, 0, run.stderr)
  const done = JSON.parse(run.stdout) as Document
  t.deepEqual(done.changes, before.changes)
  const changing = expected.some((row) => /^(create|update|rename|delete)/.test(row))
  t.is(done.committed, changing)
  const after = await place.json(['plan'])
  t.deepEqual(
    rows(after),
    expected.filter((row) => /^(gone|conflict)/.test(row)),
  )
  return before
}

test('no group chosen is everybody, and a new user gets default privileges and an archive', async (t) => {
  const place = await given(t, {
    accounts: [account('Ada@Example.com')],
    settings: { defaultPrivileges: ['login', 'archive'] },
  })
  const plan = await expectRows(t, place, [`create ${ada} everyone`])
  t.is(plan.changes[0]?.archive, 'create')
  const { users } = await storeOf(place)
  t.like(users[0], { userName: ada, authentication: 'directoryServices', privileges: ['login', 'archive'] })
  t.deepEqual(users[0]?.privilegesOnFolders, [{ folder: ada, privileges: ['read'] }])
  t.deepEqual((await readdir(join(place.home.archives, ada))).sort(), ['cur', 'new', 'tmp'])
  t.is((await stat(join(place.home.archives, ada))).mode & 0o777, 0o700)
})

test('addresses are the primary one, then aliases, those of secondary domains too, without temporary ones', async (t) => {
  const place = await given(t, {
    accounts: [
      account(ada, {
        aliases: ['countess@example.com'],
        nonEditableAliases: ['ada@second.example', 'ada@example.com.test-google-a.com'],
      }),
      account('eve@second.example'),
    ],
  })
  await expectRows(t, place, [`create ${ada} everyone`, 'create eve@second.example everyone'])
  t.deepEqual((await storeOf(place)).users[0]?.emailAddresses, [ada, 'countess@example.com', 'ada@second.example'])
})

test('only members of chosen groups are in scope, nested and cyclic groups followed, whatever their role', async (t) => {
  const staff: Group = {
    id: 'g-staff',
    email: 'staff@example.com',
    name: 'Staff',
    members: [
      { email: bob, role: 'OWNER' },
      { email: 'archive@example.com', type: 'GROUP' },
    ],
  }
  const archive: Group = {
    id: 'g-archive',
    email: 'archive@example.com',
    name: 'Archive',
    members: [{ email: ada }, { email: 'staff@example.com', type: 'GROUP' }],
  }
  const place = await given(t, {
    accounts: [account(ada), account(bob), account('eve@example.com')],
    groups: [archive, staff],
    settings: { groups: [{ id: 'g-archive', email: 'archive@example.com', name: 'Archive' }] },
  })
  const plan = await expectRows(t, place, [`create ${ada} memberOf`, `create ${bob} memberOf`])
  t.deepEqual(plan.changes[0]?.reason, { code: 'memberOf', path: ['Archive'] })
  t.deepEqual(plan.changes[1]?.reason, { code: 'memberOf', path: ['Archive', 'Staff'] })
})

test('a group that holds everybody means everybody', async (t) => {
  const place = await given(t, {
    accounts: [account(ada), account(bob)],
    groups: [{ id: 'g-all', email: 'all@example.com', name: 'All', members: [{ type: 'CUSTOMER' }] }],
    settings: { groups: [{ id: 'g-all', email: 'all@example.com', name: 'All' }] },
  })
  await expectRows(t, place, [`create ${ada} memberOf`, `create ${bob} memberOf`])
})

test('a member from outside is skipped with its reason and fails nothing', async (t) => {
  const place = await given(t, {
    accounts: [account(ada)],
    groups: [{ id: 'g', email: 'g@example.com', name: 'G', members: [{ email: 'x@elsewhere.org' }, { email: ada }] }],
    settings: { groups: [{ id: 'g', email: 'g@example.com', name: 'G' }] },
  })
  const plan = await expectRows(t, place, [`create ${ada} memberOf`])
  t.is(plan.summary.skipped, 1)
  t.like(plan.skipped[0], { email: 'x@elsewhere.org', reason: 'externalMember' })
})

test('a chosen group that is gone stops the run before anything changes', async (t) => {
  const place = await given(t, {
    accounts: [account(ada)],
    users: [user(ada)],
    settings: { groups: [{ id: 'g-gone', email: 'gone@example.com', name: 'Gone' }] },
  })
  const before = await readFile(place.home.users, 'utf8')
  for (const command of ['plan', 'sync']) t.is((await place.run([command])).code, 3)
  t.is(await readFile(place.home.users, 'utf8'), before)
})

test('suspended and archived users are kept unless each is excluded', async (t) => {
  const accounts = [account(ada, { suspended: true }), account(bob, { archived: true })]
  await expectRows(t, await given(t, { accounts }), [`create ${ada} everyone`, `create ${bob} everyone`])
  const excluding = await given(t, {
    accounts,
    users: [user(ada), user(bob)],
    settings: { suspended: 'exclude', archived: 'exclude' },
  })
  await expectRows(t, excluding, [`delete ${ada} suspended`, `delete ${bob} archived`])
})

test('the store knows who is suspended, and whose suspension ended', async (t) => {
  const place = await given(t, { accounts: [account(ada, { suspended: true }), account(bob)], users: [user(bob)] })
  const suspend = (who: string, suspended: boolean) =>
    place.google.update(({ users }) => {
      for (const one of users) if (one.primaryEmail === who) one.suspended = suspended
    })
  await expectRows(t, place, [`create ${ada} everyone`])
  t.true((await storeOf(place)).users[0]?.suspended)
  suspend(ada, false)
  suspend(bob, true)
  const plan = await expectRows(t, place, [`update ${ada} everyone`, `update ${bob} everyone`])
  t.deepEqual(plan.changes[0]?.fields, ['suspended'])
  const [first, second] = (await storeOf(place)).users
  t.deepEqual([first && 'suspended' in first, second?.suspended], [false, true])
})

test('a suspended user who is out of scope and stays is known as suspended, too', async (t) => {
  const place = await given(t, {
    accounts: [account(ada, { suspended: true }), account(bob)],
    users: [user(ada), user(bob)],
    settings: { suspended: 'exclude', automaticDeletion: false },
  })
  t.deepEqual(rows(await place.json(['plan'])), [`update ${ada} suspended`])
  t.is((await place.run(['sync'])).code, 0)
  t.true((await storeOf(place)).users[0]?.suspended)
  t.deepEqual(rows(await place.json(['plan'])), [`gone ${ada} suspended`])
})

test('with a grace period who leaves is told the day, stays with all rights until then, and can come back', async (t) => {
  const place = await given(t, {
    accounts: [account(ada)],
    users: [user(ada), user(bob)],
    settings: { deleteAfter: 14 },
  })
  const plan = await place.json(['plan'])
  t.deepEqual(rows(plan), [`update ${bob} leavesOn`])
  const day = new Date(Date.now() + 14 * 24 * 3_600_000).toISOString().slice(0, 10)
  t.like(plan.changes[0]?.reason, { day, because: { code: 'deletedInGoogle' } })
  const saved = join(place.home.folder, 'tonight.plan')
  t.is((await place.run(['plan', '--out', saved])).code, 0)
  const told = await place.run(['sync', '--plan', saved])
  t.is(told.code, 0, told.stderr)
  t.regex(told.stdout, new RegExp(`~ ${bob} .*leaves on ${day} +deleted in Google`))
  const waiting = await place.run(['plan'])
  t.is(waiting.code, 0, 'nothing is left to commit')
  t.regex(waiting.stdout, new RegExp(`[?] ${bob} .*leaves on ${day} +deleted in Google`))
  t.regex(waiting.stdout, /1 user will be deleted later/)
  t.like((await storeOf(place)).users[1], { userName: bob, privileges: ['login'] })
  await place.google.update(({ users }) => users.push({ ...account(bob), id: directoryIdFor(bob) }))
  await expectRows(t, place, [`update ${bob} everyone`])
  t.false('leaving' in ((await storeOf(place)).users[1] ?? {}))
})

test('a group gives privileges and takes them back, is read like a chosen one, and stops the run when it is gone', async (t) => {
  const exporters = { id: 'g-export', email: 'export@example.com', name: 'Exporters' }
  const place = await given(t, {
    accounts: [account(ada), account(bob)],
    groups: [{ ...exporters, members: [{ email: ada }] }],
    users: [user(bob)],
    settings: { groups: [], privilegesByGroup: [{ ...exporters, privileges: ['export'] }], followGroups: true },
  })
  const members = (...emails: string[]) =>
    place.google.update(({ groups: [group] }) => {
      if (group) group.members = emails.map((email) => ({ email, type: 'USER', role: 'MEMBER' }) as never)
    })
  await expectRows(t, place, [`create ${ada} everyone`])
  t.deepEqual((await storeOf(place)).users[0]?.privileges, ['login', 'export'])
  members(bob)
  const plan = await expectRows(t, place, [`update ${ada} privilegesByGroup`, `update ${bob} privilegesByGroup`])
  t.deepEqual(plan.changes[1]?.reason, {
    code: 'privilegesByGroup',
    given: [{ privilege: 'export', group: 'Exporters' }],
    taken: [],
  })
  t.deepEqual(
    (await storeOf(place)).users.map(({ privileges }) => privileges.join(' ')),
    ['login', 'login export'],
  )
  place.google.update((organization) => organization.groups.splice(0))
  const before = await readFile(place.home.users, 'utf8')
  t.is((await place.run(['sync'])).code, 3)
  t.is(await readFile(place.home.users, 'utf8'), before)
})

test('a group has an archive that its members may read for as long as they are members', async (t) => {
  const sales = { id: 'g-sales', email: 'sales@example.com', name: 'Sales' }
  const place = await given(t, {
    accounts: [account(ada), account(bob)],
    groups: [{ ...sales, aliases: ['verkauf@example.com'], members: [{ email: ada }] }],
    settings: { groupArchives: [sales] },
  })
  const read = async (): Promise<Record<string, string[]>> =>
    Object.fromEntries(
      (await storeOf(place)).users.map(({ userName, privilegesOnFolders }) => [
        userName,
        privilegesOnFolders.map(({ folder }) => folder),
      ]),
    )
  const change = (edit: (group: Group) => void) => place.google.update(({ groups }) => edit(groups[0] as Group))
  await expectRows(t, place, [
    `create ${ada} everyone`,
    `create ${bob} everyone`,
    'create sales@example.com groupArchive',
  ])
  t.deepEqual(await read(), { [ada]: [ada, 'sales@example.com'], [bob]: [bob], 'sales@example.com': [] })
  const group = (await storeOf(place)).users[2]
  t.like(group, {
    directoryId: 'g-sales',
    isGroup: true,
    privileges: ['none'],
    emailAddresses: ['sales@example.com', 'verkauf@example.com'],
  })
  t.like(await place.json(['who', 'verkauf@example.com']), { holders: [{ user: { userName: 'sales@example.com' } }] })
  // The group gets another address while one member goes and another one comes.
  change((one) => {
    one.email = 'vertrieb@example.com'
    one.members = [{ email: bob, type: 'USER', role: 'MEMBER' }] as never
  })
  await expectRows(t, place, [
    `update ${ada} groupArchiveRights`,
    `update ${bob} groupArchiveRights`,
    'rename vertrieb@example.com groupArchive',
  ])
  t.deepEqual(await read(), { [ada]: [ada], [bob]: [bob, 'vertrieb@example.com'], 'vertrieb@example.com': [] })
  await writeFile(join(place.home.archives, 'vertrieb@example.com', 'new', 'mail'), 'mail')
  // Without the setting the archive's user goes, and its mail stays.
  t.is((await place.run(['setup', '--no-group-archive'])).code, 0)
  const plan = await expectRows(t, place, [
    `update ${bob} groupArchiveRights`,
    'delete vertrieb@example.com groupArchiveEnded',
  ])
  t.is(plan.changes[1]?.archive, 'keep')
  t.deepEqual(await read(), { [ada]: [ada], [bob]: [bob] })
})

test('a group with an archive that is gone stops the run, and the archive of somebody else is not its members’ to read', async (t) => {
  const sales = { id: 'g-sales', email: 'sales@example.com', name: 'Sales' }
  const place = await given(t, {
    accounts: [account(ada)],
    groups: [{ ...sales, members: [{ email: ada }] }],
    users: [user(ada), integrated('sales@example.com')],
    settings: { groupArchives: [sales] },
  })
  await expectRows(t, place, ['conflict sales@example.com integratedUser'])
  t.deepEqual((await storeOf(place)).users[0], user(ada))
  place.google.update((organization) => organization.groups.splice(0))
  t.is((await place.run(['sync'])).code, 3)
})

test('exclusions keep out what they match, and tell their hits', async (t) => {
  const place = await given(t, {
    accounts: [account(ada), account('svc-scan@example.com')],
    settings: { exclusions: [admin, 'SVC-*'] },
  })
  const plan = await expectRows(t, place, [`create ${ada} everyone`])
  t.deepEqual(plan.excluded.rules, [
    { rule: admin, hits: 1 },
    { rule: 'SVC-*', hits: 1 },
  ])
})

test('a Directory Services user without an id is matched by name, without case', async (t) => {
  const place = await given(t, { accounts: [account(ada)], users: [user(ada, { directoryId: null })] })
  const plan = await expectRows(t, place, [`update ${ada} everyone`])
  t.deepEqual(plan.changes[0]?.fields, ['directoryId'])
})

test('an integrated user of the same name is a conflict and never touched', async (t) => {
  const place = await given(t, { accounts: [account(ada)], users: [integrated(ada)] })
  const before = await stat(place.home.users)
  await expectRows(t, place, [`conflict ${ada} integratedUser`])
  t.is((await stat(place.home.users)).mtimeMs, before.mtimeMs)
})

test('full name and addresses are updated; privileges, rights, POP3 names and unknown fields stay', async (t) => {
  const mine = {
    pop3UserNames: ['ada'],
    privileges: ['login', 'export'],
    privilegesOnFolders: [{ folder: bob, privileges: ['read', 'write'] }],
    quota: 7,
  } as Partial<User>
  const place = await given(t, {
    accounts: [account(ada, { aliases: ['countess@example.com'] })],
    users: [user(ada, { fullName: 'Ada Byron', ...mine })],
  })
  const plan = await expectRows(t, place, [`update ${ada} everyone`])
  t.deepEqual(plan.changes[0]?.fields, ['fullName', 'emailAddresses'])
  t.like((await storeOf(place)).users[0], { ...mine, fullName: `Name of ${ada}` })
})

test('a rename moves user, archive and everybody’s rights on it', async (t) => {
  const place = await given(t, {
    accounts: [account('ada.king@example.com', { id: directoryIdFor(ada), aliases: [ada] })],
    users: [user(ada), integrated('secretary', { privilegesOnFolders: [{ folder: ada, privileges: ['read'] }] })],
  })
  await mkdir(join(place.home.archives, ada, 'new'), { recursive: true })
  await writeFile(join(place.home.archives, ada, 'new', '1.mail'), 'Subject: kept\n')
  await expectRows(t, place, ['rename ada.king@example.com everyone'])
  t.is(await readFile(join(place.home.archives, 'ada.king@example.com', 'new', '1.mail'), 'utf8'), 'Subject: kept\n')
  t.false((await readdir(place.home.archives)).includes(ada))
  for (const { privilegesOnFolders } of (await storeOf(place)).users) {
    t.is(privilegesOnFolders[0]?.folder, 'ada.king@example.com')
  }
})

test('a swap of addresses is one plan and one commit, and each keeps its mail', async (t) => {
  const place = await given(t, {
    accounts: [account(ada, { id: directoryIdFor(bob) }), account(bob, { id: directoryIdFor(ada) })],
    users: [user(ada), user(bob)],
  })
  for (const name of [ada, bob]) {
    await mkdir(join(place.home.archives, name, 'cur'), { recursive: true })
    await writeFile(join(place.home.archives, name, 'cur', 'mail'), `of ${name}`)
  }
  await expectRows(t, place, [`rename ${ada} everyone`, `rename ${bob} everyone`])
  t.is(await readFile(join(place.home.archives, ada, 'cur', 'mail'), 'utf8'), `of ${bob}`)
  t.is(await readFile(join(place.home.archives, bob, 'cur', 'mail'), 'utf8'), `of ${ada}`)
  t.is((await storeOf(place)).revision, 4)
})

test('a rename onto a taken name or a folder in the way is a conflict', async (t) => {
  const accounts = [account('new@example.com', { id: directoryIdFor(ada) })]
  await expectRows(t, await given(t, { accounts, users: [user(ada), integrated('new@example.com')] }), [
    'conflict new@example.com integratedUser',
  ])
  const blocked = await given(t, { accounts, users: [user(ada)] })
  await mkdir(join(blocked.home.archives, 'new@example.com', 'cur'), { recursive: true })
  await expectRows(t, blocked, ['conflict new@example.com archiveInTheWay'])
})

test('one address claimed by two users is a conflict', async (t) => {
  const place = await given(t, {
    accounts: [account(ada, { aliases: ['info@example.com'] })],
    users: [integrated('office', { emailAddresses: ['INFO@example.com'] })],
  })
  await expectRows(t, place, [`conflict ${ada} addressTaken`])
})

test('an account made anew under an old address is a conflict', async (t) => {
  const place = await given(t, { accounts: [account(ada, { id: '100000000000000000001' })], users: [user(ada)] })
  await expectRows(t, place, [`conflict ${ada} otherAccount`])
})

test('a deleted account’s user goes; mail stays in its archive, an empty archive goes', async (t) => {
  const place = await given(t, {
    accounts: [account('eve@example.com')],
    users: [user(ada), user(bob), user('eve@example.com')],
  })
  for (const name of [ada, bob]) {
    for (const part of ['cur', 'new', 'tmp']) await mkdir(join(place.home.archives, name, part), { recursive: true })
  }
  await writeFile(join(place.home.archives, ada, 'new', 'mail'), 'kept')
  const plan = await expectRows(t, place, [`delete ${ada} deletedInGoogle`, `delete ${bob} deletedInGoogle`])
  t.deepEqual(
    plan.changes.map((row) => row.archive),
    ['keep', 'remove'],
  )
  t.deepEqual(await readdir(place.home.archives), [ada])
  t.is(await readFile(join(place.home.archives, ada, 'new', 'mail'), 'utf8'), 'kept')
})

test('a recently deleted account is deleted, too', async (t) => {
  const deletionTime = new Date(Date.now() - 86_400_000).toISOString()
  const place = await given(t, {
    accounts: [account(ada), account(bob, { deletionTime })],
    users: [user(ada), user(bob)],
  })
  await expectRows(t, place, [`delete ${bob} deletedInGoogle`])
})

test('who left the chosen groups, or is excluded by a rule, goes for that reason', async (t) => {
  const place = await given(t, {
    accounts: [account(ada), account(bob), account('eve@example.com')],
    groups: [{ id: 'g', email: 'g@example.com', name: 'G', members: [{ email: ada }, { email: 'eve@example.com' }] }],
    users: [user(ada), user(bob), user('eve@example.com')],
    settings: { groups: [{ id: 'g', email: 'g@example.com', name: 'G' }], exclusions: ['eve@*'] },
  })
  await expectRows(t, place, [`delete ${bob} leftGroups`, 'delete eve@example.com excludedByRule'])
})

test('with automatic deletion off the same is only shown', async (t) => {
  const place = await given(t, {
    accounts: [account(ada)],
    users: [user(ada), user(bob)],
    settings: { automaticDeletion: false },
  })
  await expectRows(t, place, [`gone ${bob} deletedInGoogle`])
})

test('past the deletion limit nothing at all is applied, unless exactly that number is allowed', async (t) => {
  const leaving = Array.from({ length: 6 }, (_, index) => user(`gone${index}@example.com`))
  const place = await given(t, { accounts: [account(ada)], users: leaving })
  const before = await readFile(place.home.users, 'utf8')
  const plan = await place.json(['plan'])
  t.like(plan.summary, { create: 1, delete: 6 })
  t.is((await place.run(['plan'])).code, 0)
  for (const allowed of [[], ['--allow-deletions', '5'], ['--allow-deletions', '7']]) {
    t.is((await place.run(['sync', ...allowed])).code, 3)
    t.is(await readFile(place.home.users, 'utf8'), before)
  }
  t.is((await place.run(['sync', '--allow-deletions', '6'])).code, 0)
  t.deepEqual(
    (await storeOf(place)).users.map(({ userName }) => userName),
    [ada],
  )
})

test('an account that the list leaves out, and that exists, stops the run', async (t) => {
  const place = await given(t, { accounts: [account(ada), account(bob)], users: [user(ada), user(bob)] })
  const listed = {
    kind: 'admin#directory#users',
    etag: '"x"',
    users: [{ kind: 'admin#directory#user', ...resource(ada) }],
  }
  place.google.setFaults([{ call: 'users.list', times: 'always', body: listed, status: 200 }])
  const run = await place.run(['sync', '--json'])
  t.is(run.code, 3)
  t.is((JSON.parse(run.stdout) as Document).problem?.code, 'listingIncomplete')
})

const resource = (primaryEmail: string): object => ({
  id: directoryIdFor(primaryEmail),
  primaryEmail,
  name: { fullName: `Name of ${primaryEmail}` },
})

test('a synchronization with nothing to do writes nothing', async (t) => {
  const place = await given(t, { accounts: [account(ada)] })
  t.is((await place.run(['sync'])).code, 0)
  const facts = await Promise.all([place.home.users, place.home.history].map((path) => stat(path, { bigint: true })))
  const bytes = await readFile(place.home.users)
  t.is((await place.run(['sync'])).code, 0)
  const again = await Promise.all([place.home.users, place.home.history].map((path) => stat(path, { bigint: true })))
  t.deepEqual(
    again.map(({ ino, mtimeNs }) => [ino, mtimeNs]),
    facts.map(({ ino, mtimeNs }) => [ino, mtimeNs]),
  )
  t.deepEqual(await readFile(place.home.users), bytes)
  t.is((await readdir(place.home.backups)).length, 1)
})

test('only GET requests reach the directory, and always for customer my_customer', async (t) => {
  const place = await given(t, {
    accounts: [account(ada)],
    groups: [{ id: 'g', email: 'g@example.com', name: 'G', members: [{ email: ada }] }],
    users: [user(ada), user(bob)],
    settings: { groups: [{ id: 'g', email: 'g@example.com', name: 'G' }] },
  })
  for (const command of ['check', 'groups', 'plan', 'sync']) t.is((await place.run([command])).code, 0)
  const calls = place.google.requests.filter(({ path }) => path.startsWith('/admin/') || path.startsWith('/gmail/'))
  t.true(calls.length >= 8)
  t.deepEqual(
    calls.filter(({ method }) => method !== 'GET'),
    [],
  )
  const listings = calls.filter(({ call }) => call === 'users.list' || call === 'groups.list')
  t.true(listings.length > 0)
  for (const { query } of listings) t.is(query.customer, 'my_customer')
})

test('an organizational unit takes in everybody below it, and excluded units and groups take out', async (t) => {
  const place = await given(t, {
    accounts: [
      account(ada, { orgUnitPath: '/Sales/EMEA' }),
      account(bob, { orgUnitPath: '/Sales' }),
      account('carol@example.com', { orgUnitPath: '/Sales/Interns' }),
      account('dan@example.com', { orgUnitPath: '/Ops' }),
      account('eve@example.com', { orgUnitPath: '/Sales' }),
    ],
    groups: [{ email: 'leavers@example.com', members: [{ email: 'eve@example.com' }] }],
    settings: { exclusions: [] },
  })
  for (const line of [
    'setup --org-unit /Sales --exclude-org-unit /Sales/Interns --exclude-group leavers@example.com',
    'setup --exclude-group leavers@example.com',
  ]) {
    const { code, stderr } = await place.run(line.split(' '))
    t.is(code, 0, stderr)
  }
  const plan = await expectRows(t, place, [`create ${ada} inOrgUnit`, `create ${bob} inOrgUnit`])
  t.like(plan.excluded, {
    groups: [{ group: 'leavers@example.com', hits: 1 }],
    orgUnits: [{ orgUnit: '/Sales/Interns', hits: 1 }],
  })
  place.google.update(({ users }) => {
    for (const one of users) if (one.primaryEmail === bob) one.orgUnitPath = '/Sales/Interns'
  })
  await expectRows(t, place, [`delete ${bob} excludedByOrgUnit`])
  const refused = await place.run(['setup', '--org-unit', 'Sales'])
  t.is(refused.code, 64)
  t.regex(refused.stderr, /begins with a slash/)
  await place.run(['setup', '--org-unit', '/Renamed'])
  const stopped = await place.run(['sync'])
  t.is(stopped.code, 3)
  t.regex(stopped.stderr, /Nobody is in the organizational unit \/Renamed/)
  t.is((await place.run(['setup', '--all-users', '--no-exclude-group', '--no-exclude-org-unit'])).code, 0)
  t.is((await place.json(['plan'])).summary.create, 5)
})
