import type { Command } from 'commander'
import { checkJson, checkText, firstProblem } from '../views/check.ts'
import { addExamples } from './examples.ts'
import { exitCodes } from './exit-code.ts'
import type { GlobalOptions } from './global-options.ts'
import { runCommand } from './run-command.ts'

type CheckOptions = GlobalOptions & { json?: boolean }

/** Adds `rollcall check`: the connection, step by step. */
export function addCheckCommand(program: Command): void {
  const command = program
    .command('check')
    .summary('check the connection to Google, step by step')
    .description(
      'Checks the connection to Google step by step: the key, the clock, each scope of the delegation, the APIs, users, groups and members. Each failure comes with what to do. Changes nothing.',
    )
    .option('--json', 'print one JSON document')
    .action((_options: CheckOptions, self: Command) => check(self.optsWithGlobals<CheckOptions>()))
  addExamples(command, [
    { line: 'rollcall check', does: 'what works and what does not' },
    { line: 'rollcall check --json | jq \'.stages[] | select(.state == "failed")\'', does: 'the failures alone' },
  ])
}

async function check(options: CheckOptions): Promise<void> {
  await runCommand(options, async (tools) => {
    const { checkConnection } = await import('../operations/check-connection.ts')
    const report = await checkConnection(await tools.context())
    const problem = firstProblem(report.stages)
    return {
      text: checkText(report, tools.paint),
      json: checkJson(report),
      uneventful: report.passed,
      exitCode: problem === null ? 0 : exitCodes[problem.kind],
    }
  })
}
