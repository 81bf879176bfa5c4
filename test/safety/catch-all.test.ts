import test, { type ExecutionContext } from 'ava'
import { type Workplace, workplace } from '../support/workplace.ts'

const admin = { primaryEmail: 'admin@example.com', id: '1' }
const desk = { primaryEmail: 'desk@example.com', id: '2' }

async function done(t: ExecutionContext, at: Workplace, ...args: string[]): Promise<void> {
  const { code, stdout, stderr } = await at.run(args)
  t.is(code, 0, `${args.join(' ')}: ${stdout}${stderr}`)
}

const become = (at: Workplace, ...users: { primaryEmail: string; id: string; aliases?: string[] }[]): void =>
  at.google.update((world) => {
    world.users = [admin, ...users]
  })

/** Mail for addresses that nobody has goes to the account of the desk. */
async function place(t: ExecutionContext): Promise<Workplace> {
  const organization = { domains: ['example.com'], admins: ['admin@example.com'], users: [admin, desk] }
  const at = await workplace(t, { organization, settings: { automaticDeletion: true } })
  await done(t, at, 'sync')
  await done(t, at, 'setup', '--catch-all', desk.primaryEmail)
  return at
}

/** Who gets the mail of an address that nobody has: standard output, empty for nobody. */
const whoGets = async (at: Workplace): Promise<string> => (await at.run(['who', 'unknown@example.com'])).stdout

/** What mail servers are told of the domain. */
const domainRow = async (at: Workplace): Promise<string> =>
  (await at.run(['export', '--format', 'postfix', '--map', 'mailboxes'])).stdout

test('the catch-all stays the same account through a rename', async (t) => {
  const at = await place(t)
  t.regex(await whoGets(at), /desk@example\.com/)
  become(at, { primaryEmail: 'front@example.com', id: '2', aliases: ['desk@example.com'] })
  await done(t, at, 'sync')
  t.regex(await whoGets(at), /front@example\.com/)
})

test('another account that gets the address of the catch-all gets no mail of unknown addresses, until it is named', async (t) => {
  const at = await place(t)
  t.regex(await domainRow(at), /^@example\.com\s/m)
  become(at)
  await done(t, at, 'sync')
  become(at, { ...desk, id: '3' })
  await done(t, at, 'sync')
  t.regex((await at.run(['users', 'list'])).stdout, /desk@example\.com/)
  t.notRegex(await whoGets(at), /desk@example\.com/)
  t.notRegex(await domainRow(at), /^@example\.com\s/m)
  await done(t, at, 'setup', '--catch-all', desk.primaryEmail)
  t.regex(await whoGets(at), /desk@example\.com/)
})

test('a catch-all that is released stays the catch-all: it is the same user by an admin’s word', async (t) => {
  const at = await place(t)
  await done(t, at, 'users', 'release', desk.primaryEmail, '--yes')
  t.regex(await whoGets(at), /desk@example\.com/)
})
