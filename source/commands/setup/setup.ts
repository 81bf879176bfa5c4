import { type Command, Option } from 'commander'
import type { SetupChange } from '../../operations/configure/configure.ts'
import type { KeySource } from '../../operations/configure/import-key.ts'
import type { TypedGroupPrivileges } from '../../settings/group-privileges-text.ts'
import type { Home } from '../../store/home.ts'
import { globLanguage } from '../../sync/globs/glob-words.ts'
import { type DeletionLimit, mostGraceDays } from '../../sync/settings.ts'
import type { FolderPrivilege, Privilege } from '../../sync/user.ts'
import { folderPrivilegeNames, privilegeNames } from '../../sync/user.ts'
import { addExamples } from '../cli/examples.ts'
import type { GlobalOptions } from '../cli/global-options.ts'
import { readStandardInput } from '../cli/input-output/read-standard-input.ts'
import { openInterface } from '../cli/open-interface.ts'
import { withUsage, wrongUsage } from '../cli/problems.ts'
import { type Answer, type CommandTools, runCommand } from '../cli/run-command.ts'
import { wholeNumber } from '../cli/whole-number.ts'
import { showSettings } from '../settings.ts'
import { printScriptAlone } from './print-script.ts'
import {
  type AuthenticationFlags,
  addAuthenticationFlags,
  authenticationChange,
  namesMoreThanAuthentication,
  setUpAuthentication,
} from './setup-authentication.ts'
import { addFromFlags, documentSettings, type FromFlags } from './setup-from.ts'
import { addMailFlags, bringExportsUpToDate, type MailFlags, mailChange } from './setup-mail.ts'
import { withMatches } from './setup-matches.ts'
import { addNotifyFlags, type NotifyFlags, notifyChange, saveNotifyFlags } from './setup-notify.ts'
import {
  collect,
  collectGlobs,
  collectGroupPrivileges,
  collectOrgUnits,
  parseDeletionLimit,
  parseFolderPrivileges,
  parsePrivileges,
} from './setup-options.ts'
import { addSignInFlags, type SignInFlags, signInChange } from './setup-sign-in.ts'
import { addStoreFlags, type StoreFlags, setUpStore } from './setup-store.ts'

type SetupFlags = AuthenticationFlags &
  SignInFlags &
  MailFlags &
  NotifyFlags &
  FromFlags &
  StoreFlags & {
    json?: boolean
    printScript?: boolean
    key?: string
    admin?: string
    group?: string[]
    /** False with --no-org-unit; the same for the next two. */
    orgUnit?: string[] | false
    excludeGroup?: string[] | false
    excludeOrgUnit?: string[] | false
    allUsers?: boolean
    autoDelete?: boolean
    deleteAfter?: number
    holdDeletions?: boolean
    suspended?: 'include' | 'exclude'
    archived?: 'include' | 'exclude'
    /** False with --no-exclude. */
    exclude?: string[] | false
    privileges?: Privilege[]
    ownArchive?: FolderPrivilege[]
    /** False with --no-privileges-for. */
    privilegesFor?: TypedGroupPrivileges[] | false
    followGroups?: boolean
    /** False with --no-group-archive. */
    groupArchive?: string[] | false
    deletionLimit?: DeletionLimit
  }

/** A key on standard input may have odd formatting, and is never larger than this. */
const maximumKeyBytes = 64 * 1024

const usageLine = 'rollcall setup [options]'

/** Adds `rollcall setup`: flags set what they name and leave the rest; without flags the wizard opens. */
export function addSetupCommand(program: Command, run: (args: readonly string[]) => Promise<void>): void {
  const command = program
    .command('setup')
    .summary('set up Rollcall, or change settings')
    .description('Leads you through the setup, step by step. With options, changes only what you give.')
    .option('--print-script', "print a script for Google's Cloud Shell that does Google's side, and change nothing")
    .option('--key <file>', 'the JSON key of the service account; - reads standard input')
    .option('--admin <email>', 'the e-mail address of a Workspace administrator')
    .addOption(new Option('--group <email>', 'include only members of this group; repeatable').argParser(collect))
    .addOption(
      new Option(
        '--org-unit <path>',
        'include everyone in this organizational unit and below it; repeatable',
      ).argParser(collectOrgUnits),
    )
    .option('--no-org-unit', 'include no organizational units')
    .addOption(new Option('--all-users', 'include everyone').conflicts(['group', 'orgUnit']))
    .option('--auto-delete', 'delete users who left Google Workspace or the groups')
    .option('--no-auto-delete', 'keep them, and show them in the plan')
    .addOption(
      new Option('--delete-after <days>', 'delete them only after so many days; 0 for at once').argParser(
        wholeNumber(0, mostGraceDays),
      ),
    )
    .option('--hold-deletions', 'let deletions wait for: rollcall plan approve')
    .option('--no-hold-deletions', 'delete with each sync')
    .addOption(new Option('--suspended <what>', 'suspended users').choices(['include', 'exclude']))
    .addOption(new Option('--archived <what>', 'archived users').choices(['include', 'exclude']))
    .addOption(
      new Option(
        '--exclude <pattern>',
        `skip people whose address matches; repeatable. ${globLanguage.join(' ')}`,
      ).argParser(collectGlobs),
    )
    .option('--no-exclude', 'skip nobody by address')
    .addOption(new Option('--exclude-group <email>', 'skip members of this group; repeatable').argParser(collect))
    .option('--no-exclude-group', 'skip no groups')
    .addOption(
      new Option('--exclude-org-unit <path>', 'skip everyone in this unit and below it; repeatable').argParser(
        collectOrgUnits,
      ),
    )
    .option('--no-exclude-org-unit', 'skip no organizational units')
    .addOption(
      new Option(
        '--privileges <list>',
        `default privileges of new users: ${privilegeNames.filter((name) => name !== 'changePassword').join(', ')}`,
      ).argParser(parsePrivileges),
    )
    .addOption(
      new Option('--own-archive <list>', `their rights on their archive: ${folderPrivilegeNames.join(', ')}`).argParser(
        parseFolderPrivileges,
      ),
    )
    .addOption(
      new Option(
        '--privileges-for <email=list>',
        'more privileges for members of this group; repeatable, replaces those of before',
      ).argParser(collectGroupPrivileges),
    )
    .option('--no-privileges-for', 'no group gives privileges')
    .option('--follow-groups', 'give and take back these privileges as people join and leave the groups')
    .option('--no-follow-groups', 'give them to new users only')
    .addOption(
      new Option(
        '--group-archive <email>',
        'an archive for this group, which its members can read; repeatable',
      ).argParser(collect),
    )
    .option('--no-group-archive', 'no archives for groups')
    .addOption(
      new Option(
        '--deletion-limit <n|p%>',
        'stop if a sync would delete more than this: 5, 10%, or 5,10% (the larger)',
      ).argParser(parseDeletionLimit),
    )
  addFromFlags(addStoreFlags(addNotifyFlags(addMailFlags(addSignInFlags(addAuthenticationFlags(command))))))
    .option('--json', 'print the settings as one JSON document')
    .action((_options: SetupFlags, self: Command) => {
      const flags = self.opts<SetupFlags>()
      const options = self.optsWithGlobals<GlobalOptions & SetupFlags>()
      const { json, yes, printScript, ...changes } = flags
      if (printScript) return printScriptAlone(options, changes, usageLine)
      return Object.values(changes).some((value) => value !== undefined)
        ? setUp(options, flags)
        : openInterface({ ...options, wizard: true }, run)
    })
  addExamples(command, [
    { line: 'rollcall setup', does: 'step by step' },
    { line: 'rollcall setup --print-script', does: "Google's side by one paste, for its Cloud Shell" },
    { line: 'rollcall setup --key key.json --admin it@example.com', does: 'the connection' },
    { line: 'rollcall setup --group archive@example.com', does: 'only the members of this group' },
    { line: 'rollcall setup --org-unit /Sales --exclude-org-unit /Sales/Interns', does: 'a unit without one below it' },
    { line: 'rollcall setup --auto-delete --deletion-limit 20', does: 'delete who is gone, 20 at most' },
    { line: "rollcall setup --exclude '*@lab.example.com' --exclude 'room-{01..20}'", does: 'leave some people out' },
    { line: 'rollcall setup --oauth-client client.json --host archive.example.com', does: 'the sign-in with Google' },
    { line: 'rollcall setup --catch-all archive@example.com', does: 'keep mail for addresses that nobody has' },
    { line: 'rollcall setup --export postfix:mailboxes=/etc/postfix/vmailbox', does: 'a file that keeps itself' },
    { line: "rollcall setup --after 'postmap /etc/postfix/vmailbox'", does: 'and what has to run then' },
    { line: 'ssh vault cat key.json | rollcall setup --key -', does: 'the key without a file' },
    { line: 'rollcall setup --store postgresql://rollcall@db1.example.com/mail', does: 'one store for all machines' },
  ])
}

async function setUp(options: GlobalOptions & { json?: boolean }, flags: SetupFlags): Promise<void> {
  const wantingInput = [flags.key, flags.from, flags.oauthClient, flags.clientSecret, flags.smtpPassword].filter(
    (value) => value === '-',
  )
  if (wantingInput.length > 1) throw wrongUsage('Only one flag can have standard input, as -', usageLine)
  await runCommand(options, async (tools) => {
    if (wantingInput.length > 0 && tools.streams.input.isTTY) {
      tools.note(
        'Reading from this terminal, which shows what is pasted. End with Enter and Ctrl-D; or press Ctrl-C, and pipe it in.',
      )
    }
    try {
      return await applyFlags(flags, tools)
    } catch (error) {
      throw withUsage(error, usageLine)
    }
  })
}

async function applyFlags(flags: SetupFlags, tools: CommandTools): Promise<Answer> {
  const { configure } = await import('../../operations/configure/configure.ts')
  const context = await tools.context({ makesHome: true })
  await setUpStore(context.home, flags, tools)
  const named = setupChange(flags)
  const document = await documentSettings(context.home, flags, tools)
  if (document === null) return { ...(await showSettings(context)), text: 'Nothing was changed.' }
  const change: SetupChange = { ...named, settings: { ...document, ...named.settings } }
  if (flags.key !== undefined) change.key = await keySource(flags.key, tools)
  const signIn = await signInChange(context.home, flags)
  if (signIn !== undefined) change.settings.signIn = signIn
  Object.assign(change.settings, await mailChange(context.home, flags), await notifyChange(context.home, flags))
  const authentication = await authenticationChange(flags, document.authentication ?? null, tools)
  if (authentication !== null) {
    // All or nothing: what Google would not accept is found out before anything is saved.
    const { planAuthentication } = await import('../../operations/configure/configure-authentication.ts')
    await planAuthentication(context.home, authentication)
  }
  if (authentication === null || namesMoreThanAuthentication(flags)) await configure(context, change)
  if (authentication !== null) await setUpAuthentication(context.home, authentication, tools)
  await bringExportsUpToDate(context.home, flags, tools)
  await saveNotifyFlags(context.home, flags, tools)
  if (flags.from !== undefined) await tellMissingSecrets(context.home, tools)
  const answer = await showSettings(context)
  return withMatches(answer, context, flags)
}

/** A settings document brings no secrets, so they are asked for by name. */
async function tellMissingSecrets(home: Home, tools: CommandTools): Promise<void> {
  const { readOAuthClient, readServiceAccountKey } = await import('../../settings/credentials/credentials.ts')
  const { readSettings } = await import('../../settings/settings.ts')
  const { authentication } = await readSettings(home)
  if ((await readServiceAccountKey(home)) === null) tools.note('Still missing: the key. rollcall setup --key FILE')
  if (authentication !== null && (await readOAuthClient(home)) === null)
    tools.note("Still missing: the OAuth client's secret. rollcall setup --client-secret FILE")
}

async function keySource(value: string, tools: CommandTools): Promise<KeySource> {
  if (value !== '-') return { path: value }
  const example = 'rollcall setup --key - < key.json'
  const text = await readStandardInput({ what: 'a service account key', maximumBytes: maximumKeyBytes, example }, tools)
  return { text, name: 'standard input' }
}

/** Only what the flags name; everything else stays as it is. */
function setupChange(flags: SetupFlags): SetupChange {
  const settings: SetupChange['settings'] = {}
  if (flags.admin !== undefined) settings.administrator = flags.admin
  if (flags.autoDelete !== undefined) settings.automaticDeletion = flags.autoDelete
  if (flags.deleteAfter !== undefined) settings.deleteAfter = flags.deleteAfter
  if (flags.holdDeletions !== undefined) settings.holdDeletions = flags.holdDeletions
  if (flags.suspended !== undefined) settings.suspended = flags.suspended
  if (flags.archived !== undefined) settings.archived = flags.archived
  if (flags.exclude !== undefined) settings.exclusions = flags.exclude === false ? [] : flags.exclude
  if (flags.privileges !== undefined) settings.defaultPrivileges = flags.privileges
  if (flags.ownArchive !== undefined) settings.ownArchivePrivileges = flags.ownArchive
  if (flags.followGroups !== undefined) settings.followGroups = flags.followGroups
  if (flags.deletionLimit !== undefined) settings.deletionLimit = flags.deletionLimit
  if (flags.orgUnit !== undefined) settings.orgUnits = flags.orgUnit || []
  if (flags.excludeOrgUnit !== undefined) settings.excludedOrgUnits = flags.excludeOrgUnit || []
  const change: SetupChange = { settings }
  if (flags.group !== undefined) change.groupAddresses = flags.group
  if (flags.excludeGroup !== undefined) change.excludedGroupAddresses = flags.excludeGroup || []
  if (flags.groupArchive !== undefined) change.groupArchiveAddresses = flags.groupArchive || []
  if (flags.privilegesFor !== undefined) change.privilegesByGroup = flags.privilegesFor || []
  if (!flags.allUsers) return change
  return { ...change, groupAddresses: [], settings: { ...settings, orgUnits: [] } }
}
