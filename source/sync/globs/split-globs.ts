/**
 * The patterns of a line of text, between commas or blanks. Those within braces and brackets, and after a backslash, belong
 * to their pattern; a brace or bracket that is never closed takes in the rest, so that its fault is told as it was typed.
 */
export function splitGlobs(text: string): string[] {
  const globs: string[] = []
  let glob = ''
  let braces = 0
  let isInBrackets = false
  let isEscaped = false
  for (const character of text) {
    if (!isEscaped && !isInBrackets && braces === 0 && /[\s,]/.test(character)) {
      globs.push(glob)
      glob = ''
      continue
    }
    glob += character
    if (isEscaped) isEscaped = false
    else if (character === '\\') isEscaped = true
    else if (isInBrackets) isInBrackets = character !== ']'
    else if (character === '[') isInBrackets = true
    else if (character === '{') braces += 1
    else if (character === '}') braces = Math.max(0, braces - 1)
  }
  return [...globs, glob].filter((each) => each !== '')
}
