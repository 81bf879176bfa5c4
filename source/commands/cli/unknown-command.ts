import type { Command } from 'commander'
import type { Problem } from '../../text/problem.ts'
import { wrongUsage } from './problems.ts'
import { usage } from './usage.ts'

/** A word stands where a command has its subcommands, and is none of them; one that is nearly meant is named. */
export function unknownCommand(word: string, command: Command): Problem {
  const names = command.commands.map((one) => one.name())
  const whole = command.parent === null ? word : `${command.name()} ${word}`
  return wrongUsage(`unknown command '${whole}'${suggestion(word, names)}`, usage(command))
}

/** ` (did you mean sync?)` for a word that is nearly one of the names; nothing where none is near. */
function suggestion(unknown: string, names: readonly string[]): string {
  // Words that long are nobody's mistyped command, and comparing them takes time.
  const near = unknown.length > 40 ? undefined : names.find((name) => distance(unknown, name) <= 2)
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
