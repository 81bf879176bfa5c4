import { CommanderError } from 'commander'
import { wrongUsage } from './problems.ts'
import { createProgram } from './program.ts'
import { fail } from './run-command.ts'
import { ignoreStreamErrors } from './write-output.ts'

/**
 * Parses the arguments and runs what they ask for. Sets the exit code; throws nothing.
 *
 * @param args without the program's own name
 */
export async function runProgram(args: readonly string[]): Promise<void> {
  const json = args.includes('--json')
  ignoreStreamErrors()
  const onBug = (error: unknown) => {
    void fail(error, json).finally(() => process.exit())
  }
  process.on('uncaughtException', onBug)
  process.on('unhandledRejection', onBug)
  const { program, usageOf } = await createProgram(args)
  try {
    await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) await fail(error, json)
    // Help and version are thrown too, after they have been printed, with the code 0.
    else if (error.exitCode !== 0) await fail(wrongUsage(error.message.replace(/^error: /, ''), usageOf(args)), json)
  }
}
