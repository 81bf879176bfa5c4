import type { GlobalOptions } from '../cli/global-options.ts'
import { print } from '../cli/run-command.ts'
import type { Demo } from './demo-home.ts'

/**
 * Runs the main job without a terminal, as the commands a person would type: setup, check, plan, commit, and a second
 * plan that has nothing left to do. Stops at the first that fails.
 *
 * @param run runs one command line and sets the exit code
 */
export async function runHeadlessDemo(
  demo: Demo,
  options: GlobalOptions,
  run: (args: readonly string[]) => Promise<void>,
): Promise<void> {
  const common = ['--home', demo.home, '--google', demo.google, ...(options.quiet ? ['--quiet'] : [])]
  const lines = [
    ['setup', '--key', demo.keyFile, '--admin', demo.administrator],
    ['setup', '--group', 'archive@example.com', '--auto-delete'],
    ['check'],
    ['plan'],
    ['sync'],
    ['plan'],
  ]
  for (const line of lines) {
    await print(`\n$ rollcall ${line.join(' ')}`)
    await run([...line, ...common])
    if (process.exitCode !== undefined && process.exitCode !== 0) return
  }
}
