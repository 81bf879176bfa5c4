import { version } from './version.ts'

/** The door: loads what the arguments ask for, and ends the program when that is done. */
async function main(args: readonly string[]): Promise<void> {
  // Asked for by scripts and by people in a hurry: answered before anything else is loaded.
  if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
    await printVersion()
    return
  }
  const { runProgram } = await import('./commands/cli/run-program.ts')
  await runProgram(args)
  // Connections that are kept alive for further calls must not keep the program alive.
  process.exit()
}

async function printVersion(): Promise<void> {
  const error = await new Promise<NodeJS.ErrnoException | null | undefined>((resolve) => {
    process.stdout.on('error', resolve)
    process.stdout.write(`${version}\n`, resolve)
  })
  if (!error || error.code === 'EPIPE') return
  const { fail } = await import('./commands/cli/run-command.ts')
  const { outputFailed } = await import('./commands/cli/problems.ts')
  await fail(outputFailed(error), false)
}

void main(process.argv.slice(2))
