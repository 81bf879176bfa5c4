import type { Command, CommanderError, Option } from 'commander'
import { wrongUsage } from './problems.ts'
import { unknownCommand } from './unknown-command.ts'
import { usage } from './usage.ts'

/** Where nothing is a value too: a user without a full name. */
const mayBeEmpty = new Set(['--full-name'])

/**
 * Makes wrong usage of every command a Problem with the usage line of that command, and checks the arguments beyond what
 * commander does by itself: none too many, none empty (as `"$UNSET"` in a script is), and no flag together with its
 * opposite or with another value. Called when all commands are there.
 */
export function checkArguments(program: Command): void {
  for (const command of withSubcommands(program)) {
    command.exitOverride((error) => {
      throw asWrongUsage(error, command)
    })
    refuseOpposites(command)
    // Those that every command takes may be in an alias, and be given once more to say otherwise.
    if (command !== program) refuseRepeats(command)
  }
  program.hook('preAction', (_program, command) => {
    if (command !== program && program.opts().demo)
      throw wrongUsage("'--demo' goes without a command", 'rollcall --demo')
    refuseExcess(command)
    refuseEmpty(command)
  })
}

/** Help and version end by an error too, after they have been printed, with the exit code 0; that is no wrong usage. */
function asWrongUsage(error: CommanderError, command: Command): Error {
  if (error.exitCode === 0) return error
  return wrongUsage(error.message.replace(/^error: /, ''), usage(command))
}

function withSubcommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)]
}

/** Commander lets the later of `--auto-delete --no-auto-delete` win, whatever was meant. */
function refuseOpposites(command: Command): void {
  for (const negative of command.options.filter(({ negate }) => negate)) {
    const positive = command.options.find(
      (option) => !option.negate && option.attributeName() === negative.attributeName(),
    )
    if (positive === undefined) continue
    const given = new Set<Option>()
    for (const option of [positive, negative]) {
      command.on(`option:${option.name()}`, () => {
        given.add(option)
        if (given.size < 2) return
        throw wrongUsage(
          `option '${positive.flags}' cannot be used with option '${negative.flags}'`,
          usage(command),
          'One says the opposite of the other.',
        )
      })
    }
  }
}

/** Commander lets the later of `--admin a --admin b` win, too. */
function refuseRepeats(command: Command): void {
  const single = command.options.filter((option) => option.required && !isCollected(option))
  for (const option of single) {
    let first: string | undefined
    command.on(`option:${option.name()}`, (value: string) => {
      first ??= value
      if (first === value) return
      throw wrongUsage(`option '${option.flags}' is given twice: '${first}' and '${value}'`, usage(command))
    })
  }
}

/** Whether each value counts: commander shows a parser what it came to before. */
const isCollected = ({ argChoices, parseArg }: Option): boolean =>
  argChoices === undefined && (parseArg?.length ?? 0) > 1

function refuseExcess(command: Command): void {
  // The program itself takes every word, to say that it knows no such command.
  const { parent } = command
  if (parent === null) return
  const isImplied = parent.parent !== null && parent.args[0] !== command.name()
  const [first] = command.args
  if (isImplied && first !== undefined) throw unknownCommand(first, parent)
  const { registeredArguments } = command
  const excess = command.args[registeredArguments.length]
  if (excess === undefined || registeredArguments.at(-1)?.variadic) return
  throw wrongUsage(`unexpected argument '${excess}'`, usage(command))
}

function refuseEmpty(command: Command): void {
  // A shell that completes asks with the word that is begun, which is empty behind a space.
  if (command.name() === 'complete-words') return
  const { registeredArguments } = command
  const position = command.args.findIndex((value) => value.trim() === '')
  const empty = position === -1 ? undefined : (registeredArguments[position] ?? registeredArguments.at(-1))
  if (empty !== undefined) throw wrongUsage(`the argument <${empty.name()}> is empty`, usage(command))
  for (let at: Command | null = command; at !== null; at = at.parent) {
    for (const option of at.options) {
      const values: unknown[] = [at.getOptionValue(option.attributeName())].flat()
      if (
        values.some((value) => typeof value === 'string' && value.trim() === '') &&
        !mayBeEmpty.has(option.long ?? '')
      ) {
        throw wrongUsage(`option '${option.flags}' needs a value that is not empty`, usage(command))
      }
    }
  }
}
