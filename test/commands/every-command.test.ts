import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import type { Command } from 'commander'
import demoStore from '../../fixtures/demo-store.json' with { type: 'json' }
import { createProgram } from '../../source/commands/cli/program.ts'
import type { UserStore } from '../../source/sync/user.ts'
import { startCluster } from '../store/support/postgresql/cluster.ts'
import { freePort } from '../support/free-port.ts'
import { noDelegation } from '../support/no-delegation.ts'
import { nodeUnderTest } from '../support/node-under-test.ts'
import { cleanEnvironment, program, type Run } from '../support/run-process.ts'
import { signInAndPaste, startProgram } from '../support/running-program.ts'
import { type Workplace, workplace } from '../support/workplace.ts'

/** What is expected of a command: a run that succeeds, and one that fails. */
type Row = {
  /** Done first, in the same workplace. */
  before?: (place: Workplace) => unknown
  succeeds: {
    args: readonly string[]
    input?: string
    text: RegExp
    /** The members of the document that `--json` prints; null where the command has no `--json`. */
    document: readonly string[] | null
    exitCode?: number
    /** Where it takes more than a run. */
    run?: (place: Workplace, args: readonly string[]) => Promise<Run>
  }
  fails: { args: readonly string[]; code: string; exitCode: number; before?: (place: Workplace) => unknown }
}

const ada = 'ada.lovelace@example.com'
const planMembers = [
  'storeRevision',
  'committed',
  'summary',
  'changes',
  'skipped',
  'excluded',
  'deletionLimit',
  'warnings',
  'archives',
]
const breakStore = ({ home }: Workplace) => writeFileSync(home.users, '{')
const refuseToken = ({ google }: Workplace) => google.setFaults([noDelegation])
const chooseGroup = (place: Workplace) => place.run(['setup', '--group', 'board@example.com'])
const deleteOthers = (place: Workplace) => place.run(['setup', '--auto-delete'])
const synchronize = async (place: Workplace) => {
  await chooseGroup(place)
  await place.run(['sync'])
}
const storeMembers = ['kind', 'place', 'revision', 'users', 'changed', 'waiting', 'database']
const storeFails = { code: 'storeUnusable', exitCode: 65, before: breakStore }

/** One row for each command; the test below says when one is missing. */
const rows: Readonly<Record<string, Row>> = {
  serve: {
    before: setUpSignIn,
    succeeds: { args: [], text: /^$/, document: null, exitCode: 130, run: serveUntilReady },
    fails: { args: ['--listen', '0.0.0.0:8462'], code: 'plainHttpOutside', exitCode: 64 },
  },
  sessions: {
    succeeds: { args: [], text: /^Nobody is signed in\.$/m, document: ['sessions'] },
    fails: {
      args: [],
      code: 'sessionsUnusable',
      exitCode: 65,
      before: ({ home }) => writeFileSync(home.sessions, '{'),
    },
  },
  status: {
    succeeds: {
      args: [],
      text: /^Last sync +never$/m,
      document: ['runs', 'lastSuccess', 'failure', 'conflicts', 'heldDeletions', 'nextRun', 'needsYou'],
    },
    fails: { args: ['more'], code: 'wrongUsage', exitCode: 64 },
  },
  notify: {
    succeeds: { args: [], text: /^Sent by 1 way\.$/m, document: ['sent', 'warnings'], run: withWebhook },
    fails: { args: [], code: 'notifyNobody', exitCode: 1 },
  },
  'notify test': {
    succeeds: { args: [], text: /^Sent by 1 way\.$/m, document: ['sent', 'warnings'], run: withWebhook },
    fails: { args: [], code: 'notifyNobody', exitCode: 1 },
  },
  'sessions list': {
    succeeds: { args: [], text: /^Nobody is signed in\.$/m, document: ['sessions'] },
    fails: {
      args: [],
      code: 'sessionsUnusable',
      exitCode: 65,
      before: ({ home }) => writeFileSync(home.sessions, '{'),
    },
  },
  'sessions end': {
    succeeds: { args: [ada], text: /^0 sessions ended\.$/m, document: ['ended'] },
    fails: { args: [], code: 'wrongUsage', exitCode: 64 },
  },
  setup: {
    succeeds: {
      args: ['--auto-delete', '--exclude', '*@lab.example.com'],
      text: /^Automatic deletion +on$/m,
      document: ['settings', 'key', 'redirectUri', 'exclusionMatches'],
    },
    fails: { args: ['--admin', 'nobody'], code: 'settingRefused', exitCode: 64 },
  },
  check: {
    succeeds: {
      args: [],
      text: /The connection to example\.com works\./,
      document: ['passed', 'organization', 'stages'],
    },
    fails: { args: [], code: 'scopeTooSmall|delegationMissing', exitCode: 4, before: refuseToken },
  },
  groups: {
    succeeds: { args: [], text: /board@example\.com/, document: ['groups'] },
    fails: { args: [], code: 'delegationMissing', exitCode: 4, before: refuseToken },
  },
  plan: {
    before: chooseGroup,
    succeeds: { args: ['--detailed-exitcode'], text: /Create 2 users/, document: planMembers, exitCode: 2 },
    fails: { args: [], ...storeFails },
  },
  'plan approve': {
    succeeds: { args: [], text: /^No deletions wait for your approval\.$/m, document: planMembers },
    fails: {
      args: [],
      code: 'heldDeletionsUnusable',
      exitCode: 65,
      before: ({ home }) => writeFileSync(home.heldDeletions, '{'),
    },
  },
  sync: {
    before: chooseGroup,
    succeeds: { args: [], text: /Created 2 users/, document: planMembers },
    fails: { args: [], code: 'deletionLimit', exitCode: 3, before: deleteOthers },
  },
  users: {
    succeeds: { args: [], text: /Ada Lovelace/, document: ['storeRevision', 'users', 'sharedAddresses'] },
    fails: { args: [], ...storeFails },
  },
  'users list': {
    succeeds: { args: ['ada'], text: /Ada Lovelace/, document: ['storeRevision', 'users', 'sharedAddresses'] },
    fails: { args: [], ...storeFails },
  },
  'users show': {
    succeeds: { args: [ada], text: /countess@example\.com/, document: ['storeRevision', 'user'] },
    fails: { args: ['nobody'], code: 'userNotFound', exitCode: 65 },
  },
  'users add': {
    succeeds: {
      args: ['info', '--full-name', 'Info desk', '--address', 'info@example.com', '--password'],
      input: 'correct horse\n',
      text: /Created 1 user/,
      document: planMembers,
    },
    fails: { args: ['admin'], code: 'userConflict', exitCode: 65 },
  },
  'users edit': {
    succeeds: { args: [ada, '--privileges', 'login', '--no-folder'], text: /Updated 1 user/, document: planMembers },
    fails: { args: [ada, '--full-name', 'X'], code: 'notIntegrated', exitCode: 65 },
  },
  'users remove': {
    succeeds: { args: ['admin', '--yes'], text: /Deleted 1 user/, document: planMembers },
    fails: { args: [ada, '--yes'], code: 'notIntegrated', exitCode: 65 },
  },
  'users take-over': {
    succeeds: { args: ['eve.moneypenny@example.com', '--yes'], text: /Updated 1 user/, document: planMembers },
    fails: { args: ['nobody', '--yes'], code: 'userNotFound', exitCode: 65 },
  },
  'users release': {
    succeeds: { args: [ada, '--yes'], text: /Updated 1 user/, document: planMembers },
    fails: { args: ['admin', '--yes'], code: 'alreadyIntegrated', exitCode: 65 },
  },
  explain: {
    succeeds: {
      args: ['planStale'],
      text: /exit code 1/,
      document: ['code', 'exitCode', 'title', 'cause', 'remedy', 'facts'],
    },
    fails: { args: ['planStail'], code: 'codeUnknown', exitCode: 65 },
  },
  who: {
    succeeds: {
      args: ['countess@example.com'],
      text: /^ada\.lovelace@example\.com +\//,
      document: ['address', 'way', 'holders'],
    },
    fails: { args: ['nobody@example.com'], code: 'addressUnknown', exitCode: 65 },
  },
  archives: {
    before: makeArchive,
    succeeds: { args: [], text: /old@example\.com/, document: ['archives'] },
    fails: { args: [], ...storeFails },
  },
  'archives list': {
    before: makeArchive,
    succeeds: { args: ['--all'], text: /old@example\.com/, document: ['archives'] },
    fails: { args: [], ...storeFails },
  },
  'archives assign': {
    before: makeArchive,
    succeeds: {
      args: ['old@example.com', ada, '--yes'],
      text: /now belongs to ada/,
      document: ['archive', 'userName', 'storeRevision', 'committed', 'archives'],
    },
    fails: { args: ['nothing', ada, '--yes'], code: 'archiveNotAssignable', exitCode: 65 },
  },
  'archives set-aside': {
    before: makeArchive,
    succeeds: {
      args: ['old@example.com'],
      text: /is now called old@example\.com \(former, revision 8\)/,
      document: ['archive', 'movedAside', 'storeRevision', 'committed', 'archives'],
    },
    fails: { args: [ada], code: 'archiveNotSetAside', exitCode: 65 },
  },
  'archives adopt': {
    before: makeArchive,
    succeeds: {
      args: ['--yes'],
      text: /^1 archive goes to the next users/,
      document: ['adopted', 'storeRevision', 'committed', 'archives'],
    },
    fails: { args: [ada, '--yes'], code: 'archiveNotAdoptable', exitCode: 65 },
  },
  'archives create': {
    succeeds: {
      args: ['--yes'],
      text: /^Made \d+ archives\.$/m,
      document: ['created', 'storeRevision', 'committed', 'archives'],
    },
    fails: { args: [], code: 'confirmationNeeded', exitCode: 64 },
  },
  'test-authentication': {
    before: setUpSignIn,
    succeeds: {
      args: [ada],
      text: /The sign-in works\./,
      document: ['passed', 'signedIn', 'user', 'chosenUser', 'isChosenUser', 'mayLogOn'],
      run: signIn,
    },
    fails: { args: ['admin'], code: 'signsInWithPassword', exitCode: 65 },
  },
  history: {
    before: synchronize,
    succeeds: { args: [], text: /^\S+ \S+ +8 +sync/m, document: ['history'] },
    fails: { args: ['99'], code: 'revisionUnknown', exitCode: 65 },
  },
  undo: {
    before: synchronize,
    succeeds: { args: ['--yes'], text: /takes back revision 8/, document: planMembers },
    fails: { args: [], code: 'confirmationNeeded', exitCode: 64 },
  },
  redo: {
    before: async (place) => {
      await synchronize(place)
      await place.run(['undo', '--yes'])
    },
    succeeds: { args: ['--yes'], text: /takes back revision 9/, document: planMembers },
    fails: { args: ['--yes'], code: 'storeUnusable', exitCode: 65, before: breakStore },
  },
  restore: {
    before: synchronize,
    succeeds: { args: ['7', '--yes'], text: /back to revision 7/, document: planMembers },
    fails: { args: ['99', '--yes'], code: 'backupMissing', exitCode: 65 },
  },
  export: {
    succeeds: { args: ['--format', 'json'], text: /^\{\n {2}"storeRevision": 7/, document: null },
    fails: { args: ['--format', 'csv'], ...storeFails },
  },
  install: {
    succeeds: { args: ['--dry-run'], text: /^Nothing was changed\.$/m, document: ['dryRun', 'steps'] },
    fails: { args: ['--calendar', 'never'], code: 'wrongUsage', exitCode: 64 },
  },
  uninstall: {
    succeeds: { args: ['--dry-run'], text: /^Nothing was changed\.$/m, document: ['dryRun', 'steps'] },
    fails: { args: ['--calendar', 'hourly'], code: 'wrongUsage', exitCode: 64 },
  },
  settings: {
    succeeds: { args: [], text: /^Administrator +admin@example\.com$/m, document: ['settings', 'key', 'redirectUri'] },
    fails: { args: [], code: 'settingsUnusable', exitCode: 65, before: breakSettings },
  },
  'settings show': {
    succeeds: { args: [], text: /^Administrator +admin@example\.com$/m, document: ['settings', 'key', 'redirectUri'] },
    fails: { args: [], code: 'settingsUnusable', exitCode: 65, before: breakSettings },
  },
  store: {
    succeeds: { args: [], text: /^Store +files, \//m, document: storeMembers },
    fails: { args: [], ...storeFails },
  },
  'store status': {
    succeeds: { args: [], text: /^Users +\d+$/m, document: storeMembers },
    fails: { args: ['--grant', 'postfix'], code: 'storeInFiles', exitCode: 64 },
  },
  'store check': {
    succeeds: { args: [], text: /^ok +Users +\d+$/m, document: ['findings'] },
    fails: { args: [], ...storeFails },
  },
  'store move': {
    succeeds: {
      args: [],
      text: /^Moved \d+ users and 0 commits from .*\/users\.json to postgres@.+\.$/m,
      document: ['from', 'to', 'revision', 'users', 'commits'],
      run: moveToDatabase,
    },
    fails: { args: ['file'], code: 'storeAlreadyThere', exitCode: 1 },
  },
  timer: {
    succeeds: { args: [], text: /OnCalendar=hourly/, document: ['preparation', 'files', 'cron'] },
    fails: { args: ['--calendar', 'no such'], code: 'wrongUsage', exitCode: 64 },
  },
  'timer print': {
    succeeds: {
      args: ['--calendar', '*-*-* 05:30'],
      text: /OnCalendar=\*-\*-\* 05:30/,
      document: ['preparation', 'files', 'cron'],
    },
    fails: { args: ['--user', 'a b'], code: 'wrongUsage', exitCode: 64 },
  },
  simulate: {
    succeeds: {
      args: ['--users', '3'],
      text: /^\{"url":"http:\/\/127\.0\.0\.1:\d+","keyFile":"[^"]+","admin":"[^"]+","oidc":\{"clientId":"[^"]+","clientSecret":"[^"]+"\}\}\n$/,
      document: null,
      exitCode: 130,
      run: interruptWhenReady,
    },
    fails: { args: ['--org', '/nothing/org.json'], code: 'simulatorInput', exitCode: 65 },
  },
  completion: {
    succeeds: { args: ['bash'], text: /complete -o default -F _rollcall rollcall/, document: null },
    fails: { args: ['tcsh'], code: 'wrongUsage', exitCode: 64 },
  },
}

/** All commands that help names, as `users show`, without the program itself and `help`. */
function commandPaths(command: Command, above: readonly string[] = []): { path: string; command: Command }[] {
  const shown = command.createHelp().visibleCommands(command)
  return shown
    .filter((one) => one.name() !== 'help')
    .flatMap((one) => {
      const names = [...above, one.name()]
      return [{ path: names.join(' '), command: one }, ...commandPaths(one, names)]
    })
}

const commands = commandPaths(await createProgram())

test('every command has a row, and every row a command', (t) => {
  t.deepEqual(Object.keys(rows).sort(), commands.map(({ path }) => path).sort())
})

for (const { path, command } of commands) {
  const row = rows[path]
  if (row === undefined) continue
  const words = path.split(' ')

  test(`${path} --help shows its usage, its flags and examples that name it`, async (t) => {
    let stdout = ''
    const shown = await createProgram([...words, '--help'], (text) => {
      stdout += text
    })
    await t.throwsAsync(shown.parseAsync([...words, '--help'], { from: 'user' }), { code: 'commander.helpDisplayed' })
    const printed = stdout
    stdout = ''
    await t.throwsAsync(shown.parseAsync(['help', ...words], { from: 'user' }), { code: 'commander.help' })
    t.is(stdout, printed)
    t.true(stdout.startsWith(`Usage: rollcall ${path} ${command.usage()}\n`))
    for (const { long, hidden } of command.options) t.is(stdout.includes(long ?? ''), !hidden, long)
    const examples = stdout.split('Examples:\n')[1] ?? ''
    t.true(examples.includes(`rollcall ${words[0]}`))
    for (const line of examples.trimEnd().split('\n'))
      t.regex(line, /^ {2}(.*\| |source <\(|sudo )?rollcall|rollcall setup/)
  })

  test(`${path} succeeds, with its result alone on standard output`, async (t) => {
    const { succeeds } = row
    const place = await placeFor(t, row)
    const run = await (succeeds.run ?? runWith(succeeds.input))(place, [...words, ...succeeds.args])
    t.is(run.code, succeeds.exitCode ?? 0, run.stderr)
    t.regex(run.stdout, succeeds.text)
    t.notRegex(run.stdout, /^(Reading|Connecting|Comparing|Committing|rollcall:)/m)
    t.false((run.stdout + run.stderr).includes('\u001b'))
  })

  test(`${path} --json prints one document when it succeeds`, async (t) => {
    const { succeeds } = row
    const place = await placeFor(t, row)
    const run = await (succeeds.run ?? runWith(succeeds.input))(place, [...words, ...succeeds.args, '--json']).catch(
      (error: { run: Run }) => error.run,
    )
    const document = JSON.parse(run.stdout)
    if (succeeds.document === null) {
      t.is(run.code, 64)
      t.is(document.problem.code, 'wrongUsage')
    } else {
      t.is(run.code, succeeds.exitCode ?? 0, run.stderr)
      t.deepEqual(Object.keys(document), succeeds.document)
    }
  })

  test(`${path} fails with its exit code and a problem, as text and as one document`, async (t) => {
    const { args, code, exitCode, before } = row.fails
    const place = await placeFor(t, row)
    await before?.(place)
    const text = await place.run([...words, ...args])
    t.is(text.code, exitCode, text.stderr)
    const isReport = path === 'check'
    if (!isReport) t.regex(text.stderr, new RegExp(`^rollcall: .+[^]*^ {2}Code: {2}(${code})$`, 'm'))
    if (!isReport) t.is(text.stdout, '')
    t.notRegex(text.stdout + text.stderr, /\n\s+at /)
    if (row.succeeds.document === null) return
    const json = await place.run([...words, ...args, '--json'])
    t.is(json.code, exitCode)
    const { problem } = JSON.parse(json.stdout)
    t.deepEqual(Object.keys(problem), ['code', 'title', 'cause', 'remedy', 'facts'])
    t.regex(problem.code, new RegExp(`^(${code})$`))
  })
}

async function placeFor(t: ExecutionContext, row: Row): Promise<Workplace> {
  const place = await workplace(t, { store: demoStore as UserStore })
  await row.before?.(place)
  return place
}

const runWith =
  (input = '') =>
  (place: Workplace, args: readonly string[]): Promise<Run> =>
    place.run(args, { input })

function makeArchive({ home }: Workplace): void {
  mkdirSync(join(home.archives, 'old@example.com', 'new'), { recursive: true })
  writeFileSync(join(home.archives, 'old@example.com', 'new', 'mail'), 'mail')
}

function breakSettings({ home }: Workplace): void {
  writeFileSync(home.settings, '{"suspended":"maybe"}')
}

async function moveToDatabase(place: Workplace, args: readonly string[]): Promise<Run> {
  const cluster = await startCluster()
  try {
    return await place.run([...args.slice(0, 2), await cluster.makeDatabase(), ...args.slice(2)])
  } finally {
    await cluster.close()
  }
}

/** Runs a command while somebody listens at the webhook that is set up. */
async function withWebhook(place: Workplace, args: readonly string[]): Promise<Run> {
  const server = createServer((_request, response) => response.end('ok')).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await place.run(['setup', '--webhook', `http://127.0.0.1:${port}`])
  const run = await place.run(args)
  server.closeAllConnections()
  server.close()
  return run
}

async function setUpSignIn(place: Workplace): Promise<void> {
  const { clientId, clientSecret } = place.google.oidc
  const where = [
    '--client-id',
    clientId,
    '--client-secret',
    '-',
    '--host',
    'localhost',
    '--port',
    `${await freePort()}`,
  ]
  await place.run(['setup', ...where], { input: clientSecret })
}

function signIn(place: Workplace, args: readonly string[]): Promise<Run> {
  const all = [program, '--home', place.home.folder, '--google', place.google.url, ...args]
  return signInAndPaste(startProgram(nodeUnderTest, all, { env: cleanEnvironment() }))
}

async function serveUntilReady(place: Workplace, args: readonly string[]): Promise<Run> {
  const all = [program, '--home', place.home.folder, '--google', place.google.url, ...args]
  const running = startProgram(nodeUnderTest, all, { env: cleanEnvironment() })
  const ready = running.find('stderr', /^(.* ready on .+)\n/m).then(running.interrupt)
  await Promise.race([ready.catch(() => undefined), running.ended])
  return running.ended
}

async function interruptWhenReady(_place: Workplace, args: readonly string[]): Promise<Run> {
  const running = startProgram(nodeUnderTest, [program, ...args], { env: cleanEnvironment() })
  // One that refuses its flags also writes a line; it ends by itself, and not with the code of an interrupt.
  const ready = running.find('stdout', /^(\{"url":.+)\n/m).then(running.interrupt)
  await Promise.race([ready.catch(() => undefined), running.ended])
  return running.ended
}
