import { type Command, Option } from 'commander'
import type { SetupChange } from '../operations/configure.ts'
import type { AuthenticationChange } from '../operations/configure-authentication.ts'
import type { OperationContext } from '../operations/context.ts'
import type { KeySource } from '../operations/import-key.ts'
import type { DeletionLimit } from '../sync/settings.ts'
import type { FolderPrivilege, Privilege } from '../sync/user.ts'
import { addExamples } from './examples.ts'
import type { GlobalOptions } from './global-options.ts'
import { openInterface } from './open-interface.ts'
import { wrongUsage } from './problems.ts'
import { readStandardInput } from './read-standard-input.ts'
import { type CommandTools, runCommand } from './run-command.ts'
import { showSettings } from './settings.ts'
import { collect, parseDeletionLimit, parseFolderPrivileges, parsePrivileges } from './setup-options.ts'
import { wholeNumber } from './whole-number.ts'

type SetupFlags = {
  json?: boolean
  from?: string
  key?: string
  admin?: string
  group?: string[]
  allUsers?: boolean
  autoDelete?: boolean
  suspended?: 'include' | 'exclude'
  archived?: 'include' | 'exclude'
  /** False with --no-exclude. */
  exclude?: string[] | false
  privileges?: Privilege[]
  ownArchive?: FolderPrivilege[]
  deletionLimit?: DeletionLimit
  oauthClient?: string
  host?: string
  port?: number
  /** False with --no-instance. */
  instance?: string | false
}

/** A key on standard input may have odd formatting, and is never larger than this. */
const maximumKeyBytes = 64 * 1024

/** Adds `rollcall setup`: flags set what they name and leave the rest; without flags the wizard opens. */
export function addSetupCommand(program: Command, run: (args: readonly string[]) => Promise<void>): void {
  const command = program
    .command('setup')
    .summary('set up or change settings; without flags, step by step')
    .description('Sets what the flags name and leaves the rest. Without flags, leads through the set-up step by step.')
    .option('--key <file>', 'the service account key, a JSON file; - reads standard input')
    .option('--admin <email>', 'the e-mail address of a Workspace administrator')
    .addOption(new Option('--group <email>', 'synchronize only this group; may be given again').argParser(collect))
    .addOption(new Option('--all-users', 'synchronize everybody').conflicts('group'))
    .option('--auto-delete', 'delete users who are gone from Google Workspace or from the groups')
    .option('--no-auto-delete', 'only show them')
    .addOption(new Option('--suspended <what>', 'suspended users').choices(['include', 'exclude']))
    .addOption(new Option('--archived <what>', 'archived users').choices(['include', 'exclude']))
    .addOption(new Option('--exclude <glob>', 'leave these addresses out; may be given again').argParser(collect))
    .option('--no-exclude', 'no exclusions')
    .addOption(new Option('--privileges <list>', 'default privileges of new users').argParser(parsePrivileges))
    .addOption(new Option('--own-archive <list>', 'their rights on their archive').argParser(parseFolderPrivileges))
    .addOption(new Option('--deletion-limit <n|p%>', 'the most users one run may delete').argParser(parseDeletionLimit))
    .option('--oauth-client <file>', 'the OAuth client for signing in with Google, a JSON file')
    .option('--host <name>', "the name under which browsers find the archive's web access")
    .option('--port <number>', 'its port, 8462 unless set', wholeNumber)
    .option('--instance <id>', 'the instance id of the hosted edition')
    .option('--no-instance', 'no instance id')
    .option('--from <file>', 'take what rollcall settings show --json printed; - reads standard input')
    .option('--json', 'print the settings as one JSON document')
    .action((_options: SetupFlags, self: Command) => {
      const { json, ...flags } = self.opts<SetupFlags>()
      const options = self.optsWithGlobals<GlobalOptions & SetupFlags>()
      return Object.values(flags).some((value) => value !== undefined)
        ? setUp(options, flags)
        : openInterface({ ...options, wizard: true }, run)
    })
  addExamples(command, [
    { line: 'rollcall setup', does: 'step by step' },
    { line: 'rollcall setup --key key.json --admin it@example.com', does: 'the connection' },
    { line: 'rollcall setup --group archive@example.com', does: 'only the members of this group' },
    { line: 'rollcall setup --auto-delete --deletion-limit 20', does: 'delete who is gone, 20 at most' },
    { line: "rollcall setup --exclude '*@lab.example.com'", does: 'leave some addresses out' },
    { line: 'ssh vault cat key.json | rollcall setup --key -', does: 'the key without a file' },
  ])
}

async function setUp(options: GlobalOptions & { json?: boolean }, flags: SetupFlags): Promise<void> {
  if (flags.key === '-' && flags.from === '-') {
    throw wrongUsage("'--key -' and '--from -' both want standard input", 'rollcall setup [options]')
  }
  await runCommand(options, async (tools) => {
    const { configure } = await import('../operations/configure.ts')
    const context = await tools.context()
    const named = setupChange(flags)
    const change: SetupChange = { ...named, settings: { ...(await documentSettings(flags.from)), ...named.settings } }
    if (flags.key !== undefined) change.key = await keySource(flags.key)
    const authentication = authenticationChange(flags)
    if (authentication !== null) {
      // All or nothing: what Google would not accept is found out before anything is saved.
      const { planAuthentication } = await import('../operations/configure-authentication.ts')
      await planAuthentication(context.home, authentication)
    }
    if (authentication === null || Object.keys(flags).some((flag) => !authenticationFlags.has(flag))) {
      await configure(context, change)
    }
    if (authentication !== null) await setUpAuthentication(context, authentication, tools)
    return showSettings(context)
  })
}

const authenticationFlags = new Set(['oauthClient', 'host', 'port', 'instance'])

/** What the flags say of the sign-in with Google; null when they say nothing. */
function authenticationChange({ oauthClient, host, port, instance }: SetupFlags): AuthenticationChange | null {
  if ([oauthClient, host, port, instance].every((flag) => flag === undefined)) return null
  return {
    clientFile: oauthClient === undefined ? undefined : { path: oauthClient },
    host,
    port,
    instanceId: instance === false ? null : instance,
  }
}

async function setUpAuthentication(
  { home }: OperationContext,
  change: AuthenticationChange,
  tools: CommandTools,
): Promise<void> {
  const { configureAuthentication } = await import('../operations/configure-authentication.ts')
  const { authenticationNotes } = await import('../settings/authentication-notes.ts')
  const { redirectUri, note } = await configureAuthentication(home, change)
  tools.note(`Redirect URI, to be registered with the OAuth client: ${redirectUri}`)
  for (const line of [...(note === null ? [] : [note]), ...authenticationNotes]) tools.note(line)
}

async function keySource(value: string): Promise<KeySource> {
  return value === '-' ? { text: await readStandardInput('a service account key', maximumKeyBytes) } : { path: value }
}

/** What another machine's settings say; nothing where none are given. */
async function documentSettings(from: string | undefined): Promise<SetupChange['settings']> {
  if (from === undefined) return {}
  const { maximumDocumentBytes, parseSettingsDocument } = await import('../settings/settings-document.ts')
  const { readOutsideFile } = await import('../settings/read-outside-file.ts')
  const text =
    from === '-'
      ? await readStandardInput('settings', maximumDocumentBytes)
      : await readOutsideFile(from, maximumDocumentBytes)
  return parseSettingsDocument(text, from === '-' ? 'standard input' : from)
}

/** Only what the flags name; everything else stays as it is. */
function setupChange(flags: SetupFlags): SetupChange {
  const settings: SetupChange['settings'] = {}
  if (flags.admin !== undefined) settings.administrator = flags.admin
  if (flags.autoDelete !== undefined) settings.automaticDeletion = flags.autoDelete
  if (flags.suspended !== undefined) settings.suspended = flags.suspended
  if (flags.archived !== undefined) settings.archived = flags.archived
  if (flags.exclude !== undefined) settings.exclusions = flags.exclude === false ? [] : flags.exclude
  if (flags.privileges !== undefined) settings.defaultPrivileges = flags.privileges
  if (flags.ownArchive !== undefined) settings.ownArchivePrivileges = flags.ownArchive
  if (flags.deletionLimit !== undefined) settings.deletionLimit = flags.deletionLimit
  if (flags.group !== undefined) return { settings, groupAddresses: flags.group }
  return flags.allUsers ? { settings, groupAddresses: [] } : { settings }
}
