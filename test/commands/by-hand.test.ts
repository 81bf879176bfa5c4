import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import type { User } from '../../source/sync/user.ts'
import { type Workplace, workplace } from '../support/workplace.ts'
import { integrated, user } from '../sync/builders.ts'

const organization = {
  domains: ['example.com'],
  admins: ['admin@example.com'],
  users: [{ primaryEmail: 'admin@example.com' }],
}

const place = (t: ExecutionContext, ...users: User[]): Promise<Workplace> =>
  workplace(t, { organization, store: users.length === 0 ? undefined : { version: 1, revision: 3, users } })

const users = async ({ home }: Workplace): Promise<User[]> => JSON.parse(await readFile(home.users, 'utf8')).users

const ok = async (t: ExecutionContext, at: Workplace, args: string[], input = ''): Promise<string> => {
  const { code, stdout, stderr } = await at.run(args, { input })
  t.is(code, 0, stderr)
  return stdout
}

test('an integrated user is added with a hashed password, changed and removed; mail stays', async (t) => {
  const at = await place(t)
  await ok(t, at, ['users', 'add', 'Info', '--address', 'info@example.com', '--password'], 'correct horse\n')
  const [added] = await users(at)
  t.like(added, { userName: 'info', authentication: 'integrated', emailAddresses: ['info@example.com'] })
  t.regex(added?.password ?? '', /^\{CRYPT\}\$7\$[./0-9A-Za-z]{11,}\$[./0-9A-Za-z]{43}$/)
  t.deepEqual(await readdir(at.home.archives), ['info'])

  await ok(t, at, ['users', 'edit', 'info', '--full-name', 'Info desk', '--privileges', 'login,export'])
  t.like((await users(at))[0], { fullName: 'Info desk', privileges: ['login', 'export'], password: added?.password })

  await writeFile(join(at.home.archives, 'info', 'new', 'mail'), 'kept')
  t.regex(await ok(t, at, ['users', 'remove', 'info', '--yes']), /archive stays/)
  t.deepEqual(await users(at), [])
  t.is(await readFile(join(at.home.archives, 'info', 'new', 'mail'), 'utf8'), 'kept')
  t.notRegex(await readFile(at.home.history, 'utf8'), /scrypt|correct horse/)
})

test('the rules of the archive and of names are kept: 64, 65 and nothing changes', async (t) => {
  const at = await place(t, integrated('info', { emailAddresses: ['info@example.com'] }), user('ada@example.com'))
  const before = await readFile(at.home.users, 'utf8')
  const wrong: [string[], number, RegExp][] = [
    [['users', 'edit', 'info', '--privileges', 'admin,login'], 64, /admin stands alone/],
    [['users', 'edit', 'info', '--privileges', 'delete'], 64, /delete needs the right delete on a folder/],
    [['users', 'edit', 'ada@example.com', '--privileges', 'changePassword'], 64, /integrated users only/],
    [['users', 'edit', 'ada@example.com', '--full-name', 'X'], 65, /comes from Google Workspace/],
    [['users', 'add', 'INFO'], 65, /clash/],
    [['users', 'add', 'desk', '--address', 'INFO@example.com'], 65, /belongs to the user info/],
    [['users', 'add', 'desk', '--address', 'nonsense'], 64, /not an e-mail address/],
    [['users', 'edit', 'nobody', '--privileges', 'login'], 65, /no user nobody/],
    [['users', 'add', 'desk', '--password'], 64, /No password/],
    [['users', 'release', 'info', '--yes'], 65, /integrated user already/],
    [['users', 'edit', 'info', '--folder', 'nonsense'], 64, /bob@example.com=read/],
  ]
  for (const [args, code, message] of wrong) {
    const run = await at.run(args)
    t.is(run.code, code, args.join(' '))
    t.regex(run.stderr, message)
  }
  t.is(await readFile(at.home.users, 'utf8'), before)
})

test('a conflicting integrated user is taken over by the next synchronization, and released again', async (t) => {
  const at = await place(
    t,
    integrated('admin@example.com', { password: 'hash', privileges: ['login', 'changePassword'] }),
  )
  t.like((await at.json(['plan'])).summary, { conflict: 1 })
  await ok(t, at, ['users', 'take-over', 'admin@example.com', '--yes'])
  t.like((await users(at))[0], { authentication: 'directoryServices', directoryId: null, privileges: ['login'] })
  t.false('password' in ((await users(at))[0] ?? {}))
  await ok(t, at, ['sync'])
  t.truthy((await users(at))[0]?.directoryId)
  await ok(t, at, ['users', 'release', 'admin@example.com', '--yes'])
  t.like((await users(at))[0], { authentication: 'integrated', directoryId: null })
})

test('users are listed, filtered and shown, with addresses that two claim', async (t) => {
  const shared = { emailAddresses: ['info@example.com'] }
  const at = await place(
    t,
    integrated('desk', { ...shared, password: 'hash' }),
    integrated('info', shared),
    user('ada@example.com'),
  )
  t.regex(await ok(t, at, ['users', 'list', 'ADA']), /1 of 3 users/)
  t.regex(await ok(t, at, ['users']), /info@example\.com: desk, info/)
  const shown = await ok(t, at, ['users', 'show', 'Desk'])
  t.regex(shown, /claimed by info too/)
  t.regex(shown, /Password +set/)
  t.notRegex(await ok(t, at, ['users', 'show', 'desk', '--json']), /hash/)
})

test('who gets the mail of an address, aliases included', async (t) => {
  const at = await place(t, user('ada@example.com', { emailAddresses: ['ada@example.com', 'Countess@example.com'] }))
  const found = JSON.parse(await ok(t, at, ['who', 'COUNTESS@example.com', '--json']))
  t.is(found.holders[0].user.userName, 'ada@example.com')
  t.is(found.holders[0].folder, join(at.home.archives, 'ada@example.com'))
  const missing = await at.run(['who', 'x@example.com'])
  t.is(missing.code, 65)
  t.is(missing.stdout, '')
  t.regex(missing.stderr, /Nobody/)
  t.deepEqual(JSON.parse((await at.run(['who', 'x@example.com', '--json'])).stdout).holders, [])
})

test('an archive without a user is listed and given to a user, never onto mail', async (t) => {
  const at = await place(t, user('boss@example.com'), user('full@example.com'))
  for (const name of ['dan@example.com', 'full@example.com']) {
    for (const part of ['cur', 'new', 'tmp']) await mkdir(join(at.home.archives, name, part), { recursive: true })
    await writeFile(join(at.home.archives, name, 'cur', 'mail'), `of ${name}`)
  }
  const { archives } = JSON.parse(await ok(t, at, ['archives', '--json']))
  t.like(archives, [{ archive: 'dan@example.com', messages: 1, bytes: 18, owner: null }])
  t.is((await at.run(['archives', 'assign', 'dan@example.com', 'full@example.com', '--yes'])).code, 65)
  t.is((await at.run(['archives', 'assign', 'boss@example.com', 'full@example.com', '--yes'])).code, 65)
  await ok(t, at, ['archives', 'assign', 'dan@example.com', 'boss@example.com', '--yes'])
  t.is(await readFile(join(at.home.archives, 'boss@example.com', 'cur', 'mail'), 'utf8'), 'of dan@example.com')
  t.regex(await ok(t, at, ['archives']), /has a user/)
})

test('the history says what was done and by whom, and undo takes back the last commit', async (t) => {
  const at = await place(t, integrated('info', { password: 'hash' }))
  await ok(t, at, ['sync'])
  const environment = { SUDO_USER: 'eve', SSH_CONNECTION: '192.0.2.7 50000 192.0.2.1 22' }
  t.is((await at.run(['users', 'remove', 'info', '--yes'], { environment })).code, 0)
  t.regex(await ok(t, at, ['history']), /users remove +eve as \w+ from 192\.0\.2\.7 +-1\n.* sync .* \+1/)
  t.regex(await ok(t, at, ['history', '5']), /- info/)

  await ok(t, at, ['undo', '--yes'])
  t.like(
    (await users(at)).find(({ userName }) => userName === 'info'),
    { password: 'hash' },
  )
  const names = async () => (await users(at)).map(({ userName }) => userName)
  await ok(t, at, ['undo', '--yes'])
  t.deepEqual(await names(), ['info'], 'a second undo goes one further back')
  t.is((await at.run(['undo', '--yes'])).code, 1)
  await ok(t, at, ['redo', '--yes'])
  t.deepEqual(await names(), ['admin@example.com', 'info'])
  await ok(t, at, ['redo', '--yes'])
  t.deepEqual(await names(), ['admin@example.com'])
  t.is((await at.run(['redo', '--yes'])).code, 1)
})

test('a store that is broken is put aside and an earlier one put back', async (t) => {
  const at = await place(t, integrated('info'))
  await ok(t, at, ['sync'])
  await writeFile(at.home.users, '{ broken')
  const refused = await at.run(['sync'])
  t.is(refused.code, 65)
  t.regex(refused.stderr, /rollcall restore 3/)
  t.regex(await ok(t, at, ['restore']), /^3 /m)
  await mkdir(join(at.home.archives, 'info', 'cur'), { recursive: true })
  t.regex(await ok(t, at, ['restore', '3', '--yes']), /info +Name of info +new user, earlier archive taken up again/)
  t.deepEqual(
    (await users(at)).map(({ userName }) => userName),
    ['info'],
  )
  t.true((await readdir(at.home.backups)).some((name) => name.includes('unusable')))
  await ok(t, at, ['sync'])
  t.is((await users(at)).length, 2)
  t.is((await at.run(['restore', '99', '--yes'])).code, 65)
  t.is((await at.run(['restore', 'x'])).code, 64)
})

for (const [name, damage] of [
  ['broken', (file: string) => writeFile(file, '{')],
  ['gone', (file: string) => rm(file)],
] as const) {
  test(`a store that is ${name} is put back from a backup without users too, as the problem says`, async (t) => {
    const at = await workplace(t, { organization, settings: { automaticDeletion: true } })
    await ok(t, at, ['sync'])
    await damage(at.home.users)
    const refused = await at.run(['plan'])
    t.is(refused.code, 65)
    const [, revision = ''] = /rollcall restore (\d+)/.exec(refused.stderr) ?? []
    t.is(revision, '0')
    await ok(t, at, ['restore', revision, '--yes'])
    t.deepEqual(await users(at), [])
    t.is((await readdir(at.home.backups)).filter((file) => file.includes('unusable')).length, name === 'broken' ? 1 : 0)
    await ok(t, at, ['sync'])
    t.is((await users(at)).length, organization.users.length)
  })
}

test('exports hold what each format can hold', async (t) => {
  const hostile = integrated('bad:name', { fullName: '=cmd()', emailAddresses: ['a b@example.com'] })
  const ada = user('ada@example.com', {
    emailAddresses: ['ada@example.com', 'countess@example.com'],
    fullName: 'Ada: L',
  })
  const at = await place(t, ada, hostile)
  t.regex(await ok(t, at, ['export', '--format', 'csv']), /^bad:name,"'=cmd\(\)",/m)
  t.is(JSON.parse(await ok(t, at, ['export', '--format', 'json'])).users.length, 2)
  t.is(
    await ok(t, at, ['export', '--format', 'postfix', '--map', 'aliases']),
    'ada@example.com  ada@example.com\ncountess@example.com  ada@example.com\n',
  )
  t.is(await ok(t, at, ['export', '--format', 'postfix', '--map', 'mailboxes']), 'ada@example.com  ada@example.com/\n')
  const dovecot = await at.run(['export', '--format', 'dovecot'])
  const path = join(at.home.archives, 'ada@example.com')
  const fields = `{CRYPT}*:::Ada  L:${path}::userdb_mail=maildir:${path}`
  t.is(dovecot.stdout, `ada@example.com:${fields}\ncountess@example.com:${fields} userdb_user=ada@example.com\n`)
  t.regex(dovecot.stderr, /Left out.*bad:name/)
  t.is((await at.run(['export'])).code, 64)
})

test('a redo gives nobody the mail that came to an archive after the undo', async (t) => {
  const at = await place(t, user('boss@example.com'))
  const deliver = async (message: string): Promise<void> => {
    for (const part of ['cur', 'new', 'tmp'])
      await mkdir(join(at.home.archives, 'dan@example.com', part), { recursive: true })
    await writeFile(join(at.home.archives, 'dan@example.com', 'new', message), message)
  }
  await deliver('before')
  await ok(t, at, ['archives', 'assign', 'dan@example.com', 'boss@example.com', '--yes'])
  await ok(t, at, ['undo', '--yes'])
  await deliver('after')
  const { code, stderr } = await at.run(['redo', '--yes'])
  t.is(code, 1)
  t.regex(stderr, /Mail has come to the archive dan@example\.com/)
})
