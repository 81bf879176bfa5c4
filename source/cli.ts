import { version } from './version.ts'

/** The door: loads what the arguments ask for, and ends the program when that is done. */
async function main(args: readonly string[]): Promise<void> {
  // Asked for by scripts and by people in a hurry: answered before anything else is loaded.
  if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
    await printVersion()
    return
  }
  // The service reads large stores in a thread of its own, which is this same file.
  if (args[0] === '--store-worker' && args[1] !== undefined) {
    const { isMainThread } = await import('node:worker_threads')
    if (!isMainThread) {
      const { runStoreWorker } = await import('./store/users/follow/store-worker.ts')
      runStoreWorker(args[1])
      return
    }
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
