import { fold } from '../addresses.ts'
import { GlobError, type Letter, means } from './letters.ts'

/** What stands for one character out of several, and where its brackets end. */
export type CharacterSet = { has: (character: string) => boolean; end: number }

/** Upper and lower case are the same here, so `[:upper:]` and `[:lower:]` would say what nobody means. */
const classes: Readonly<Record<string, RegExp>> = {
  alnum: /^[\p{L}\p{N}]$/u,
  alpha: /^\p{L}$/u,
  digit: /^[0-9]$/,
  punct: /^[!-/:-@[-`{-~]$/,
  xdigit: /^[0-9a-f]$/i,
}

/**
 * Reads `[abc]`, `[a-z]`, `[!abc]`, `[^abc]` and `[[:digit:]]` as a shell does: a `]` in the first place and a `-` in the
 * first or last are themselves.
 *
 * @param open the place of the opening bracket
 * @throws GlobError with the place of what cannot be used
 */
export function readCharacterSet(letters: readonly Letter[], open: number): CharacterSet {
  const isNegated = means(letters[open + 1], '!') || means(letters[open + 1], '^')
  const start = open + (isNegated ? 2 : 1)
  const tests: ((character: string) => boolean)[] = []
  let index = start
  while (index === start || !means(letters[index], ']')) {
    const letter = letters[index]
    if (letter === undefined) throw notClosed(letters[open])
    if (means(letter, '[') && [':', '.', '='].some((sign) => means(letters[index + 1], sign))) {
      const named = readClass(letters, index)
      tests.push((character) => named.test.test(character))
      index = named.end + 1
    } else if (means(letters[index + 1], '-') && letters[index + 2] !== undefined && !means(letters[index + 2], ']')) {
      const [first, last] = [fold(letter.text), fold(letters[index + 2]?.text ?? '')]
      if (means(letters[index + 2], '[') || first > last) {
        throw new GlobError(letter.at, 'The range has no first or last character. Write it from low to high: [a-z].')
      }
      tests.push((character) => first <= character && character <= last)
      index += 3
    } else {
      const own = fold(letter.text)
      tests.push((character) => character === own)
      index += 1
    }
  }
  return { has: (character) => tests.some((test) => test(character)) !== isNegated, end: index }
}

function readClass(letters: readonly Letter[], open: number): { test: RegExp; end: number } {
  const at = letters[open]?.at ?? 1
  const sign = letters[open + 1]?.text ?? ':'
  const end = letters.findIndex(
    (letter, index) => index > open + 2 && letter.text === ']' && means(letters[index - 1], sign),
  )
  const name = letters
    .slice(open + 2, end - 1)
    .map(({ text }) => text)
    .join('')
  const test = sign === ':' && end !== -1 ? classes[name] : undefined
  if (test !== undefined && Object.hasOwn(classes, name)) return { test, end }
  const known = Object.keys(classes).map((each) => `[:${each}:]`)
  throw new GlobError(at, `Within brackets you can name these: ${known.join(', ')}. Upper and lower case are the same.`)
}

function notClosed(letter: Letter | undefined): GlobError {
  return new GlobError(letter?.at ?? 1, 'The bracket [ is not closed. Write \\[ for the character itself.')
}
