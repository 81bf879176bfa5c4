import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import type { UserStore } from '../../source/sync/user.ts'
import { openTerminal, type Terminal } from '../end-to-end/terminal.ts'
import { program, type Run, runProcess } from '../support/run-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { type Workplace, workplace } from '../support/workplace.ts'

/** The Nodes to try, by line: `{"20.19":"/path/of/node"}`. `npm run test:node` sets it. */
const nodes: Record<string, string> = JSON.parse(process.env.ROLLCALL_NODES ?? '{}')

/** What makes Node write each of its warnings to a file, deprecations that it does not yet tell of among them. */
function listenForWarnings(t: ExecutionContext): { environment: NodeJS.ProcessEnv; warnings: () => string } {
  const file = join(temporaryFolder(t), 'warnings')
  return {
    environment: { NODE_OPTIONS: `--trace-deprecation --pending-deprecation --redirect-warnings=${file}` },
    warnings: () => (existsSync(file) ? readFileSync(file, 'utf8') : ''),
  }
}

for (const [line, node] of Object.entries(nodes)) {
  const run = async (t: ExecutionContext, args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<Run> => {
    const { environment, warnings } = listenForWarnings(t)
    const ran = await runProcess(args, { environment: { ...environment, ...more }, node })
    t.is(warnings(), '')
    return ran
  }
  const open = (t: ExecutionContext, args: readonly string[]): { terminal: Terminal; warnings: () => string } => {
    const { environment, warnings } = listenForWarnings(t)
    const terminal = openTerminal(node, [program, ...args], {
      environment: { ...environment, TMPDIR: temporaryFolder(t) },
    })
    t.teardown(async () => {
      terminal.signal('SIGKILL')
      await terminal.ended
    })
    return { terminal, warnings }
  }
  const at = ({ home, google }: Workplace) => ['--home', home.folder, '--google', google.url]

  test(`Node ${line}: this is the release that is meant`, (t) => {
    const version = execFileSync(node, ['--version'], { encoding: 'utf8' })
    t.true(version.startsWith(`v${line}.`), version)
  })

  test(`Node ${line}: the demo without a terminal does the whole job, and leaves nothing`, async (t) => {
    const folder = temporaryFolder(t)
    const { code, stdout } = await run(t, ['--demo'], { TMPDIR: folder })
    t.is(code, 0)
    t.true(stdout.includes('Created 27 users') && stdout.includes('Nothing to change.'))
  })

  test(`Node ${line}: a synchronization is planned, committed, and leaves nothing to do`, async (t) => {
    const place = await workplace(t, { flags: ['--group', 'archive@example.com'] })
    t.is((await run(t, [...at(place), 'plan', '--detailed-exitcode'])).code, 2)
    const { code, stderr } = await run(t, [...at(place), 'sync'])
    t.is(code, 0, stderr)
    t.is((await run(t, [...at(place), 'plan', '--detailed-exitcode'])).code, 0)
    t.true((await run(t, [...at(place), 'check'])).stdout.includes('works.'))
  })

  test(`Node ${line}: the store is read, changed by hand, taken back and told of`, async (t) => {
    const place = await workplace(t, { store: { version: 1, revision: 4, users: [] } })
    t.is((await run(t, [...at(place), 'users', 'add', 'ada@example.com', '--full-name', 'Ada Lovelace'])).code, 0)
    const store: UserStore = JSON.parse(readFileSync(place.home.users, 'utf8'))
    t.is(store.revision, 5)
    t.deepEqual(
      store.users.map(({ userName, fullName }) => [userName, fullName]),
      [['ada@example.com', 'Ada Lovelace']],
    )
    t.regex((await run(t, [...at(place), 'users', 'list'])).stdout, /Ada Lovelace/)
    t.is((await run(t, [...at(place), 'undo', '--yes'])).code, 0)
    t.notRegex((await run(t, [...at(place), 'users', 'list'])).stdout, /Ada Lovelace/)
    t.is(JSON.parse((await run(t, [...at(place), 'history', '--json'])).stdout).history.length, 2)
  })

  test(`Node ${line}: the demo opens in a terminal, and leaves it as it was`, async (t) => {
    const { terminal, warnings } = open(t, ['--demo'])
    await terminal.waitFor('Step 1 of 9')
    terminal.press('enter')
    await terminal.waitFor('Step 2 of 9')
    terminal.press('ctrlC', 'ctrlC')
    await terminal.ended
    t.true(terminal.written().includes('\u001b[?1049l'))
    t.is(warnings(), '')
  })

  test(`Node ${line}: somebody synchronizes in a terminal by two keys`, async (t) => {
    const place = await workplace(t, { flags: ['--group', 'archive@example.com'] })
    const { terminal, warnings } = open(t, at(place))
    await terminal.waitFor('› Synchronize now')
    terminal.press('enter')
    await terminal.waitFor(/Enter:? synchronize/)
    terminal.press('enter')
    await terminal.waitFor(/Created \d+ users/)
    terminal.type('q')
    await terminal.ended
    t.is(JSON.parse(readFileSync(place.home.users, 'utf8')).revision, 1)
    t.is(warnings(), '')
  })
}
