import type { Command } from 'commander'

/** A command line as a person would type it, and what it does. */
export type Example = { line: string; does: string }

const known = new WeakMap<Command, readonly Example[]>()

/** Adds examples to a command's help, and keeps them for the manual page. */
export function addExamples(command: Command, examples: readonly Example[]): Command {
  known.set(command, examples)
  const width = Math.max(...examples.map((example) => example.line.length))
  const lines = examples.map((example) => `  ${example.line.padEnd(width)}   ${example.does}`)
  return command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`)
}

/** The examples of a command; none where there are none. */
export function examplesOf(command: Command): readonly Example[] {
  return known.get(command) ?? []
}
