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
    .helpOption('-h, --help', 'show this help')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ writeOut: onText, writeErr: () => undefined })
    .configureHelp({ showGlobalOptions: true })
    .showSuggestionAfterError(true)
    .allowExcessArguments(true)
    .option('--demo', 'try everything with a made-up company; keeps nothing')
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
    { line: 'rollcall', does: 'open the screen: setup first, then syncs in two keys' },
    { line: 'rollcall --demo', does: 'try everything with a made-up company' },
    { line: 'rollcall plan', does: 'preview what a sync would change' },
    { line: 'rollcall sync', does: 'sync now' },
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
