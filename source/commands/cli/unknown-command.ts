import type { Command } from 'commander'
import { nearest } from '../../text/nearest.ts'
import type { Problem } from '../../text/problem.ts'
import { wrongUsage } from './problems.ts'
import { usage } from './usage.ts'

/** A word stands where a command has its subcommands, and is none of them; one that is nearly meant is named. */
export function unknownCommand(word: string, command: Command): Problem {
  const names = command.commands.map((one) => one.name())
  const whole = command.parent === null ? word : `${command.name()} ${word}`
  const near = nearest(word, names)
  const suggestion = near === null ? '' : ` (did you mean ${near}?)`
  return wrongUsage(`unknown command '${whole}'${suggestion}`, usage(command))
}
