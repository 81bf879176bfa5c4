import { chooseHome, openHome } from '../../store/open-home.ts'
import type { Capabilities } from '../../tui/terminal/capabilities.ts'
import type { Demo } from '../demo/demo-home.ts'
import type { GlobalOptions } from './global-options.ts'
import { googleEndpoint } from './google-endpoint.ts'
import { processStreams } from './input-output/streams.ts'
import { commandProblem, wrongUsage } from './problems.ts'

type InterfaceOptions = GlobalOptions & {
  /** Against an embedded stand-in for Google, in a throw-away home. */
  demo?: boolean
  /** Opens the setup whatever is set up already. */
  wizard?: boolean
}

/**
 * Opens the terminal interface and sets the exit code when it is left; a signal that ended it ends the process. Without a
 * terminal the demo runs as commands.
 *
 * @param run runs one command line
 * @throws Problem `noTerminal`; and what opening the home throws
 */
export async function openInterface(
  options: InterfaceOptions,
  run: (args: readonly string[]) => Promise<void>,
): Promise<void> {
  if (options.demo && (options.home !== undefined || options.google !== undefined)) {
    throw wrongUsage("'--demo' brings its own home and its own simulated Google", 'rollcall --demo')
  }
  const capabilities = await readCapabilities(options)
  if (!options.demo) {
    if (!capabilities.interactive && !options.plain) throw commandProblem('noTerminal', {})
    const address = options.google ?? (process.env.ROLLCALL_GOOGLE || undefined)
    const folder = await chooseHome(options.home, process.env)
    const next = await show(options, capabilities, folder, address, null)
    if (next !== 'demo') return
  }
  const { startDemo } = await import('../demo/demo-home.ts')
  const demo = await startDemo()
  const endBySignal = (signal: NodeJS.Signals) => void demo.close().finally(() => process.kill(process.pid, signal))
  for (const name of ['SIGTERM', 'SIGHUP'] as const) process.once(name, endBySignal)
  try {
    if (capabilities.interactive || (options.plain && processStreams.input.isTTY))
      await show(options, capabilities, demo.home, demo.google, demo)
    else {
      const { runHeadlessDemo } = await import('../demo/headless-demo.ts')
      await runHeadlessDemo(demo, options, run)
    }
  } finally {
    await demo.close()
  }
}

async function show(
  options: InterfaceOptions,
  capabilities: Capabilities,
  folder: string,
  google: string | undefined,
  demo: Demo | null,
): Promise<'demo' | undefined> {
  const shared = {
    home: openHome(folder),
    google: googleEndpoint(options, google),
    wizard: options.wizard === true,
    suggestions: demo === null ? null : { keyFile: demo.keyFile, administrator: demo.administrator },
  }
  if (options.plain) {
    const { runPlainInterface } = await import('../../tui/plain/run-plain.ts')
    process.exitCode = await runPlainInterface({ ...shared, streams: processStreams })
    return
  }
  const { runTerminalInterface } = await import('../../tui/run.ts')
  const { exitCode, signal, next } = await runTerminalInterface({ ...shared, capabilities })
  process.exitCode = exitCode
  if (signal === null) return next
  await demo?.close()
  process.removeAllListeners(signal)
  process.kill(process.pid, signal)
  // The signal arrives in a moment; nothing else may happen until then.
  await new Promise(() => setInterval(() => undefined, 1000))
  return undefined
}

async function readCapabilities(options: GlobalOptions): Promise<Capabilities> {
  const { decideCapabilities } = await import('../../tui/terminal/capabilities.ts')
  return decideCapabilities({
    inputIsTerminal: processStreams.input.isTTY === true && !options.plain,
    outputIsTerminal: processStreams.output.isTTY === true,
    environment: process.env,
    flags: { ascii: options.ascii === true, colour: options.color, mouse: options.mouse },
  })
}
