import { type Command, Option } from 'commander'
import type { OperationContext } from '../operations/context.ts'
import { safeText } from '../text/safe-text.ts'
import { shellWord } from '../text/shell-word.ts'
import { checkJson, checkText, firstProblem } from '../views/check.ts'
import { addExamples } from './cli/examples.ts'
import { exitCodes } from './cli/exit-code.ts'
import type { GlobalOptions } from './cli/global-options.ts'
import { type CommandTools, runCommand } from './cli/run-command.ts'

type CheckOptions = GlobalOptions & { json?: boolean; fixPermissions?: boolean; mendModes?: boolean }

/** Adds `rollcall check`: the connection, step by step. */
export function addCheckCommand(program: Command): void {
  const command = program
    .command('check')
    .summary('check the connection to Google')
    .description(
      'Checks each part of the connection to Google: the key, the clock, each delegated scope, the APIs, users, groups and members. If a part fails, it says how to fix that. Changes nothing.',
    )
    .option('--fix-permissions', 'make files private that others can read or change')
    // The name that it had first; scripts may use it.
    .addOption(new Option('--mend-modes').hideHelp())
    .option('--json', 'print one JSON document')
    .action((_options: CheckOptions, self: Command) => check(self.optsWithGlobals<CheckOptions>()))
  addExamples(command, [
    { line: 'rollcall check', does: 'check every part' },
    { line: 'rollcall check --json | jq \'.stages[] | select(.state == "failed")\'', does: 'only the failures' },
  ])
}

async function check(options: CheckOptions): Promise<void> {
  await runCommand(options, async (tools) => {
    const { checkConnection } = await import('../operations/connection/check-connection.ts')
    const context = await tools.context()
    await checkPermissions(context, options, tools)
    const report = await checkConnection(context)
    const problem = firstProblem(report.stages)
    return {
      text: checkText(report, tools.paint),
      json: checkJson(report),
      uneventful: report.passed,
      exitCode: problem === null ? 0 : exitCodes[problem.kind],
    }
  })
}

/** Names files that others could read, whatever the connection does. */
async function checkPermissions({ home }: OperationContext, options: CheckOptions, tools: CommandTools): Promise<void> {
  const { fixPermissions, listTooWideModes } = await import('../settings/credentials/too-wide-modes.ts')
  const found = listTooWideModes(home)
  const fixes = options.fixPermissions === true || options.mendModes === true
  if (fixes) fixPermissions(found)
  const at = options.home === undefined ? '' : ` --home ${shellWord(options.home)}`
  for (const { path, mode, needed } of found) {
    const modes = `${mode.toString(8).padStart(4, '0')}`
    tools.note(
      fixes
        ? `${safeText(path)} had the mode ${modes}, and has ${needed.toString(8).padStart(4, '0')} now.`
        : `Others can read or change ${safeText(path)} (mode ${modes}). To fix it: rollcall check --fix-permissions${at}`,
    )
  }
}
