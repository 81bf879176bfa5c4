import type { Command } from 'commander'
import { shellPath, shellWord } from '../../text/shell-word.ts'

/**
 * The command that is being run, ready to be copied: from what Commander understood, so that it does not depend on how the
 * process was started, with flags before names, which may look like flags.
 *
 * @param more flags to add
 */
export function repeatedCommand(command: Command, more: readonly string[]): string {
  const chain = lineage(command)
  const names = chain.map((one) => one.name())
  const flags = chain.flatMap(givenFlags).filter((flag) => !more.includes(flag))
  const operands = command.args.map(shellWord)
  const fence = command.args.some((word) => word.startsWith('-')) ? ['--'] : []
  return [...names, ...flags, ...more, ...fence, ...operands].join(' ')
}

/** The program, the command and those in between. */
function lineage(command: Command): Command[] {
  return command.parent === null ? [command] : [...lineage(command.parent), command]
}

/** The flags that were typed, each with its value as a word of a shell. */
function givenFlags(command: Command): string[] {
  return command.options.flatMap((option) => {
    const name = option.attributeName()
    if (command.getOptionValueSource(name) !== 'cli') return []
    const flag = option.long ?? option.short ?? ''
    const value: unknown = command.getOptionValue(name)
    if (option.isBoolean() || option.negate) return value === option.negate ? [] : [flag]
    return [flag, name === 'home' ? shellPath(String(value)) : shellWord(String(value))]
  })
}
