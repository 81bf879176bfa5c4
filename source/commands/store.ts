import type { Command } from 'commander'
import type { Home } from '../store/home.ts'
import type { StoreFinding, StoreStatus } from '../store/store-status.ts'
import { counted } from '../text/numbers.ts'
import { findingsText, storeStatusText } from '../views/store.ts'
import { addExamples } from './cli/examples.ts'
import type { GlobalOptions } from './cli/global-options.ts'
import { type Answer, type CommandTools, runCommand } from './cli/run-command.ts'

type StoreOptions = GlobalOptions & { json?: boolean; grant?: string; storePasswordFile?: string; archiveHost?: string }

/** Adds `rollcall store`. */
export function addStoreCommand(program: Command): void {
  const store = program
    .command('store')
    .summary('see, check and move the user store')
    .description('The user store: files in the home, or a PostgreSQL database that several machines share.')
  const status = store
    .command('status', { isDefault: true })
    .summary('show where the store is')
    .description('Shows where the store is, who uses it, and what is left to do.')
    .option('--grant <role>', 'let this database role read what mail servers need; make it where it is missing')
    .option('--json', 'print one JSON document')
    .action((_options: object, self: Command) => showStatus(self.optsWithGlobals<StoreOptions>()))
  const check = store
    .command('check')
    .summary('look through the store')
    .description('Reads everything that is kept, and says what is wrong. Changes nothing.')
    .option('--json', 'print one JSON document')
    .action((_options: object, self: Command) => checkStore(self.optsWithGlobals<StoreOptions>()))
  const move = store
    .command('move <destination>')
    .summary('move the store to a database or back')
    .description(
      'Copies users, history, earlier revisions and sessions to the URL of an empty PostgreSQL database, or with "file" to files in the home. Compares the copy, and only then switches.',
    )
    .option('--store-password-file <file>', 'the file that holds the password of the database user')
    .option('--archive-host <name>', "this machine's name among those that have the archives")
    .option('--json', 'print one JSON document')
    .action((destination: string, _options: object, self: Command) =>
      moveStore(destination, self.optsWithGlobals<StoreOptions>()),
    )
  addExamples(store, [
    { line: 'rollcall store', does: 'where the store is' },
    { line: 'rollcall store move postgresql://rollcall@db1.example.com/mail', does: 'share it with other machines' },
  ])
  addExamples(status, [{ line: 'rollcall store status --grant postfix', does: 'for the mail servers' }])
  addExamples(check, [{ line: 'rollcall store check', does: 'what is wrong, if anything' }])
  addExamples(move, [{ line: 'rollcall store move file', does: 'back to files' }])
}

async function showStatus(options: StoreOptions): Promise<void> {
  await runCommand(options, async (tools) => {
    const { openStore } = await import('../store/open-store.ts')
    const { home } = await tools.context()
    if (options.grant !== undefined) await grant(home, options.grant, tools)
    const status: StoreStatus = await (await openStore(home)).status()
    return { text: storeStatusText(status), json: status }
  })
}

async function grant(home: Home, role: string, tools: CommandTools): Promise<void> {
  const { grantMailRole } = await import('../operations/store/grant-mail-role.ts')
  const outcome = await grantMailRole(home, role)
  tools.note(
    outcome === 'made'
      ? `Made the role ${role}, without a password, and let it read the views for mail servers.`
      : `The role ${role} can read the views for mail servers.`,
  )
}

async function checkStore(options: StoreOptions): Promise<void> {
  await runCommand(options, async (tools) => {
    const { openStore } = await import('../store/open-store.ts')
    const { home } = await tools.context()
    const findings: StoreFinding[] = await (await openStore(home)).check()
    const broken = findings.find(({ problem }) => problem !== null)?.problem
    if (broken !== undefined && broken !== null) {
      tools.note(findingsText(findings))
      throw broken
    }
    const json = { findings: findings.map(({ what, detail }) => ({ what, detail })) }
    return { text: findingsText(findings), json, uneventful: true }
  })
}

async function moveStore(destination: string, options: StoreOptions): Promise<void> {
  await runCommand(options, async (tools): Promise<Answer> => {
    const operations = await import('../operations/store/move-store.ts')
    const { destinationOf, reachable } = await import('../operations/store/choose-store.ts')
    const { home } = await tools.context()
    const { storePasswordFile: passwordFile, archiveHost } = options
    const chosen = destinationOf(null, { store: destination, passwordFile: await absolute(passwordFile), archiveHost })
    const target =
      destination === 'file'
        ? null
        : await reachable(chosen, await passwordQuestion(tools), {
            home,
            takesArchives: archiveHost !== undefined,
            mayComeBack: true,
          })
    const moved = await operations.moveStore(home, target)
    const what = `${counted(moved.users, 'user')} and ${counted(moved.commits, 'commit')}`
    return { text: `Moved ${what} from ${moved.from} to ${moved.to}.`, json: moved }
  })
}

/** Passwords of the database are asked for where there is somebody to ask. */
export async function passwordQuestion(tools: CommandTools): Promise<(() => Promise<string>) | null> {
  const { askHidden, canAsk } = await import('./cli/input-output/ask.ts')
  return canAsk(tools.streams) ? () => askHidden('Password of the database user: ', tools) : null
}

/** A file that a timer finds again, whatever folder it runs in. */
export async function absolute(path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined
  const { absolutePath } = await import('../store/disk/absolute-path.ts')
  return absolutePath(path)
}
