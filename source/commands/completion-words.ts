import type { Command, Option } from 'commander'

/** Where words come from that only the home or Google knows. */
export type CompletionSources = { userNames: () => Promise<string[]>; groupAddresses: () => Promise<string[]> }

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
  const { command, places } = commandAt(program, words)
  const last = words.at(-1)
  const open = last?.startsWith('-') ? optionsOf(command).find((option) => hasFlag(option, last)) : undefined
  const found =
    open !== undefined && (open.required || open.optional)
      ? await valuesOf(open, sources)
      : current.startsWith('-')
        ? optionsOf(command).flatMap(({ short, long }) => [long, short].filter((flag) => flag !== undefined))
        : await argumentsOf(command, places, sources)
  return [...new Set(found)].filter((word) => word.startsWith(current)).sort()
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
    const next = places === 0 ? command.commands.find((one) => one.name() === word) : undefined
    if (next === undefined) places += 1
    else command = next
  }
  return { command, places }
}

function optionsOf(command: Command): Option[] {
  const all: Option[] = []
  for (let at: Command | null = command; at !== null; at = at.parent) all.push(...at.options)
  return all.filter((option) => !option.hidden)
}

async function valuesOf(option: Option, sources: CompletionSources): Promise<string[]> {
  if (option.argChoices !== undefined) return option.argChoices
  return option.long === '--group' ? sources.groupAddresses() : []
}

async function argumentsOf(command: Command, places: number, sources: CompletionSources): Promise<string[]> {
  const names = places === 0 ? command.commands.map((one) => one.name()) : []
  const argument = command.registeredArguments[places]
  if (argument?.argChoices !== undefined) return [...names, ...argument.argChoices]
  return argument?.name() === 'user' ? [...names, ...(await sources.userNames())] : names
}

const hasFlag = ({ short, long }: Option, word: string): boolean => word === short || word === long
