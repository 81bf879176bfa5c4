import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { type Workplace, workplace } from '../support/workplace.ts'
import { integrated, user } from '../sync/builders.ts'

const organization = {
  domains: ['example.com'],
  admins: ['admin@example.com'],
  users: [{ primaryEmail: 'admin@example.com' }],
}
const ada = user('ada@example.com', { emailAddresses: ['ada@example.com', 'countess@example.com'] })
const desk = integrated('info desk', { emailAddresses: ['info@example.com', "o'neil+x@example.com"] })

async function exported(
  t: ExecutionContext,
  args: string[],
): Promise<{ place: Workplace; file: string; text: string }> {
  const place = await workplace(t, { organization, store: { version: 1, revision: 1, users: [ada, desk] } })
  const { stdout } = await place.run(['export', ...args])
  const file = join(place.home.folder, 'exported')
  await writeFile(file, stdout)
  return { place, file, text: stdout }
}

const hasPostfix = existsSync('/usr/sbin/postmap')
const hasDovecot = existsSync('/usr/bin/doveadm')

test('the maps are what Postfix looks addresses up in', async (t) => {
  const aliases = await exported(t, ['--format', 'postfix', '--map', 'aliases'])
  const mailboxes = await exported(t, ['--format', 'postfix', '--map', 'mailboxes'])
  t.regex(aliases.text, /^countess@example\.com {2}ada@example\.com$/m)
  if (!hasPostfix) return t.log('postmap is not installed: only the text was checked')
  const query = (file: string, key: string): string =>
    execFileSync('/usr/sbin/postmap', ['-c', '/etc/postfix', '-q', key, `texthash:${file}`], {
      encoding: 'utf8',
    }).trim()
  t.is(query(aliases.file, 'countess@example.com'), 'ada@example.com')
  t.is(query(aliases.file, "o'neil+x@example.com"), 'info@example.com')
  t.is(query(mailboxes.file, 'ada@example.com'), 'ada@example.com/')
  t.throws(() => query(mailboxes.file, 'countess@example.com'))
})

test('the passwd-file is what Dovecot finds archives by, and a message is delivered into one', async (t) => {
  const { place, text } = await exported(t, ['--format', 'dovecot'])
  const maildir = join(place.home.archives, 'ada@example.com')
  t.true(text.includes(`userdb_mail=maildir:${maildir}`))
  if (!hasDovecot) return t.log('doveadm is not installed: only the text was checked')
  const configuration = join(place.home.folder, 'dovecot.conf')
  const folder = place.home.folder
  await writeFile(
    configuration,
    ['ssl = no', `base_dir = ${folder}/run`, `state_dir = ${folder}/run`, 'log_path = /dev/stderr'].join('\n'),
  )
  const [name, , , , , home] = (text.split('\n')[0] ?? '').split(':')
  t.is(name, 'ada@example.com')
  t.is(home, maildir)
  const message = 'From: a@example.com\nTo: ada@example.com\nSubject: x\n\nhello\n'
  // Dovecot does no work for the system administrator, so it is done by an account without rights.
  const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : null
  const own = (id: string): void => {
    if (nobody !== null) execFileSync('chown', ['-R', id, join(folder, '..')])
  }
  own('65534:65534')
  execFileSync('/usr/bin/doveadm', ['-c', configuration, '-o', `mail=maildir:${home}`, 'save'], {
    input: message,
    env: { ...process.env, USER: 'ada@example.com', HOME: home ?? '' },
    stdio: ['pipe', 'ignore', 'pipe'],
    ...nobody,
  })
  own('0:0')
  const delivered = (await Promise.all(['new', 'cur'].map((part) => readdir(join(maildir, part))))).flat()
  t.is(delivered.length, 1)
  const { archives } = JSON.parse((await place.run(['archives', '--all', '--json'])).stdout)
  t.like(archives, [{ archive: 'ada@example.com', messages: 1, owner: 'ada@example.com' }])
  t.regex(
    await readFile(join(maildir, delivered[0]?.includes(':') ? 'cur' : 'new', delivered[0] ?? ''), 'utf8'),
    /hello/,
  )
})
