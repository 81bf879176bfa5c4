/** One character of a pattern: where it stands in what was typed, from 1, and whether a backslash takes its meaning away. */
export type Letter = { text: string; at: number; escaped: boolean }

/** What cannot be used in a pattern, and where: the character, counted from 1. */
export type GlobFault = { at: number; why: string }

/** Thrown while a pattern is read; `readGlob` catches it. */
export class GlobError extends Error {
  readonly fault: GlobFault

  constructor(at: number, why: string) {
    super(why)
    this.fault = { at, why }
  }
}

/** Splits a pattern into its characters, with backslashes resolved. Throws GlobError for one that ends the pattern. */
export function lettersOf(glob: string): Letter[] {
  const letters: Letter[] = []
  const characters = [...glob]
  for (let index = 0; index < characters.length; index += 1) {
    const escaped = characters[index] === '\\'
    const text = characters[escaped ? index + 1 : index]
    if (text === undefined) throw new GlobError(index + 1, 'A backslash needs a character after it.')
    letters.push({ text, at: index + 1, escaped })
    if (escaped) index += 1
  }
  return letters
}

/** Whether a letter is this character with its special meaning. */
export const means = (letter: Letter | undefined, text: string): boolean => letter?.text === text && !letter.escaped
