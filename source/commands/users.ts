import type { Command } from 'commander'
import { withoutPassword } from '../views/plan-json.ts'
import { usersText } from '../views/users.ts'
import { addExamples } from './examples.ts'
import type { GlobalOptions } from './global-options.ts'
import { runCommand } from './run-command.ts'

type UsersOptions = GlobalOptions & { json?: boolean }

/** Adds `rollcall users` with its subcommands; alone it lists. */
export function addUsersCommand(program: Command): void {
  const users = program.command('users').summary('the users of the store').description('The users of the store.')
  const list = users
    .command('list', { isDefault: true })
    .summary('list the users')
    .description('Lists the users of the store.')
    .option('--json', 'print one JSON document')
    .action((_options: UsersOptions, self: Command) => listUsers(self.optsWithGlobals<UsersOptions>()))
  const examples = [
    { line: 'rollcall users', does: 'all users of the store' },
    { line: "rollcall users list --json | jq '.users | length'", does: 'how many there are' },
  ]
  addExamples(list, examples)
  addExamples(users, examples)
}

async function listUsers(options: UsersOptions): Promise<void> {
  await runCommand(options, async (tools) => {
    const { readStore } = await import('../store/user-store.ts')
    const store = await readStore((await tools.context()).home)
    return {
      text: usersText(store.users),
      json: { storeRevision: store.revision, users: store.users.map(withoutPassword) },
    }
  })
}
