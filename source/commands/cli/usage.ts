import type { Command } from 'commander'

/** The usage line of a command, with the names of those above it: `rollcall users show [options] <user>`. */
export function usage(command: Command): string {
  const names: string[] = []
  for (let at: Command | null = command; at !== null; at = at.parent) names.unshift(at.name())
  return `${names.join(' ')} ${command.usage()}`
}
