import type { Command } from 'commander'
import { groupsText } from '../views/groups.ts'
import { addExamples } from './cli/examples.ts'
import type { GlobalOptions } from './cli/global-options.ts'
import { runCommand } from './cli/run-command.ts'

type GroupsOptions = GlobalOptions & { json?: boolean }

/** Adds `rollcall groups`. */
export function addGroupsCommand(program: Command): void {
  const command = program
    .command('groups')
    .summary('list the groups in Google')
    .description('Lists the groups in Google with their number of direct members.')
    .option('--json', 'print one JSON document')
    .action((_options: GroupsOptions, self: Command) => groups(self.optsWithGlobals<GroupsOptions>()))
  addExamples(command, [
    { line: 'rollcall groups', does: 'address, members, name' },
    { line: "rollcall groups --json | jq -r '.groups[].email'", does: 'only the addresses' },
  ])
}

async function groups(options: GroupsOptions): Promise<void> {
  await runCommand(options, async (tools) => {
    const { listGroups } = await import('../operations/connection/list-groups.ts')
    const { readSettings } = await import('../settings/settings.ts')
    const context = await tools.context()
    const found = await listGroups(context)
    const chosen = new Set((await readSettings(context.home)).groups.map((group) => group.id))
    const list = found.map((group) => ({ ...group, chosen: chosen.has(group.id) }))
    return { text: groupsText(list), json: { groups: list } }
  })
}
