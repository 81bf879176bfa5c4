/** The globs of a line of text, between commas or blanks; a comma within braces or brackets belongs to its glob. */
export function splitGlobs(text: string): string[] {
  return text.match(/(?:\{[^{}]*\}|\[[^\]]*\]|[^\s,])+/g) ?? []
}

/** What is wrong with a glob, in a sentence; null when nothing is. A bracket left open would stand for itself, which nobody means. */
export function globFault(glob: string): string | null {
  let rest = glob.replace(/\[[^\]]+\]/g, '')
  for (let before = ''; before !== rest; ) {
    before = rest
    rest = rest.replace(/\{[^{}]*\}/g, '')
  }
  return /[[\]{}]/.test(rest) ? 'A bracket or a brace is not closed.' : null
}
