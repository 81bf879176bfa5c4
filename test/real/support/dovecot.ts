import { chmodSync, chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import type { ExecutionContext } from 'ava'
import { fill } from './fill.ts'
import { runDaemon } from './run-daemon.ts'

/** Dovecot does not open mail as root; this account is on every Debian machine. */
const mailAccount = { name: 'mail', uid: 8, gid: 8 }

const example = (name: string): string =>
  readFileSync(new URL(`../../../docs/examples/dovecot/${name}`, import.meta.url), 'utf8')

/** What Dovecot asks Rollcall with. */
export type Introspection = { port: number; clientSecret: string }

/** Starts Dovecot with the documented configuration on a Maildir for each name, with one message that says whose it is. */
export async function startDovecot(
  t: ExecutionContext<unknown>,
  folder: string,
  port: number,
  names: readonly string[],
  { port: statusPort, clientSecret }: Introspection,
): Promise<void> {
  const archives = join(folder, 'mail')
  for (const name of names) {
    for (const part of ['cur', 'new', 'tmp']) mkdirSync(join(archives, name, part), { recursive: true })
    writeFileSync(join(archives, name, 'new', '1.one.host'), `Subject: mail of ${name}\r\n\r\nHello.\r\n`)
  }
  const owned = (path: string): void => chownSync(path, mailAccount.uid, mailAccount.gid)
  // The test's own folder is closed to others, and Dovecot's mail process is another account.
  chmodSync(folder, 0o711)
  owned(archives)
  for (const name of names) {
    owned(join(archives, name))
    for (const part of ['cur', 'new', 'tmp']) owned(join(archives, name, part))
    owned(join(archives, name, 'new', '1.one.host'))
  }
  const oauth2 = join(folder, 'dovecot-oauth2.conf.ext')
  writeFileSync(
    oauth2,
    fill(example('dovecot-oauth2.conf.ext'), [
      ['127.0.0.1:9464', `127.0.0.1:${statusPort}`],
      ['CLIENT_SECRET', clientSecret],
    ]),
  )
  const webmail = fill(example('rollcall-webmail.conf'), [
    ['/etc/dovecot/dovecot-oauth2.conf.ext', oauth2],
    ['uid=vmail gid=vmail', `uid=${mailAccount.uid} gid=${mailAccount.gid}`],
    ['/var/lib/rollcall/archives', archives],
  ])
  const configuration = join(folder, 'dovecot.conf')
  const run = join(folder, 'run')
  writeFileSync(
    configuration,
    `protocols = imap
base_dir = ${run}
state_dir = ${join(folder, 'state')}
log_path = /dev/stderr
ssl = no
disable_plaintext_auth = no
first_valid_uid = 1
default_internal_user = ${mailAccount.name}
default_internal_group = ${mailAccount.name}
default_login_user = ${userInfo().uid === 0 ? 'nobody' : userInfo().username}
service imap-login {
  chroot =
  inet_listener imap {
    address = 127.0.0.1
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
${webmail}`,
  )
  await runDaemon(t, '/usr/sbin/dovecot', ['-F', '-c', configuration], port)
}
