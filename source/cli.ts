import { version } from './version.ts'

/** The door: loads what the arguments ask for, and ends the program when that is done. */
async function main(args: readonly string[]): Promise<void> {
  // Asked for by scripts and by people in a hurry: answered before anything else is loaded.
  if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
    process.stdout.write(`${version}\n`)
    return
  }
  const { runProgram } = await import('./commands/run-program.ts')
  await runProgram(args)
  // Connections that are kept alive for further calls must not keep the program alive.
  process.exit()
}

void main(process.argv.slice(2))
