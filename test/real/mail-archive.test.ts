import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { ExecutionContext } from 'ava'
import { saveOAuthClient } from '../../source/settings/credentials/credentials.ts'
import { writeSettings } from '../../source/settings/settings.ts'
import { freePort } from '../support/free-port.ts'
import { workplace } from '../support/workplace.ts'
import { Browser } from '../web/support/browser.ts'
import { readFirstSubject, readSubjects, tryCommands } from './support/imap.ts'
import {
  groupOf,
  hostFolder,
  installProgram,
  mailAccount,
  preparePostfix,
  runAsMail,
  sendMessage,
  serveAsMail,
  startMailDovecot,
  startPostfix,
} from './support/mail-host.ts'
import { withPrograms } from './support/run-daemon.ts'

const organization = {
  domains: ['example.com'],
  admins: ['admin@example.com'],
  users: [
    { id: '1', primaryEmail: 'admin@example.com' },
    { id: '2', primaryEmail: 'ada@example.com', aliases: ['countess@example.com'] },
    { id: '3', primaryEmail: 'erik@example.com' },
  ],
}

/** The subjects of the messages that lie in an archive, sorted. */
function subjectsIn(archives: string, archive: string): string[] {
  return ['new', 'cur']
    .map((part) => join(archives, archive, part))
    .flatMap((path) =>
      existsSync(path) ? readdirSync(path).map((name) => readFileSync(join(path, name), 'utf8')) : [],
    )
    .map((text) => /^Subject: (.*?)\r?$/m.exec(text)?.[1] ?? '')
    .sort()
}

/** Everything on one machine: Postfix asks Rollcall, Dovecot files and serves, the simulator is Google. */
async function mailHost(t: ExecutionContext<unknown>) {
  const place = await workplace(t, { organization })
  const { home, google, folder } = place
  const [httpPort, statusPort, smtpPort, imapPort] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ]
  await saveOAuthClient(home, google.oidc)
  await writeSettings(home, {
    authentication: { clientId: google.oidc.clientId, host: 'localhost', port: httpPort, instanceId: null },
  })
  // The home belongs to the account that runs Rollcall, as after an installation.
  chmodSync(folder, 0o755)
  execFileSync('chown', ['-R', `${mailAccount.uid}:${mailAccount.gid}`, home.folder])
  const installed = installProgram(folder)
  const exports = hostFolder(join(folder, 'exports'))
  const [users, shared] = [join(exports, 'archive-users'), join(exports, 'archive-shared')]
  const run = (...args: string[]) => runAsMail(installed, ['--home', home.folder, '--google', google.url, ...args])
  const done = async (...args: string[]) => {
    const { code, stdout, stderr } = await run(...args)
    t.is(code, 0, `${args.join(' ')}: ${stdout}${stderr}`)
  }
  await done('sync')
  await runAsMail(
    installed,
    [
      '--home',
      home.folder,
      'users',
      'add',
      'desk',
      '--address',
      'info@example.com',
      '--password',
      '--folder',
      'desk=read',
      '--folder',
      'ada@example.com=read',
    ],
    'correct horse\n',
  )
  await done(
    'setup',
    '--export',
    `dovecot=${users}`,
    '--export',
    `dovecot:shared=${shared}`,
    '--export',
    `dovecot:acl=${home.archives}`,
  )

  const postfix = { folder: join(folder, 'postfix'), queue: join(folder, 'postfix', 'queue') }
  preparePostfix(postfix)
  // A folder of Rollcall's whose sockets belong to Postfix's group.
  const sockets = join(postfix.queue, 'rollcall')
  hostFolder(sockets, { ...mailAccount, gid: groupOf('postfix') }, 0o2750)
  const serveArgs = [
    '--home',
    home.folder,
    '--google',
    google.url,
    'serve',
    '--listen',
    `127.0.0.1:${httpPort}`,
    '--status',
    `127.0.0.1:${statusPort}`,
    '--lookups',
    `unix:${sockets}/lookups`,
  ]
  const service = await serveAsMail(t, installed, serveArgs)
  const { clientSecret } = JSON.parse(readFileSync(home.introspectionClient, 'utf8'))
  await startPostfix(t, { ...postfix, smtpPort })
  const lmtpSocket = join(postfix.queue, 'private', 'dovecot-lmtp')
  await startMailDovecot(t, {
    folder: join(folder, 'dovecot'),
    imapPort,
    lmtpSocket,
    users,
    shared,
    introspection: { port: statusPort, clientSecret },
  })

  const filed = async (archive: string, subject: string): Promise<string[]> => {
    for (let tries = 0; tries < 600; tries += 1) {
      if (subjectsIn(home.archives, archive).includes(subject)) break
      await setTimeout(50)
    }
    return subjectsIn(home.archives, archive)
  }
  return {
    google,
    home,
    done,
    imapPort,
    service,
    restart: () => serveAsMail(t, installed, serveArgs),
    send: (recipient: string, subject: string) => sendMessage(smtpPort, recipient, subject),
    filed,
    lookups: `socketmap:unix:${sockets}/lookups`,
    mailToken: async (address: string) => {
      const browser = new Browser(`http://localhost:${httpPort}`)
      await browser.signIn(address)
      return (await browser.get('/auth?mail=1')).headers.get('x-rollcall-mail-token') ?? ''
    },
  }
}

withPrograms(
  '/usr/sbin/postfix',
  '/usr/sbin/dovecot',
  '/usr/lib/dovecot/lmtp',
)(
  'mail finds its archive on one machine: in by SMTP, filed, read by those who may, through a rename and a deletion',
  async (t) => {
    t.timeout(300_000)
    const host = await mailHost(t)
    const { done, filed, google, home, imapPort, send } = host

    t.is(await send('COUNTESS+shop@example.com', 'one'), 250, 'an alias with a tag')
    t.deepEqual(await filed('ada@example.com', 'one'), ['one'])
    t.is(await send('info@example.com', 'two'), 250)
    t.deepEqual(await filed('desk', 'two'), ['two'])
    t.is(await send('nobody@example.com', 'three'), 550)
    t.is(await send('ada@partner.net', 'three'), 554, 'another domain')

    t.is(await readFirstSubject(imapPort, 'desk', 'correct horse'), 'two', 'an integrated user')
    t.is(await readFirstSubject(imapPort, 'desk', 'wrong'), null)
    for (const password of ['*', '{CRYPT}*', 'correct horse']) {
      t.is(await readFirstSubject(imapPort, 'ada@example.com', password), null, 'a Directory Services user')
    }
    const token = await host.mailToken('ada@example.com')
    t.is(await readFirstSubject(imapPort, 'ada@example.com', token), 'one', 'by a mail token')
    t.is(await readFirstSubject(imapPort, 'erik@example.com', token), null)

    t.deepEqual(await readSubjects(imapPort, 'desk', 'correct horse', 'shared/ada@example.com/INBOX'), ['one'])
    const may = await tryCommands(imapPort, 'desk', 'correct horse', [
      'LIST "" "shared/*"',
      'SELECT "shared/ada@example.com/INBOX"',
      'STORE 1 +FLAGS.SILENT (\\Deleted)',
      'APPEND "shared/ada@example.com/INBOX" {4+}\r\nx: y',
      'SELECT "shared/erik@example.com/INBOX"',
    ])
    t.regex(may[0] ?? '', /shared\/ada@example\.com/)
    t.notRegex(may[0] ?? '', /erik/)
    t.regex(may[1] ?? '', / OK \[READ-ONLY\]/)
    t.regex(may[3] ?? '', / NO /)
    t.regex(may[4] ?? '', / NO /)
    t.deepEqual(await filed('ada@example.com', 'one'), ['one'])

    google.update(({ users }) => {
      const ada = users.find(({ id }) => id === '2')
      if (ada === undefined) throw new Error('no Ada')
      ada.aliases = ['ada@example.com', 'countess@example.com']
      ada.primaryEmail = 'ada.king@example.com'
    })
    await done('sync')
    // Dovecot looks at its file of users once in each second of the clock.
    await setTimeout(1_100)
    t.is(await send('ada@example.com', 'four'), 250, 'the old address')
    t.is(await send('ada.king@example.com', 'five'), 250)
    await filed('ada.king@example.com', 'four')
    t.deepEqual(await filed('ada.king@example.com', 'five'), ['five', 'four', 'one'])
    t.false(existsSync(join(home.archives, 'ada@example.com')))
    t.truthy(await readFirstSubject(imapPort, 'ada.king@example.com', await host.mailToken('ada.king@example.com')))
    t.deepEqual(
      (await readSubjects(imapPort, 'desk', 'correct horse', 'shared/ada.king@example.com/INBOX')).sort(),
      ['five', 'four', 'one'],
      'rights move along',
    )

    google.update((now) => {
      now.users = now.users.filter(({ id }) => id !== '2')
    })
    await done('setup', '--auto-delete')
    await done('sync')
    t.is(await send('countess@example.com', 'six'), 550, 'after the deletion')
    await done('setup', '--catch-all', 'info@example.com')
    // Settings count within a second.
    while ((await send('countess@example.com', 'seven')) !== 250) await setTimeout(100)
    t.true((await filed('desk', 'seven')).includes('seven'), 'the catch-all')
    t.is(await send('nobody@partner.net', 'eight'), 554)

    await host.service.stop()
    t.is(await send('erik@example.com', 'nine'), 451, 'nothing is refused while nobody can answer')
    await host.restart()
    // Postfix may remember the failure for a moment; the sender comes back.
    let answer = 451
    while (answer === 451) answer = await send('erik@example.com', 'nine')
    t.is(answer, 250)
    t.deepEqual(await filed('erik@example.com', 'nine'), ['nine'])
  },
)
