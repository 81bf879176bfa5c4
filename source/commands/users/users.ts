import type { Command } from 'commander'
import { addExamples } from '../cli/examples.ts'
import { addUserChanges } from './user-changes.ts'
import { listUsers, showUser } from './user-listing.ts'

/** Adds `rollcall users` with its subcommands; alone it lists. */
export function addUsersCommand(program: Command): void {
  const users = program
    .command('users')
    .summary('list, add and change users')
    .description('Lists, adds and changes users.')
  const list = users
    .command('list [text]', { isDefault: true })
    .summary('list the users')
    .description('Lists all users, or those whose name, full name or address contains the text.')
    .option('--integrated', 'only local users, who sign in with a password')
    .option('--json', 'print one JSON document')
    .action((text: string | undefined, _options: object, self: Command) => listUsers(text, self.optsWithGlobals()))
  addExamples(list, [
    { line: 'rollcall users', does: 'everyone' },
    { line: 'rollcall users list smith', does: 'people with smith in a name or an address' },
    { line: "rollcall users list --json | jq '.users | length'", does: 'the number of users' },
  ])
  const show = users
    .command('show <user>')
    .summary('show one user')
    .description('Shows one user with its addresses, privileges and rights on folders.')
    .option('--json', 'print one JSON document')
    .action((name: string, _options: object, self: Command) => showUser(name, self.optsWithGlobals()))
  addExamples(show, [{ line: 'rollcall users show ada@example.com', does: 'addresses, privileges and rights' }])
  addUserChanges(users)
  addExamples(users, [
    { line: 'rollcall users', does: 'everyone' },
    { line: 'rollcall users add info --address info@example.com --password', does: 'add a local user' },
    { line: 'rollcall users take-over ada@example.com', does: 'hand a local user over to Google' },
  ])
}
