import { type Command, InvalidArgumentError } from 'commander'
import type { UserChange } from '../../operations/users/change-users.ts'
import type { CommittedByHand } from '../../operations/users/commit-by-hand.ts'
import { type FolderRight, type Privilege, privilegeNames } from '../../sync/user.ts'
import { safeText } from '../../text/safe-text.ts'
import {
  addAllowDeletionsOption,
  addYesOption,
  type ConfirmedOptions,
  expectConfirmation,
  isConfirmed,
} from '../cli/confirmation.ts'
import { addExamples, type Example } from '../cli/examples.ts'
import { planAnswer } from '../cli/plan-answer.ts'
import { withUsage, wrongUsage } from '../cli/problems.ts'
import { type CommandTools, runCommand } from '../cli/run-command.ts'
import { usage } from '../cli/usage.ts'
import { collect, parseFolderPrivileges, parsePrivileges } from '../setup/setup-options.ts'

type ChangeOptions = ConfirmedOptions & {
  fullName?: string
  /** These three are false with --no-address, --no-pop3-name and --no-folder. */
  address?: string[] | false
  pop3Name?: string[] | false
  folder?: FolderRight[] | false
  privileges?: Privilege[]
  password?: boolean
}

/** Adds the subcommands of `rollcall users` that change users. */
export function addUserChanges(users: Command): void {
  const add = withFields(users.command('add <user>'))
    .summary('add a local user')
    .description('Adds a local user, who signs in with a password, and an archive for it.')
  runs(
    add,
    [
      {
        line: 'rollcall users add info --full-name "Info desk" --address info@example.com --password',
        does: 'asks for the password',
      },
    ],
    async (name, options, tools) => {
      const { addUser } = await import('../../operations/users/change-users.ts')
      return addUser((await tools.context()).home, name, await changeFrom(options, tools))
    },
  )
  const edit = withFields(users.command('edit <user>'))
    .option('--no-address', 'no e-mail address')
    .option('--no-pop3-name', 'no POP3 user name')
    .option('--no-folder', 'no rights on folders')
    .summary('change a user')
    .description(
      'Changes what you give and leaves the rest. For users from Google you can change privileges, rights and POP3 names.',
    )
  runs(
    edit,
    [
      { line: 'rollcall users edit ada@example.com --privileges login,export', does: 'her privileges' },
      {
        line: 'rollcall users edit ada@example.com --folder bob@example.com=read',
        does: 'replaces her rights on folders',
      },
      { line: 'rollcall users edit info --password', does: 'a new password' },
    ],
    async (name, options, tools) => {
      const { editUser } = await import('../../operations/users/change-users.ts')
      const { fullName, address, pop3Name, privileges, folder, password } = options
      if ([fullName, address, pop3Name, privileges, folder, password].every((value) => value === undefined)) {
        throw wrongUsage('Nothing is named that should change', usage(edit))
      }
      return editUser((await tools.context()).home, name, await changeFrom(options, tools))
    },
  )
  const remove = users
    .command('remove <user>')
    .summary('remove a user')
    .description('Removes a local user, or one who Google says has left. The archive stays if it holds mail.')
  runs(
    remove,
    [{ line: 'rollcall users remove info', does: 'the user; mail stays' }],
    async (name, { allowDeletions }, tools) => {
      const { removeUser } = await import('../../operations/users/remove-user.ts')
      return removeUser(await tools.context(), name, allowDeletions)
    },
    (name) => `Remove ${name}? Mail in its archive stays.`,
  )
  addAllowDeletionsOption(remove)
  const takeOver = users
    .command('take-over <user>')
    .summary('hand a user over to Google')
    .description(
      'Hands a user over to Google. The next sync links the user to the Google account of the same name. Use it for a local user whose name a Google account has, and for a user whose account was deleted and created again.',
    )
  runs(
    takeOver,
    [{ line: 'rollcall users take-over ada@example.com', does: 'resolve the conflict in favor of Google' }],
    async (name, _options, tools) => {
      const { takeOverUser } = await import('../../operations/users/change-users.ts')
      return takeOverUser((await tools.context()).home, name)
    },
    (name) =>
      `Let the next Google account of this name have ${name} and its archive? A password here, or a tie to another account, goes.`,
  )
  const release = users
    .command('release <user>')
    .summary('make a user local')
    .description('Makes a user from Google a local one, which no sync touches.')
  runs(
    release,
    [{ line: 'rollcall users release ada@example.com', does: 'she stays, whatever Google says' }],
    async (name, _options, tools) => {
      const { releaseUser } = await import('../../operations/users/change-users.ts')
      return releaseUser((await tools.context()).home, name)
    },
    (name) => `Cut the tie of ${name} to its Google account? It can't sign in until you set a password.`,
  )
}

type Work = (name: string, options: ChangeOptions, tools: CommandTools) => Promise<CommittedByHand>

/** @param question asked before it is done, where it destroys or loosens something */
function runs(command: Command, examples: readonly Example[], work: Work, question?: (name: string) => string): void {
  if (question !== undefined) addYesOption(command)
  command.option('--json', 'print one JSON document').action((name: string, _options: object, self: Command) => {
    const options = self.optsWithGlobals<ChangeOptions>()
    return runCommand(options, async (tools) => {
      if (question !== undefined) {
        await expectConfirmation(options, tools, self)
        const isWanted = await isConfirmed(options, tools, question(safeText(name)))
        if (!isWanted) return { text: 'Nothing was changed.', json: null, uneventful: true }
      }
      const done = await work(name, options, tools).catch((error: unknown) => {
        throw withUsage(error, usage(command))
      })
      return planAnswer(done, tools)
    })
  })
  addExamples(command, examples)
}

function withFields(command: Command): Command {
  return command
    .option('--full-name <name>', 'the full name')
    .option('--address <email>', 'an e-mail address, primary one first; repeatable', collect)
    .option('--pop3-name <name>', 'a POP3 user name; repeatable', collect)
    .option('--privileges <list>', `privileges, separated by commas: ${privilegeNames.join(', ')}`, parsePrivileges)
    .option(
      '--folder <folder=list>',
      'rights on an archive, such as bob@example.com=read,write; repeatable',
      collectRights,
    )
    .option('--password', 'ask for a password; without a terminal, read a line from standard input')
}

async function changeFrom(options: ChangeOptions, tools: CommandTools): Promise<UserChange> {
  const { askPassword } = await import('../cli/input-output/ask.ts')
  return {
    fullName: options.fullName,
    emailAddresses: options.address === false ? [] : options.address,
    pop3UserNames: options.pop3Name === false ? [] : options.pop3Name,
    privileges: options.privileges,
    privilegesOnFolders: options.folder === false ? [] : options.folder,
    password: options.password ? await askPassword(tools) : undefined,
  }
}

function collectRights(text: string, earlier: readonly FolderRight[] | false | undefined): FolderRight[] {
  const [, folder, list] = /^(.+)=([a-z,\s]+)$/i.exec(text) ?? []
  if (folder === undefined || list === undefined) {
    throw new InvalidArgumentError('Give a folder and its rights, as in bob@example.com=read,write.')
  }
  return [...(earlier || []), { folder, privileges: parseFolderPrivileges(list) }]
}
