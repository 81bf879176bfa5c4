import { fold } from '../addresses.ts'
import { readCharacterSet } from './character-set.ts'
import { GlobError, type Letter, means } from './letters.ts'

/** A part of a pattern: a character, one of a set, or `*`. */
export type Part = string | ((character: string) => boolean) | typeof anyText

/** Stands for any characters, none too. */
const anyText = Symbol('*')

const anyCharacter = (): boolean => true

/**
 * Reads a pattern without braces.
 *
 * @throws GlobError with the place of what cannot be used
 */
export function readParts(letters: readonly Letter[]): Part[] {
  const parts: Part[] = []
  for (let index = 0; index < letters.length; index += 1) {
    const letter = letters[index]
    if (letter === undefined) break
    if (means(letters[index + 1], '(') && !letter.escaped && '?*+@!'.includes(letter.text)) {
      throw new GlobError(letter.at, `${letter.text}(...) is not supported. Use {a,b}, or write \\( for the character.`)
    }
    if (means(letter, '*')) {
      if (parts.at(-1) !== anyText) parts.push(anyText)
    } else if (means(letter, '?')) parts.push(anyCharacter)
    else if (means(letter, '[')) {
      const set = readCharacterSet(letters, index)
      parts.push(set.has)
      index = set.end
    } else if (means(letter, ']')) {
      throw new GlobError(letter.at, 'The bracket ] is not opened. Write \\] for the character itself.')
    } else parts.push(...fold(letter.text))
  }
  return parts
}

/**
 * Compares text in lower case with a pattern, from its end to its beginning. Only the last `*` is ever tried at another
 * place, so the time is bounded by the length of the text times that of the pattern, whatever the pattern.
 */
export function matchesParts(parts: readonly Part[], characters: readonly string[]): boolean {
  let part = 0
  let place = 0
  let star = -1
  let starPlace = 0
  while (place < characters.length) {
    const wanted = parts[part]
    if (wanted === anyText) {
      star = part
      starPlace = place
      part += 1
    } else if (wanted !== undefined && isOne(wanted, characters[place] ?? '')) {
      part += 1
      place += 1
    } else if (star !== -1) {
      starPlace += 1
      part = star + 1
      place = starPlace
    } else return false
  }
  while (parts[part] === anyText) part += 1
  return part === parts.length
}

const isOne = (wanted: Exclude<Part, typeof anyText>, character: string): boolean =>
  typeof wanted === 'string' ? wanted === character : wanted(character)
