import { fold } from '../addresses.ts'
import { expandBraces } from './expand-braces.ts'
import { GlobError, type GlobFault, lettersOf, means } from './letters.ts'
import { matchesParts, type Part, readParts } from './match-glob.ts'

/** A pattern that can be asked, or what is wrong with it. */
export type ReadGlob = { matches: (address: string) => boolean; fault: null } | { matches: null; fault: GlobFault }

/** No address is longer than 320 characters; lists in braces are. */
const maximumLength = 5_000

/**
 * Reads a pattern for addresses in the language of the shell: `*`, `?`, `[a-z]`, `[!a-z]`, `{a,b}`, `{01..20}`, and a
 * backslash before a character that is itself. Upper and lower case are the same. What has no `@` is compared with the
 * part before it.
 */
export function readGlob(glob: string): ReadGlob {
  try {
    return { matches: compile(glob), fault: null }
  } catch (error) {
    if (error instanceof GlobError) return { matches: null, fault: error.fault }
    throw error
  }
}

function compile(glob: string): (address: string) => boolean {
  if (glob === '') throw new GlobError(1, 'The pattern is empty.')
  if (glob.length > maximumLength) throw new GlobError(maximumLength, 'The pattern is longer than 5,000 characters.')
  const letters = lettersOf(glob)
  if (means(letters[0], '!')) {
    throw new GlobError(1, 'A pattern cannot be turned round by !. Write \\! for the character itself.')
  }
  const patterns = expandBraces(letters).map(readParts)
  const whole = patternSet(patterns.filter((parts) => parts.includes('@')))
  const names = patternSet(patterns.filter((parts) => !parts.includes('@')))
  return (address) => {
    const folded = fold(address)
    return whole(folded) || names(folded.slice(0, Math.max(0, folded.lastIndexOf('@'))))
  }
}

/** Compares with all patterns at once: of thousands, as `{0001..9999}*` gives, only those that begin alike are tried. */
function patternSet(patterns: readonly Part[][]): (text: string) => boolean {
  const byBeginning = new Map<string, Part[][]>()
  const texts = new Set<string>()
  for (const parts of patterns) {
    const firstOpen = parts.findIndex((part) => typeof part !== 'string')
    const beginning = (firstOpen === -1 ? parts : parts.slice(0, firstOpen)).join('')
    if (firstOpen === -1) texts.add(beginning)
    else {
      const alike = byBeginning.get(beginning)
      if (alike === undefined) byBeginning.set(beginning, [parts.slice(firstOpen)])
      else alike.push(parts.slice(firstOpen))
    }
  }
  const lengths = [...new Set([...byBeginning.keys()].map((beginning) => beginning.length))]
  return (text) =>
    texts.has(text) ||
    lengths.some((length) => {
      const rest = byBeginning.get(text.slice(0, length))
      if (rest === undefined || length > text.length) return false
      const characters = [...text.slice(length)]
      return rest.some((parts) => matchesParts(parts, characters))
    })
}
