import { type Command, Option } from 'commander'
import { temporaryDirectory } from '../environment/folders.ts'
import { addExamples } from './cli/examples.ts'
import type { GlobalOptions } from './cli/global-options.ts'
import { commandProblem } from './cli/problems.ts'
import { print, runCommand } from './cli/run-command.ts'
import { wholeNumber } from './cli/whole-number.ts'

type SimulateOptions = GlobalOptions & {
  port?: number
  org?: string
  users?: number
  groups?: number
  seed?: number
  latency?: number
  faults?: string
  keyOut?: string
  ownTokenUri?: boolean
  issuer?: 'google' | 'own'
}

/** Adds `rollcall simulate`: a Google Workspace on loopback, to try things out. */
export function addSimulateCommand(program: Command): void {
  const command = program
    .command('simulate')
    .summary('run a simulated Google Workspace for tests')
    .description(
      'Runs a simulated Google Workspace on loopback until you stop it. When it is ready, it prints one line of JSON: where it listens, and the key file and administrator to use with it.',
    )
    .addOption(
      new Option('--port <number>', 'the port to listen on; any free one unless given').argParser(
        wholeNumber(0, 65_535),
      ),
    )
    .addOption(new Option('--org <file>', 'the organization, a JSON file').conflicts(['users', 'groups', 'seed']))
    .addOption(new Option('--users <number>', 'make up an organization of so many users').argParser(wholeNumber(1)))
    .addOption(new Option('--groups <number>', 'and of so many groups').argParser(wholeNumber()))
    .addOption(new Option('--seed <number>', 'make up another one').argParser(wholeNumber()))
    .addOption(new Option('--latency <milliseconds>', 'added to every answer').argParser(wholeNumber()))
    .option('--faults <file>', 'what goes wrong, a JSON file')
    .option('--key-out <file>', 'where to write the key; a temporary file unless given')
    .option('--own-token-uri', "write the simulator's own token endpoint into the key, for clients that follow it")
    .addOption(
      new Option('--issuer <whom>', "whom id tokens name: google, or the simulator's own address").choices([
        'google',
        'own',
      ]),
    )
    .action((_options: SimulateOptions, self: Command) => simulate(self.optsWithGlobals<SimulateOptions>()))
  addExamples(command, [
    { line: 'rollcall simulate --key-out key.json', does: 'a small organization with every hard case' },
    { line: 'rollcall simulate --users 5000 --groups 300 --latency 20', does: 'a large one, far away' },
    { line: 'rollcall plan --google http://127.0.0.1:4100', does: 'use it, from another terminal' },
  ])
}

async function simulate(options: SimulateOptions): Promise<void> {
  await runCommand(options, async ({ signal, streams }) => {
    // The key goes there unless it is told where to; the simulator itself takes the folder as it is.
    if (options.keyOut === undefined) temporaryDirectory(process.env)
    const { runSimulator } = await import('../simulator/command.ts')
    try {
      const { port, org, users, groups, seed, latency, faults, keyOut, ownTokenUri, issuer } = options
      const verbose = options.verbose === true
      await runSimulator({
        ...{ port, org, users, groups, seed, latency, faults, keyOut, ownTokenUri, issuer, verbose, signal },
        onReady: print,
        stderr: streams.errors,
      })
    } catch (error) {
      throw asProblem(error)
    }
    return { text: '', json: null }
  })
}

/** The simulator knows nothing of the rest of the program, so it has errors of its own; their messages are fit to show. */
function asProblem(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const why = error.message
  if (error.name === 'SimulatorInputError') return commandProblem('simulatorInput', { why })
  if (error.name === 'SimulatorStartError') return commandProblem('simulatorStart', { why })
  return error
}
