import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, copyFileSync, existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { nodeUnderTest } from '../support/node-under-test.ts'
import { runInside } from '../support/run-inside.ts'
import { cleanEnvironment, program, type Run } from '../support/run-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { type Workplace, workplace } from '../support/workplace.ts'
import { user } from '../sync/builders.ts'

/** An account that owns nothing, for tests that are run by root, who may do everything. */
const nobody = 65_534
const isRoot = process.getuid?.() === 0

type Case = {
  /** For a shell in which `rollcall` is the program; its home is set up, and holds one user. */
  line: string
  code?: number
  stdout?: RegExp
  stderr?: RegExp
  /** Undefined takes a variable away. */
  environment?: NodeJS.ProcessEnv
}

const silent = /^$/
const long = '$(head -c 100000 /dev/zero | tr "\\0" a)'

/** What surrounds a program where it is not as usual, and what comes of it. */
const cases: Readonly<Record<string, Case>> = {
  'a closed standard input': { line: 'rollcall users <&-', stdout: /Ada/ },
  'a closed standard input where a key is wanted': {
    line: 'rollcall setup --key - <&-',
    code: 65,
    stderr: /standardInputUnusable/,
  },
  'a closed standard input where settings are wanted': {
    line: 'rollcall setup --from - <&-',
    code: 65,
    stderr: /rollcall setup --from - < settings\.json/,
  },
  'a closed standard input where a password is wanted': {
    line: 'rollcall users add x --password <&-',
    code: 64,
    stderr: /passwordMissing/,
  },
  'a closed standard input where an address is wanted': {
    line: 'rollcall test-authentication ada@example.com <&-',
    code: 1,
    stderr: /authenticationNotSetUp/,
  },
  'a closed standard output': { line: 'rollcall plan >&-', stdout: silent },
  'a closed standard error': { line: 'rollcall plan 2>&-', stdout: /Create/, stderr: silent },
  'a closed standard error and a failure': { line: 'rollcall who nobody 2>&-', code: 65 },
  'no stream at all': { line: 'rollcall sync <&- >&- 2>&-', stdout: silent },
  'a reader that has seen enough': { line: 'rollcall users | head -n 1', stdout: /^User name/, stderr: silent },
  'a reader that never reads': { line: 'rollcall users --json | true', stdout: silent, stderr: silent },
  'help for a reader that has seen enough': { line: 'rollcall --help | head -n 1', stdout: /^Usage/, stderr: silent },
  'a full disk behind a result': {
    line: 'rollcall users >/dev/full',
    code: 1,
    stderr: /The disk behind standard output is full/,
  },
  'a full disk behind a document': { line: 'rollcall users --json >/dev/full', code: 1, stderr: /outputFailed/ },
  'a full disk behind a problem document': {
    line: 'rollcall nosuch --json >/dev/full',
    code: 64,
    stderr: /wrongUsage/,
  },
  'a full disk behind help': { line: 'rollcall --help >/dev/full', code: 1, stderr: /outputFailed/ },
  'a full disk behind the version': { line: 'rollcall --version >/dev/full', code: 1, stderr: /outputFailed/ },
  'a full disk behind an export': { line: 'rollcall export --format csv >/dev/full', code: 1, stderr: /outputFailed/ },
  'a full disk behind the address of the stand-in': {
    line: 'rollcall simulate >/dev/full',
    code: 1,
    stderr: /outputFailed/,
  },
  'a full disk behind standard error': { line: 'rollcall plan 2>/dev/full', stdout: /Create/ },
  'CI set': { line: 'rollcall plan', environment: { CI: 'true' }, stdout: /Create/, stderr: /^Connecting to Google\n/ },
  'no HOME, and a folder for data': {
    line: 'XDG_DATA_HOME="$PWD/data" rollcall users',
    environment: { HOME: '', ROLLCALL_HOME: undefined },
    code: 1,
    stderr: /data\/rollcall[\s\S]*homeMissing/,
  },
  'a HOME that counts from the current folder': {
    line: 'rollcall users',
    environment: { HOME: 'here', ROLLCALL_HOME: undefined },
    code: 64,
    stderr: /variableUnusable/,
  },
  'no environment at all': { line: 'env -i "$NODE" "$PROGRAM" --home "$ROLLCALL_HOME" users', stdout: /Ada/ },
  'a home below a file': { line: 'rollcall sync --home "$PROGRAM/home"', code: 1, stderr: /Do:/ },
  'a home that is a device': { line: 'rollcall sync --home /dev/null', code: 1, stderr: /homeIsNoFolder/ },
  'a home that the system does not let be made': {
    line: 'rollcall sync --home /proc/rollcall',
    code: 1,
    stderr: /Do:/,
  },
  'a locale that nobody knows': { line: 'rollcall users', environment: { LC_ALL: 'xx_YY.nonsense' }, stdout: /Ada/ },
  'a time zone that nobody knows': { line: 'rollcall history', environment: { TZ: 'Nowhere/Land' } },
  'no TERM': { line: 'rollcall plan', environment: { TERM: undefined }, stdout: /Create/ },
  'a TERM that nobody knows': { line: 'rollcall', environment: { TERM: 'nonsense' }, code: 64, stderr: /noTerminal/ },
  'a current folder that is gone': { line: 'mkdir g; cd g; rmdir ../g; rollcall users', stdout: /Ada/ },
  'a current folder that is gone, and a home in it': {
    line: 'mkdir g; cd g; rmdir ../g; rollcall users --home here',
    code: 1,
    stderr: /currentFolderGone/,
  },
  'a current folder that is gone, and a plan to be saved in it': {
    line: 'mkdir g; cd g; rmdir ../g; rollcall plan --out here.plan',
    code: 1,
    stderr: /currentFolderGone/,
  },
  'a current folder that is gone, and a key in it': {
    line: 'mkdir g; cd g; rmdir ../g; rollcall setup --key key.json',
    code: 1,
    stderr: /currentFolderGone/,
  },
  'an enormous command': { line: `rollcall ${long}`, code: 64, stderr: /^.{0,400}$/m },
  'an enormous flag': { line: `rollcall sync --${long}`, code: 64, stderr: /^.{0,400}$/m },
  'an enormous address': { line: `rollcall who ${long}`, code: 65 },
  'an enormous path of a plan': { line: `rollcall sync --plan ${long}`, code: 65, stderr: /fileUnreadable/ },
  'an enormous path of the home': { line: `rollcall sync --home /${long}`, code: 1, stderr: /ENAMETOOLONG/ },
}

async function archiveInUse(t: ExecutionContext): Promise<Workplace> {
  return workplace(t, { store: { version: 1, revision: 1, users: [user('ada@example.com', { fullName: 'Ada' })] } })
}

function runLine(place: Workplace, { line, environment }: Case): Promise<Run> {
  return runShell(`rollcall() { "$NODE" "$PROGRAM" "$@"; }; ${line}`, {
    cwd: place.folder,
    env: {
      ...cleanEnvironment(),
      ROLLCALL_HOME: place.home.folder,
      ROLLCALL_GOOGLE: place.google.url,
      NODE: nodeUnderTest,
      PROGRAM: program,
      ...environment,
    },
  })
}

async function runShell(script: string, options: { cwd?: string; env: NodeJS.ProcessEnv; uid?: number }): Promise<Run> {
  const child = spawn('sh', ['-c', script], { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  const output = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
  return { code, signal, ...output }
}

for (const [what, expected] of Object.entries(cases)) {
  test(`${what}: a result or a clear problem`, async (t) => {
    const run = await runLine(await archiveInUse(t), expected)
    t.is(run.code, expected.code ?? 0, run.stderr)
    if (expected.stdout !== undefined) t.regex(run.stdout, expected.stdout)
    if (expected.stderr !== undefined) t.regex(run.stderr, expected.stderr)
    t.notRegex(run.stdout + run.stderr, /\n\s+at |Code: +bug|node:internal/)
  })
}

for (const umask of ['000', '027', '777']) {
  test(`under the umask ${umask} what an ordinary account writes is its own alone, and can be read again`, async (t) => {
    const place = await workplace(t, { setUp: false })
    const run = ordinaryAccount(t, place)
    const { code, stdout, stderr } = await run(
      `umask ${umask}; set -e
      rollcall setup --home a/b/home --key key.json --admin ${place.google.admin} --group board@example.com
      rollcall sync --home a/b/home; rollcall sync --home a/b/home; rollcall users --home a/b/home
      rollcall plan --home a/b/home --out saved.plan; find a saved.plan -printf '%m %p\\n'`,
    )
    t.is(code, 0, stderr)
    t.regex(stdout, /ursula\.becker@example\.com +Ursula Becker +Directory Services/)
    const modes = [...stdout.matchAll(/^(\d+) ((?:a|saved\.plan)(?:\/.*)?)$/gm)].map(([, mode, path]) => ({
      mode,
      path,
    }))
    t.true(modes.length > 15)
    for (const { mode, path } of modes) t.true(mode === '700' || mode === '600', `${path}: ${mode}`)
  })
}

test('a path that begins with ~ is one below the own home folder, as no shell puts it behind --home=', async (t) => {
  const place = await workplace(t, { setUp: false })
  const { code, stdout, stderr } = await runLine(place, {
    line: `rollcall setup --home='~/kept' --key='~/key.json' --admin ${place.google.admin} && rollcall plan --home='~/kept' --out='~/x.plan' && ls`,
    environment: { HOME: place.folder },
  })
  t.is(code, 0, stderr)
  t.regex(stdout, /^kept$/m)
  t.regex(stdout, /^x\.plan$/m)
  t.notRegex(stdout, /^~$/m)
})

test('a clock that is far off is told, with how to set it', async (t) => {
  const { run, google } = await archiveInUse(t)
  google.update((organization) => {
    organization.clockOffsetSeconds = -10 * 365 * 24 * 3600
  })
  const { code, stderr } = await run(['sync'])
  t.is(code, 4)
  t.regex(stderr, /clockOff/)
  t.regex(stderr, /timedatectl/)
})

test('a home that belongs to somebody else is refused, for reading too', async (t) => {
  const place = await archiveInUse(t)
  if (isRoot) chownSync(place.home.folder, nobody, nobody)
  const folder = isRoot ? place.home.folder : '/usr'
  for (const line of [`rollcall users --home ${folder}`, `rollcall sync --home ${folder}`]) {
    const { code, stderr } = await runLine(place, { line })
    t.is(code, 1)
    t.regex(stderr, /homeOfSomebodyElse/)
  }
})

test('a home that cannot be written is a problem that says so', async (t) => {
  const run = ordinaryAccount(t, await archiveInUse(t))
  const { code, stderr } = await run('mkdir -m 500 home; rollcall setup --auto-delete --home home')
  t.is(code, 1, stderr)
  t.regex(stderr, /notPermitted/)
  t.notRegex(stderr, /\n\s+at /)
})

/** Runs shell lines as somebody who is not root, in a folder of theirs that holds the program and the key. */
function ordinaryAccount(t: ExecutionContext, place: Workplace): (script: string) => Promise<Run> {
  const folder = temporaryFolder(t)
  copyFileSync(program, join(folder, 'rollcall.js'))
  writeFileSync(join(folder, 'key.json'), JSON.stringify(place.google.key))
  chmodSync(folder, 0o755)
  if (isRoot) chownSync(folder, nobody, nobody)
  const env = { ...cleanEnvironment(), NODE: nodeUnderTest, ROLLCALL_GOOGLE: place.google.url }
  return (script) =>
    runShell(`rollcall() { "$NODE" rollcall.js "$@"; }; ${script}`, {
      cwd: folder,
      env,
      ...(isRoot ? { uid: nobody } : {}),
    })
}

test('a slow reader gets all of 100,000 users', async (t) => {
  const count = 100_000
  const users = Array.from({ length: count }, (_, index) =>
    user(`user${index}@example.com`, { directoryId: `${index}` }),
  )
  const place = await workplace(t, { store: { version: 1, revision: 1, users } })
  // The reader sleeps first, so that the pipe is full and the writer has to wait.
  const { code, stdout, stderr } = await runLine(place, {
    line: `{ rollcall users --json; echo "$?" >&2; } | { sleep 1; "$NODE" -e 'let s="";process.stdin.on("data",d=>s+=d).on("end",()=>console.log(JSON.parse(s).users.length))'; }`,
  })
  t.is(code, 0, stderr)
  t.is(stdout, `${count}\n`)
  t.is(stderr, '0\n')
})

test('a home that is missing is told by every command but the one that makes it, and nothing is made', async (t) => {
  const home = join(temporaryFolder(t), 'typo')
  for (const words of [
    'users',
    'who ada@example.com',
    'plan',
    'sync',
    'history',
    'archives',
    'settings show',
    'check',
    'export --format csv',
  ]) {
    const { code, stderr } = await runInside([...words.split(' '), '--home', home])
    t.is(code, 1, words)
    t.regex(stderr, /homeMissing/, words)
    t.false(existsSync(home), words)
  }
  t.is((await runInside(['setup', '--auto-delete', '--home', home])).code, 0)
  t.true(existsSync(home))
})

test('a remedy with commands names the home that was given by its flag, and no other', async (t) => {
  const place = await workplace(t, { setUp: false })
  const home = join(place.folder, "it's one")
  const { stderr } = await runInside(['plan', '--home', home])
  t.regex(stderr, /rollcall setup --key FILE --admin EMAIL --home '.*\/it'\\''s one'$/m)
  const { stderr: elsewhere } = await runInside(['plan'], { environment: { ROLLCALL_HOME: home } })
  t.regex(elsewhere, /rollcall setup --key FILE --admin EMAIL$/m)
  t.notRegex(elsewhere, /--home/)
})
