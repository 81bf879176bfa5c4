import { Command } from 'commander'
import { version } from '../version.ts'
import { addExamples } from './examples.ts'
import { addGlobalOptions, type GlobalOptions } from './global-options.ts'
import { openInterface } from './open-interface.ts'
import { wrongUsage } from './problems.ts'

const exitCodeHelp = `
Exit codes: 0 done, 1 failed, 2 changes are pending (plan --detailed-exitcode), 3 stopped by a guard,
            4 Google refused, 5 another run holds the lock, 64 wrong usage, 65 bad input data, 130 interrupted`

/** The program, and the usage line that fits a list of arguments. */
export type Program = { program: Command; usageOf(args: readonly string[]): string }

/**
 * The program with all its commands; without them where nothing but the interface is asked for, which is to open at once.
 *
 * @param args what is to be parsed; undefined for all commands
 */
export async function createProgram(args?: readonly string[]): Promise<Program> {
  const program = new Command('rollcall')
  // The demo without a terminal types commands, each of which must find a program without earlier flags.
  const run = async (args: readonly string[]) => {
    const { program: another } = await createProgram(args)
    await another.parseAsync(args, { from: 'user' })
  }
  program
    .description('Keeps the user database of a mail archive in step with Google Workspace.')
    .usage('[options] [command]')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .configureHelp({ showGlobalOptions: true })
    .showSuggestionAfterError(true)
    .allowExcessArguments(true)
    .option('--demo', 'the whole job against an embedded stand-in for Google, in a throw-away home')
    .addHelpText('after', exitCodeHelp)
    .action(async (options: GlobalOptions & { demo?: boolean }, command: Command) => {
      const [unknown] = command.args
      if (unknown !== undefined)
        throw wrongUsage(`unknown command '${unknown}'${suggestion(unknown, command)}`, usage(program))
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
  return { program, usageOf: (args) => usage(commandOf(program, args)) }
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

function usage(command: Command): string {
  const names: string[] = []
  for (let at: Command | null = command; at !== null; at = at.parent) names.unshift(at.name())
  return `${names.join(' ')} ${command.usage()}`
}

/** The command that the arguments name, as far as they name one. */
function commandOf(program: Command, args: readonly string[]): Command {
  let command = program
  for (const arg of args) {
    const next = command.commands.find((candidate) => candidate.name() === arg)
    if (next !== undefined) command = next
  }
  return command
}

function suggestion(unknown: string, program: Command): string {
  const near = program.commands.map((command) => command.name()).find((name) => distance(unknown, name) <= 2)
  return near === undefined ? '' : ` (did you mean ${near}?)`
}

/** The number of letters to change, add or leave out to make one word the other. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (const [index, letter] of Array.from(from).entries()) {
    const next = [index + 1]
    for (const [column, other] of Array.from(to).entries()) {
      const replaced = (row[column] ?? 0) + (letter === other ? 0 : 1)
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1))
    }
    row = next
  }
  return row[to.length] ?? 0
}
