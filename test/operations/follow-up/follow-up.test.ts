import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import type { FollowUpReport } from '../../../source/operations/follow-up/follow-up-state.ts'
import { runCommand } from '../../../source/operations/follow-up/run-command.ts'
import type { Document } from '../../support/workplace.ts'
import { workplace } from '../../support/workplace.ts'
import { integrated } from '../../sync/builders.ts'

const organization = {
  domains: ['example.com'],
  admins: ['admin@example.com'],
  users: [
    { primaryEmail: 'admin@example.com' },
    { primaryEmail: 'ada@example.com', aliases: ['countess@example.com'] },
  ],
}
const desk = integrated('desk', { emailAddresses: ['info@example.com'] })

async function place(t: ExecutionContext<unknown>) {
  const made = await workplace(t, { organization, store: { version: 1, revision: 1, users: [desk] } })
  const file = join(made.folder, 'vmailbox')
  const read = () => readFileSync(file, 'utf8')
  return { ...made, file, read, keep: `postfix:mailboxes=${file}` }
}

type Done = Document & { followUp?: FollowUpReport }

test('an export is there once it is set, follows each commit, and keeps mode and owner', async (t) => {
  const { run, file, read, keep } = await place(t)
  t.is((await run(['setup', '--export', keep])).code, 0)
  t.is(read(), 'info@example.com  desk/\n')
  t.is(statSync(file).mode & 0o777, 0o600)
  chmodSync(file, 0o640)
  const before = statSync(file)
  t.is((await run(['sync'])).code, 0)
  t.is(read(), (await run(['export', '--format', 'postfix', '--map', 'mailboxes'])).stdout)
  t.regex(read(), /^ada@example\.com {2}ada@example\.com\/$/m)
  const after = statSync(file)
  t.deepEqual([after.mode, after.uid, after.gid], [before.mode, before.uid, before.gid])
  t.true(after.mtimeMs - before.mtimeMs >= 1000, 'Dovecot compares whole seconds')
})

test('a file that would not change is left alone', async (t) => {
  const { run, file, keep } = await place(t)
  await run(['setup', '--export', keep])
  await run(['sync'])
  utimesSync(file, 1, 1)
  const before = statSync(file)
  t.is((await run(['users', 'edit', 'desk', '--full-name', 'Desk'])).code, 0)
  t.deepEqual([statSync(file).ino, statSync(file).mtimeMs], [before.ino, before.mtimeMs])
})

test('a commit by hand, an undo and a change of the catch-all rewrite exports as a synchronization does', async (t) => {
  const { run, read, keep } = await place(t)
  await run(['setup', '--export', keep])
  await run(['users', 'edit', 'desk', '--address', 'help@example.com'])
  t.is(read(), 'help@example.com  desk/\n')
  await run(['undo', '--yes'])
  t.is(read(), 'info@example.com  desk/\n')
  await run(['setup', '--catch-all', 'desk'])
  t.is(read(), '@example.com  desk/\ninfo@example.com  desk/\n')
})

test('a link, a folder that others can write to, and two exports in one file are refused', async (t) => {
  const { run, folder, home } = await place(t)
  const open = join(folder, 'open')
  mkdirSync(open)
  chmodSync(open, 0o777)
  symlinkSync(home.users, join(folder, 'link'))
  for (const [flags, code] of [
    [['--export', `csv=${join(folder, 'link')}`], 'exportIsNoFile'],
    [['--export', `csv=${join(open, 'users')}`], 'placeNotOwn'],
    [['--export', `csv=${join(folder, 'x')}`, '--export', `json=${join(folder, 'x')}`], 'exportTwice'],
    [['--export', `dovecot:acl=${join(folder, 'missing')}`], 'exportIsNoFolder'],
  ] as const) {
    const { stdout } = await run(['setup', '--json', ...flags])
    t.is(JSON.parse(stdout).problem.code, code)
  }
  t.deepEqual(JSON.parse((await run(['settings', 'show', '--json'])).stdout).settings.exports, [])
})

test('what somebody puts in the place of an export later is not followed', async (t) => {
  const { run, folder, file, keep } = await place(t)
  await run(['setup', '--export', keep])
  const secret = join(folder, 'secret')
  writeFileSync(secret, 'secret')
  renameSync(file, `${file}.old`)
  symlinkSync(secret, file)
  const { code, stdout } = await run(['sync'])
  t.is(code, 1)
  t.regex(stdout, /The export postfix:mailboxes was not written to .*vmailbox\. .*a link.*The next run tries again\./s)
  t.is(readFileSync(secret, 'utf8'), 'secret')
})

test('an export that failed is told in the outcome and the history, and the next run writes it', async (t) => {
  const { run, answer, folder } = await place(t)
  const inner = join(folder, 'inner')
  mkdirSync(inner)
  await run(['setup', '--export', `postfix:aliases=${join(inner, 'virtual')}`])
  renameSync(inner, `${inner}.gone`)
  const { code, document } = await answer<Done>(['sync'])
  t.deepEqual([code, document.committed], [1, true])
  t.is(document.followUp?.exports[0]?.outcome, 'failed')
  t.regex((await run(['history'])).stdout, /! 1 export failed/)
  mkdirSync(inner)
  const next = await answer<Done>(['sync'])
  t.deepEqual([next.code, next.document.committed], [0, false])
  t.is(next.document.followUp?.exports[0]?.outcome, 'written')
  t.regex(readFileSync(join(inner, 'virtual'), 'utf8'), /^countess@example\.com {2}ada@example\.com$/m)
  t.notRegex((await run(['history'])).stdout, /export failed/)
  t.is((await answer<Done>(['sync'])).document.followUp, undefined)
})

test('the command after a commit reads the plan, once for each commit, and what it says is in the history', async (t) => {
  const { run, folder, home } = await place(t)
  const got = join(folder, 'plan')
  await run(['setup', '--after', `cat >> ${got}; echo rebuilt $ROLLCALL_REVISION; echo oops >&2`])
  t.false(existsSync(got), 'it counts from the next commit on')
  t.is((await run(['sync'])).code, 0)
  const plan = JSON.parse(readFileSync(got, 'utf8'))
  t.like(plan, { storeRevision: 2, committed: true, command: 'sync', summary: { create: 2 } })
  t.deepEqual(
    plan.changes.map(({ action, userName }: { action: string; userName: string }) => [action, userName]),
    [
      ['create', 'ada@example.com'],
      ['create', 'admin@example.com'],
    ],
  )
  await run(['sync'])
  t.is(readFileSync(got, 'utf8').trim().split('\n').length, 1, 'nothing was committed')
  const { stdout } = await run(['history', '2'])
  t.regex(stdout, /After the commit:\n.*ended well\.\n {4}rebuilt 2\n {4}oops/)
  t.is(statSync(join(home.folder, 'follow-up.json')).mode & 0o777, 0o600)
})

test('the command gets no hash of a password', async (t) => {
  const { run, folder } = await place(t)
  const got = join(folder, 'plan')
  await run(['setup', '--after', `cat >> ${got}`])
  await run(['users', 'edit', 'desk', '--password'], { input: 'correct horse battery\n' })
  const text = readFileSync(got, 'utf8')
  t.regex(text, /desk/)
  t.notRegex(text, /scrypt|\$7\$|"password"/)
})

test('a command that fails fails no commit, and is told with what it said', async (t) => {
  const { run, answer } = await place(t)
  await run(['setup', '--after', 'echo no such map; exit 3'])
  const { code, document } = await answer<Done>(['sync'])
  t.deepEqual([code, document.committed], [1, true])
  t.like(document.followUp?.after, { outcome: 'failed', exitCode: 3, output: 'no such map' })
  t.regex((await run(['history'])).stdout, /! the command after it failed/)
})

test('a command is run again only where the machine went down while it ran, and that is said', async (t) => {
  const { run, folder, home } = await place(t)
  const got = join(folder, 'runs')
  await run(['setup', '--after', `echo $ROLLCALL_REVISION >> ${got}`])
  await run(['sync'])
  const journal = join(home.folder, 'follow-up.json')
  const interrupted = (boot: string | null): void => {
    const state = JSON.parse(readFileSync(journal, 'utf8'))
    state.reports[0].after.outcome = 'running'
    writeFileSync(journal, JSON.stringify({ ...state, boot: boot ?? state.boot }))
  }
  interrupted(null)
  t.regex(
    (await run(['sync'])).stdout,
    /Rollcall was stopped while this command ran after the commit\. It is not run again/,
  )
  t.is(readFileSync(got, 'utf8'), '2\n')
  interrupted('another run of the machine')
  t.regex((await run(['sync'])).stdout, /The machine went down while this ran, so it ran again/)
  t.is(readFileSync(got, 'utf8'), '2\n2\n')
  t.is((await run(['sync', '--quiet'])).stdout, '')
})

test('a command that takes too long is ended with everything it started', async (t) => {
  const folder = (await place(t)).folder
  const file = join(folder, 'pid')
  const report = await runCommand(`sleep 600 & echo $! > ${file}; echo begun; wait`, [], {}, 200)
  t.like(report, { outcome: 'timedOut', output: 'begun' })
  const status = `/proc/${readFileSync(file, 'utf8').trim()}/stat`
  // One that has ended can stand in the list for as long as nobody asks for its exit code.
  t.true(!existsSync(status) || /\) Z /.test(readFileSync(status, 'utf8')))
})

test('a command that reads nothing, prints without end, or leaves something running, is taken as it is', async (t) => {
  t.like(await runCommand('exit 0', ['x'.repeat(1_000_000)], {}), { outcome: 'done', exitCode: 0 })
  const noisy = await runCommand('head -c 5000000 /dev/zero | tr "\\0" x', [], {})
  t.deepEqual([noisy.outcome, noisy.output.length], ['done', 8_000])
  t.like(await runCommand('sleep 3 & echo left', [], {}), { outcome: 'done', output: 'left' })
})

test('the rights of each archive stand in it for Dovecot, and are no mail', async (t) => {
  const { run, home, folder } = await place(t)
  await run(['sync'])
  await run([
    'setup',
    '--export',
    `dovecot:acl=${home.archives}`,
    '--export',
    `dovecot:shared=${join(folder, 'shared')}`,
  ])
  const rights = (archive: string) => readFileSync(join(home.archives, archive, 'dovecot-acl'), 'utf8')
  t.is(rights('ada@example.com'), 'owner lr\n')
  await run(['users', 'edit', 'desk', '--folder', 'ada@example.com=read,write'])
  t.is(rights('ada@example.com'), 'owner lr\nuser=desk lrswik\n')
  t.is(readFileSync(join(folder, 'shared'), 'utf8'), 'shared/shared-boxes/user/desk/ada@example.com\n1\n')
  await run(['users', 'release', 'ada@example.com', '--yes'])
  await run(['users', 'remove', 'ada@example.com', '--yes'])
  t.false(existsSync(join(home.archives, 'ada@example.com')), 'an archive that holds rights alone is empty')
})
