import { CommanderError } from 'commander'
import { processStreams } from './input-output/streams.ts'
import { ignoreStreamErrors } from './input-output/write-output.ts'
import { createProgram } from './program.ts'
import { fail, print } from './run-command.ts'

/**
 * Parses the arguments and runs what they ask for. Sets the exit code; throws nothing.
 *
 * @param args without the program's own name
 */
export async function runProgram(args: readonly string[]): Promise<void> {
  const json = args.includes('--json')
  // Whatever is written is for this account alone; a umask that takes the owner's bits away would lock the program out.
  process.umask(0o077)
  ignoreStreamErrors(processStreams)
  const onBug = (error: unknown) => {
    void fail(error, json).finally(() => process.exit())
  }
  process.on('uncaughtException', onBug)
  process.on('unhandledRejection', onBug)
  let text = ''
  try {
    const program = await createProgram(args, (part) => {
      text += part
    })
    await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) return fail(error, json)
    // Help or version were asked for.
    await print(text.trimEnd()).catch((failure: unknown) => fail(failure, json))
  }
}
