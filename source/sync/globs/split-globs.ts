/**
 * The patterns of a line of text, between commas or blanks. Those within braces and brackets, and after a backslash, belong
 * to their pattern; a brace or bracket that is never closed takes in the rest, so that its fault is told as it was typed.
 */
export function splitGlobs(text: string): string[] {
  const globs: string[] = []
  let glob = ''
  let braces = 0
  let brackets: string | null = null
  let isEscaped = false
  for (const character of text) {
    if (!isEscaped && brackets === null && braces === 0 && /[\s,]/.test(character)) {
      globs.push(glob)
      glob = ''
      continue
    }
    glob += character
    if (brackets !== null) brackets += character
    if (isEscaped) isEscaped = false
    else if (character === '\\') isEscaped = true
    else if (brackets !== null) brackets = isClosed.test(brackets) ? null : brackets
    else if (character === '[') brackets = character
    else if (character === '{') braces += 1
    else if (character === '}') braces = Math.max(0, braces - 1)
  }
  return [...globs, glob].filter((each) => each !== '')
}

/** A `]` in the first place is itself, and one in `[:digit:]` belongs to the name. */
const isClosed =
  /^\[(?:[!^]|(?![!^]))(?:\[:[^\]]*:\]|\\.|(?!\[:[^\]]*:\])[^\\])(?:\[:[^\]]*:\]|\\.|(?!\[:[^\]]*:\])[^\]\\])*\]$/
