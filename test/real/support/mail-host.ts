import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, chownSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import type { ExecutionContext } from 'ava'
import { startOf, withoutNode } from '../../support/node-under-test.ts'
import { cleanEnvironment, program, type Run } from '../../support/run-process.ts'
import { fill } from './fill.ts'
import { runDaemon } from './run-daemon.ts'

/** The account that runs Rollcall and opens mail; on every Debian machine. Neither Dovecot nor a mail host does it as root. */
export const mailAccount = { name: 'mail', uid: 8, gid: 8 }

const example = (name: string): string =>
  readFileSync(new URL(`../../../docs/examples/${name}`, import.meta.url), 'utf8')

/** Copies the built program to where the account of the mail host finds it, and returns its path. */
export function installProgram(folder: string): string {
  const path = join(folder, 'rollcall.js')
  cpSync(program, path)
  chmodSync(path, 0o755)
  return path
}

/** Runs the built program as the account of the mail host. */
export function runAsMail(installed: string, args: readonly string[], input = ''): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = startAsMail(installed, args)
    const output = { stdout: '', stderr: '' }
    child.stdout?.on('data', (data) => (output.stdout += data))
    child.stderr?.on('data', (data) => (output.stderr += data))
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal, ...output }))
    child.stdin?.end(input)
  })
}

function startAsMail(installed: string, args: readonly string[]): ChildProcess {
  const [command, line] = startOf(installed, args)
  const { uid, gid } = mailAccount
  return spawn(command, line, {
    uid,
    gid,
    cwd: '/',
    env: { ...cleanEnvironment(), ...withoutNode, HOME: '/nonexistent' },
  })
}

/** A service that runs as the account of the mail host, until it is stopped or the test ends. */
export type RunningService = { stop: () => Promise<void> }

/** Starts the built program as a service, and waits until it says that it is ready. */
export async function serveAsMail(
  t: ExecutionContext<unknown>,
  installed: string,
  args: readonly string[],
): Promise<RunningService> {
  const child = startAsMail(installed, args)
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
  }
  t.teardown(stop)
  await new Promise<void>((resolve, reject) => {
    let text = ''
    child.stderr?.on('data', (data) => {
      text += data
      if (text.includes('ready on')) resolve()
    })
    void ended.then(() => reject(new Error(`The service ended: ${text}`)))
  })
  return { stop }
}

/** Makes a folder of the mail host, with everybody on the way to it let through. */
export function hostFolder(path: string, owner = mailAccount, mode = 0o755): string {
  mkdirSync(path, { recursive: true })
  chownSync(path, owner.uid, owner.gid)
  chmodSync(path, mode)
  return path
}

/** What Dovecot serves, and where. */
export type DovecotHost = {
  folder: string
  imapPort: number
  /** Below Postfix's queue folder. */
  lmtpSocket: string
  users: string
  shared: string
  introspection: { port: number; clientSecret: string }
}

/** Starts Dovecot with the documented configuration. */
export async function startMailDovecot(t: ExecutionContext<unknown>, host: DovecotHost): Promise<void> {
  const { folder, imapPort, lmtpSocket, users, shared, introspection } = host
  hostFolder(folder, { name: 'root', uid: 0, gid: 0 })
  const oauth2 = join(folder, 'dovecot-oauth2.conf.ext')
  writeFileSync(
    oauth2,
    fill(example('dovecot/dovecot-oauth2.conf.ext'), [
      ['127.0.0.1:9464', `127.0.0.1:${introspection.port}`],
      ['CLIENT_SECRET', introspection.clientSecret],
    ]),
  )
  const documented = fill(example('dovecot/rollcall-mail.conf'), [
    ['/etc/dovecot/dovecot-oauth2.conf.ext', oauth2],
    ['/etc/dovecot/archive-users', users],
    ['/etc/dovecot/archive-shared', shared],
    ['uid=rollcall gid=rollcall', `uid=${mailAccount.uid} gid=${mailAccount.gid}`],
    ['/var/spool/postfix/private/dovecot-lmtp', lmtpSocket],
  ])
  const configuration = join(folder, 'dovecot.conf')
  writeFileSync(
    configuration,
    `base_dir = ${join(folder, 'run')}
state_dir = ${join(folder, 'state')}
log_path = ${join(folder, 'log')}
ssl = no
disable_plaintext_auth = no
auth_failure_delay = 0
first_valid_uid = 1
default_internal_user = ${mailAccount.name}
default_internal_group = ${mailAccount.name}
default_login_user = ${userInfo().uid === 0 ? 'nobody' : userInfo().username}
service imap-login {
  chroot =
  inet_listener imap {
    address = 127.0.0.1
    port = ${imapPort}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service auth {
  user = root
}
${documented}`,
  )
  await runDaemon(t, '/usr/sbin/dovecot', ['-F', '-c', configuration], imapPort)
}

/** Postfix with a queue and a configuration of its own. */
export type PostfixHost = { folder: string; queue: string; smtpPort: number }

/** Makes Postfix's folders, so that other programs can put their sockets there. */
export function preparePostfix({ folder, queue }: Omit<PostfixHost, 'smtpPort'>): void {
  const root = { name: 'root', uid: 0, gid: 0 }
  for (const path of [folder, queue]) hostFolder(path, root)
}

/** Starts Postfix with the documented settings on a port of loopback. */
export async function startPostfix(
  t: ExecutionContext<unknown>,
  { folder, queue, smtpPort }: PostfixHost,
): Promise<void> {
  const configuration = join(folder, 'etc')
  mkdirSync(configuration, { recursive: true })
  const data = hostFolder(join(folder, 'data'), userOf('postfix'), 0o700)
  cpSync('/etc/postfix/postfix-files', join(configuration, 'postfix-files'))
  writeFileSync(
    join(configuration, 'main.cf'),
    `compatibility_level = 3.6
queue_directory = ${queue}
data_directory = ${data}
meta_directory = /etc/postfix
maillog_file_prefixes = ${folder}
maillog_file = ${join(folder, 'log')}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.test
mydestination =
mynetworks = 127.0.0.2/32
smtputf8_enable = no
${example('postfix/main.cf')}`,
  )
  writeFileSync(join(configuration, 'master.cf'), `127.0.0.1:${smtpPort} inet n - n - - smtpd\n${usualServices()}`)
  const postfix = (command: string) =>
    execFileSync('/usr/sbin/postfix', ['-c', configuration, command], { stdio: ['ignore', 'ignore', 'pipe'] })
  t.teardown(() => postfix('stop'))
  postfix('start')
}

/** What Debian's Postfix runs beside its listeners, without the change of root. */
function usualServices(): string {
  const lines = readFileSync('/usr/share/postfix/master.cf.dist', 'utf8').split('\n')
  const services = lines
    .map((line) => line.split(/\s+/))
    .filter(([name, type]) => name !== '' && /^unix/.test(type ?? ''))
  return services
    .filter(([name = '', , , , , , , command]) => !name.startsWith('#') && command !== 'pipe')
    .map(([name, type, isPrivate, isPlain, , ...rest]) => [name, type, isPrivate, isPlain, 'n', ...rest].join(' '))
    .join('\n')
}

function userOf(name: string): { name: string; uid: number; gid: number } {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((one) => one.startsWith(`${name}:`))
  const [, , uid, gid] = (line ?? '').split(':')
  return { name, uid: Number(uid), gid: Number(gid) }
}

/** The group of an account, as a number. */
export const groupOf = (name: string): number => userOf(name).gid

/** Hands a message in by SMTP. Returns the answer to the recipient: 250, 550, 451... */
export function sendMessage(port: number, recipient: string, subject: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    const lines = ['EHLO sender.test', 'MAIL FROM:<someone@elsewhere.test>', `RCPT TO:<${recipient}>`, 'DATA']
    let sent = -1
    let answer = 0
    let text = ''
    socket.on('error', reject)
    socket.on('data', (data) => {
      text += data
      const last = /^(\d{3}) .*\r\n$/m.exec(text.slice(text.lastIndexOf('\n', text.length - 2) + 1))
      if (!text.endsWith('\r\n') || last === null) return
      const code = Number(last[1])
      text = ''
      if (sent === 2) answer = code
      if (code >= 400 || sent === 4) {
        socket.end('QUIT\r\n')
        resolve(answer === 0 ? code : answer)
        return
      }
      sent += 1
      if (sent < 4) socket.write(`${lines[sent]}\r\n`)
      else socket.write(`From: someone@elsewhere.test\r\nSubject: ${subject}\r\n\r\nHello.\r\n.\r\n`)
    })
  })
}
