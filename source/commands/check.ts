import { type Command, Option } from 'commander'
import type { OperationContext } from '../operations/context.ts'
import { safeText } from '../text/safe-text.ts'
import { shellPath } from '../text/shell-word.ts'
import { checkJson, checkText, firstProblem, signInCheckJson, signInCheckText } from '../views/check.ts'
import { addExamples } from './cli/examples.ts'
import { exitCodes } from './cli/exit-code.ts'
import type { GlobalOptions } from './cli/global-options.ts'
import { type Answer, type CommandTools, runCommand } from './cli/run-command.ts'

type CheckOptions = GlobalOptions & { json?: boolean; signIn?: boolean; fixPermissions?: boolean; mendModes?: boolean }

/** Adds `rollcall check`: the connection, step by step. */
export function addCheckCommand(program: Command): void {
  const command = program
    .command('check')
    .summary('check the connection to Google, or the sign-in')
    .description(
      'Checks each part of the connection to Google: the key, the clock, each delegated scope, the APIs, users, groups and members. With --sign-in, checks the address where people sign in instead: its name, port, certificate and redirect URI. If a part fails, it says how to fix that. Changes nothing.',
    )
    .option('--sign-in', "check the archive's own address, as browsers find it")
    .option('--fix-permissions', 'make files private that others can read or change')
    // The name that it had first; scripts may use it.
    .addOption(new Option('--mend-modes').hideHelp())
    .option('--json', 'print one JSON document')
    .action((_options: CheckOptions, self: Command) => check(self.optsWithGlobals<CheckOptions>()))
  addExamples(command, [
    { line: 'rollcall check', does: 'check every part' },
    { line: 'rollcall check --sign-in', does: 'name, port, certificate and redirect URI of the sign-in' },
    { line: 'rollcall check --json | jq \'.stages[] | select(.state == "failed")\'', does: 'only the failures' },
  ])
}

async function check(options: CheckOptions): Promise<void> {
  await runCommand(options, async (tools) => {
    const { checkConnection } = await import('../operations/connection/check-connection.ts')
    const context = await tools.context()
    await checkPermissions(context, options, tools)
    if (options.signIn === true) return checkTheSignIn(context, tools)
    const report = await checkConnection(context)
    const problem = firstProblem(report.stages)
    return {
      text: checkText(report, tools.print),
      json: checkJson(report),
      uneventful: report.passed,
      exitCode: problem === null ? 0 : exitCodes[problem.kind],
    }
  })
}

async function checkTheSignIn(context: OperationContext, { print }: CommandTools): Promise<Answer> {
  const { checkSignIn } = await import('../operations/sign-in-check/check-sign-in.ts')
  const report = await checkSignIn(context)
  const problem = firstProblem(report.stages)
  return {
    text: signInCheckText(report, print),
    json: signInCheckJson(report),
    uneventful: report.passed,
    exitCode: problem === null ? 0 : exitCodes[problem.kind],
  }
}

/** Names files that others could read, whatever the connection does. */
async function checkPermissions({ home }: OperationContext, options: CheckOptions, tools: CommandTools): Promise<void> {
  const { fixPermissions, listTooWideModes } = await import('../settings/credentials/too-wide-modes.ts')
  const found = listTooWideModes(home)
  const fixes = options.fixPermissions === true || options.mendModes === true
  if (fixes) fixPermissions(found)
  const at = options.home === undefined ? '' : ` --home ${shellPath(options.home)}`
  for (const { path, mode, needed } of found) {
    const modes = `${mode.toString(8).padStart(4, '0')}`
    tools.note(
      fixes
        ? `${safeText(path)} had the mode ${modes}, and has ${needed.toString(8).padStart(4, '0')} now.`
        : `Others can read or change ${safeText(path)} (mode ${modes}). To fix it: rollcall check --fix-permissions${at}`,
    )
  }
}
