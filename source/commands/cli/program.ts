import { Command } from 'commander'
import { version } from '../../version.ts'
import { checkArguments } from './check-arguments.ts'
import { addExamples } from './examples.ts'
import { exitCodeMeanings } from './exit-code.ts'
import { addGlobalOptions, type GlobalOptions } from './global-options.ts'
import { openInterface } from './open-interface.ts'
import { unknownCommand } from './unknown-command.ts'

const exitCodeHelp = [
  '\nExit codes:',
  ...exitCodeMeanings.map(([code, meaning]) => `${String(code).padStart(5)}   ${meaning}`),
].join('\n')

/**
 * The program with all its commands; without them where nothing but the interface is asked for, which is to open at once.
 * Parsing throws Problem `wrongUsage`, and a CommanderError with the exit code 0 after help or version.
 *
 * @param args what is to be parsed; undefined for all commands
 * @param onText is given the text of help and version
 */
export async function createProgram(
  args?: readonly string[],
  onText: (text: string) => void = () => undefined,
): Promise<Command> {
  const program = new Command('rollcall')
  // The demo without a terminal types commands, each of which must find a program without earlier flags.
  const run = async (args: readonly string[]) => {
    await (await createProgram(args)).parseAsync(args, { from: 'user' })
  }
  program
    .description('Keeps the user database of a mail archive in step with Google Workspace.')
    .usage('[options] [command]')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ writeOut: onText, writeErr: () => undefined })
    .configureHelp({ showGlobalOptions: true })
    .showSuggestionAfterError(true)
    .allowExcessArguments(true)
    .option('--demo', 'the whole job against an embedded stand-in for Google, in a throw-away home')
    .addHelpText('after', exitCodeHelp)
    .action(async (options: GlobalOptions & { demo?: boolean }, command: Command) => {
      const [unknown] = command.args
      if (unknown !== undefined) throw unknownCommand(unknown, command)
      await openInterface(options, run)
    })
  addGlobalOptions(program)
  if (!isForInterface(program, args)) {
    const { addCommands } = await import('./all-commands.ts')
    addCommands(program, run)
  }
  addExamples(program, [
    { line: 'rollcall', does: 'the terminal interface: set-up at first, then re-syncs in two keys' },
    { line: 'rollcall --demo', does: 'try everything without touching anything' },
    { line: 'rollcall plan', does: 'what a synchronization would change' },
    { line: 'rollcall sync', does: 'synchronize now' },
  ])
  checkArguments(program)
  return program
}

/** Whether the arguments name no command and ask for no help. */
function isForInterface(program: Command, args: readonly string[] | undefined): boolean {
  if (args === undefined) return false
  try {
    const { operands, unknown } = program.parseOptions([...args])
    return operands.length === 0 && unknown.length === 0
  } catch {
    // A flag is wrong; which one is said when all is parsed.
    return false
  }
}
