import type { GlobalOptions } from './global-options.ts'
import { noTerminal, wrongUsage } from './problems.ts'

type InterfaceOptions = GlobalOptions & {
  /** Against an embedded stand-in for Google, in a throw-away home. */
  demo?: boolean
  /** Opens the set-up whatever is set up already. */
  wizard?: boolean
}

/**
 * Opens the terminal interface and sets the exit code when it is left. Without a terminal the demo runs as commands.
 *
 * @param run runs one command line
 * @throws Problem `noTerminal`
 */
export async function openInterface(
  options: InterfaceOptions,
  run: (args: readonly string[]) => Promise<void>,
): Promise<void> {
  if (options.demo && (options.home !== undefined || options.google !== undefined)) {
    throw wrongUsage("'--demo' brings its own home and its own stand-in for Google", 'rollcall --demo')
  }
  if (!options.demo) throw noTerminal()
  const { startDemo } = await import('./demo-home.ts')
  const demo = await startDemo()
  const endBySignal = (signal: NodeJS.Signals) => void demo.close().finally(() => process.kill(process.pid, signal))
  for (const name of ['SIGTERM', 'SIGHUP'] as const) process.once(name, endBySignal)
  try {
    const { runHeadlessDemo } = await import('./headless-demo.ts')
    await runHeadlessDemo(demo, options, run)
  } finally {
    await demo.close()
  }
}
