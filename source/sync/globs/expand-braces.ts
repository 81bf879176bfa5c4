import { grouped } from '../../text/numbers.ts'
import { GlobError, type Letter, means } from './letters.ts'
import { readRange } from './number-range.ts'

/** The most patterns that one with braces may stand for: each is compared with each address. */
const maximumAlternatives = 10_000

/** The most characters that all of them may have together. */
const maximumLetters = 1_000_000

/**
 * Expands braces as bash does, before anything else in the pattern has a meaning: `{a,b}`, nested, and ranges such as
 * `{01..20}`. Braces that bash would leave as they are, without a comma or a range or without an end, are refused.
 *
 * @throws GlobError with the place of what cannot be used
 */
export function expandBraces(letters: readonly Letter[]): Letter[][] {
  const stray = letters.findIndex((letter) => means(letter, '}'))
  const open = letters.findIndex((letter) => means(letter, '{'))
  if (stray !== -1 && (open === -1 || stray < open)) {
    throw new GlobError(letters[stray]?.at ?? 1, 'The brace } is not opened. Write \\} for the character itself.')
  }
  if (open === -1) return [[...letters]]
  const { end, commas } = findEnd(letters, open)
  const before = letters.slice(0, open)
  const inside = alternativesOf(letters, open, end, commas)
  const after = expandBraces(letters.slice(end + 1))
  const at = letters[open]?.at ?? 1
  const count = inside.length * after.length
  const longest = open + longestOf(inside) + longestOf(after)
  if (count > maximumAlternatives || count * longest > maximumLetters) throw tooMany(at)
  return inside.flatMap((middle) => after.map((rest) => [...before, ...middle, ...rest]))
}

/** Where the brace closes, and its own commas. */
function findEnd(letters: readonly Letter[], open: number): { end: number; commas: number[] } {
  const commas: number[] = []
  let depth = 0
  for (let index = open; index < letters.length; index += 1) {
    const letter = letters[index]
    if (means(letter, '{')) depth += 1
    else if (means(letter, '}')) depth -= 1
    else if (means(letter, ',') && depth === 1) commas.push(index)
    if (depth === 0) return { end: index, commas }
  }
  throw new GlobError(letters[open]?.at ?? 1, 'The brace { is not closed. Write \\{ for the character itself.')
}

function alternativesOf(letters: readonly Letter[], open: number, end: number, commas: readonly number[]): Letter[][] {
  const at = letters[open]?.at ?? 1
  if (commas.length > 0) {
    const edges = [open, ...commas, end]
    const all: Letter[][] = []
    for (const [index, edge] of edges.slice(1).entries()) {
      all.push(...expandBraces(letters.slice((edges[index] ?? open) + 1, edge)))
      if (all.length > maximumAlternatives) throw tooMany(at)
    }
    return all
  }
  const inside = letters.slice(open + 1, end)
  const range = inside.some(({ escaped }) => escaped) ? null : readRange(inside.map(({ text }) => text).join(''))
  if (range === null) {
    throw new GlobError(
      at,
      'Braces need a comma or a range: {a,b}, {1..20}, {a..e}. Write \\{ for the character itself.',
    )
  }
  if (range.length > maximumAlternatives) throw tooMany(at)
  return range.items().map((text) => [...text].map((character) => ({ text: character, at, escaped: false })))
}

function tooMany(at: number): GlobError {
  const limits = `${grouped(maximumAlternatives)} patterns, or more than ${grouped(maximumLetters)} characters in all`
  return new GlobError(at, `The braces stand for more than ${limits}. Use * or ? instead.`)
}

const longestOf = (all: readonly Letter[][]): number => all.reduce((most, { length }) => Math.max(most, length), 0)
