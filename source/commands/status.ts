import type { Command } from 'commander'
import { addExamples } from './cli/examples.ts'
import { exitCodes } from './cli/exit-code.ts'
import type { GlobalOptions } from './cli/global-options.ts'
import { runCommand } from './cli/run-command.ts'

/** Adds `rollcall status`. */
export function addStatusCommand(program: Command): void {
  const command = program
    .command('status')
    .summary('show the last syncs, and what needs a decision')
    .description(
      'Shows the last syncs, when the timer runs next, and what needs a decision. Exits with 1 if something needs you. Asks Google nothing.',
    )
    .option('--json', 'print one JSON document')
    .action((_options: object, self: Command) => showStatus(self.optsWithGlobals<GlobalOptions & { json?: boolean }>()))
  addExamples(command, [
    { line: 'rollcall status', does: 'how things stand' },
    { line: 'rollcall status --json | jq .runs[0]', does: 'the last sync' },
  ])
}

async function showStatus(options: GlobalOptions & { json?: boolean }): Promise<void> {
  await runCommand(options, async (tools) => {
    const { readStatus } = await import('../operations/after-run/status.ts')
    const { statusText } = await import('../views/status.ts')
    const status = await readStatus((await tools.context()).home)
    const { needsYou } = status
    return {
      text: statusText(status, options.home),
      json: status,
      uneventful: !needsYou,
      exitCode: needsYou ? exitCodes.failed : 0,
    }
  })
}
