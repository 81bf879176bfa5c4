import type { Command, Option } from 'commander'
import { folderPrivilegeNames, privilegeNames } from '../../../sync/user.ts'

/** Where words come from that only the home or Google knows. */
export type CompletionSources = {
  userNames: () => Promise<string[]>
  addresses: () => Promise<string[]>
  archives: () => Promise<string[]>
  groupAddresses: () => Promise<string[]>
  /** The revisions that have a backup. */
  kept: () => Promise<string[]>
  /** The revisions that the history knows. */
  committed: () => Promise<string[]>
}

/**
 * What a word on the command line can be completed to.
 *
 * @param words those before it, without the program's own name
 * @param current what is typed of it
 * @returns the candidates, in order; empty where a file is wanted, which shells complete themselves
 */
export async function completionWords(
  program: Command,
  words: readonly string[],
  current: string,
  sources: CompletionSources,
): Promise<string[]> {
  const named = commandAt(program, words)
  // What can be helped with is what there is, behind `users help` that of `users`.
  const help = named.command.name() === 'help' ? words.lastIndexOf('help') : -1
  const { command, places } =
    help < 0 ? named : commandAt(commandAt(program, words.slice(0, help)).command, words.slice(help + 1))
  const found = await candidates(command, places, words.at(-1) ?? '', current, sources)
  return [...new Set(found)].filter((word) => word.startsWith(current)).sort()
}

/** The last value of a flag among the words, as `--home DIR` or `--home=DIR`; undefined where it is not given. */
export function flagValue(words: readonly string[], flag: string): string | undefined {
  const at = words.findLastIndex((word) => word === flag || word.startsWith(`${flag}=`))
  return words[at] === flag ? words[at + 1] : words[at]?.slice(flag.length + 1)
}

async function candidates(
  command: Command,
  places: number,
  last: string,
  current: string,
  sources: CompletionSources,
): Promise<string[]> {
  const options = optionsOf(command)
  const open = options.find((option) => takesValue(option) && hasFlag(option, last))
  if (open !== undefined) return valuesOf(open, current, sources)
  const [, flag, typed = ''] = /^(--[a-z0-9-]+)=(.*)$/s.exec(current) ?? []
  const joined = options.find((option) => takesValue(option) && option.long === flag)
  if (joined !== undefined) {
    return (await valuesOf(joined, typed, sources)).map((value) => `${joined.long}=${value}`)
  }
  if (!current.startsWith('-')) return argumentsOf(command, places, sources)
  return options.flatMap(({ short, long }) => [long, short].filter((name) => name !== undefined))
}

/** The command that the words lead to, and how many arguments of its own have been given. */
function commandAt(program: Command, words: readonly string[]): { command: Command; places: number } {
  let command = program
  let places = 0
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? ''
    if (word.startsWith('-')) {
      const option = optionsOf(command).find((one) => hasFlag(one, word))
      if (option?.required) index += 1
      continue
    }
    const next = places === 0 ? visibleCommands(command).find((one) => one.name() === word) : undefined
    if (next === undefined) places += 1
    else command = next
  }
  return { command, places }
}

/** The flags of a command and of those above it; a command that stands for one of its subcommands has that one's too. */
function optionsOf(command: Command): Option[] {
  // The first subcommand is the one that is meant when none is named; commander keeps no public record of it.
  const all = command.parent === null ? [] : [...(command.commands[0]?.options ?? [])]
  for (let at: Command | null = command; at !== null; at = at.parent) all.push(...at.createHelp().visibleOptions(at))
  return all.filter((option) => !option.hidden)
}

/** Those that the help lists: the hidden ones stay hidden, and `help` is among them. */
function visibleCommands(command: Command): Command[] {
  return command.createHelp().visibleCommands(command)
}

async function valuesOf(option: Option, typed: string, sources: CompletionSources): Promise<string[]> {
  if (option.argChoices !== undefined) return option.argChoices
  if (option.long === '--group') return sources.groupAddresses()
  if (option.long === '--privileges') return listValues(typed, privilegeNames)
  return option.long === '--own-archive' ? listValues(typed, folderPrivilegeNames) : []
}

/** What is typed up to its last comma, followed by each name that is not in it yet. */
function listValues(typed: string, names: readonly string[]): string[] {
  const start = typed.slice(0, typed.lastIndexOf(',') + 1)
  const given = start.split(',')
  return names.filter((name) => !given.includes(name)).map((name) => start + name)
}

async function argumentsOf(command: Command, places: number, sources: CompletionSources): Promise<string[]> {
  const names = places === 0 ? visibleCommands(command).map((one) => one.name()) : []
  const argument = command.registeredArguments[places]
  if (argument?.argChoices !== undefined) return argument.argChoices
  switch (argument?.name()) {
    case 'user':
      // A user that is there already cannot be added.
      return command.name() === 'add' ? [] : sources.userNames()
    case 'address':
      return sources.addresses()
    case 'archive':
      return sources.archives()
    case 'revision':
      return command.name() === 'restore' ? sources.kept() : sources.committed()
    default:
      return names
  }
}

const takesValue = (option: Option): boolean => option.required || option.optional
const hasFlag = ({ short, long }: Option, word: string): boolean => word === short || word === long
