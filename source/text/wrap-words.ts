/**
 * Breaks long lines at blanks, so that a terminal does not break them within words. What follows a break is indented like
 * the text of its line. A word that is longer than a line, such as an address to copy, stays whole.
 *
 * @param columns the width of the terminal; undefined where it is none, and the text stays as it is
 */
export function wrapWords(text: string, columns: number | undefined): string {
  if (columns === undefined || columns < 20) return text
  return text
    .split('\n')
    .map((line) => wrapLine(line, columns))
    .join('\n')
}

/** Where the text of a line begins: behind its indentation and a label such as `Why:`. */
const beginning = /^ *(?:[A-Z][a-z]+: {2,})?/

function wrapLine(line: string, columns: number): string {
  if ([...line].length <= columns) return line
  const start = beginning.exec(line)?.[0] ?? ''
  const margin = ' '.repeat(start.length)
  const lines: string[] = []
  let current = start
  let isEmpty = true
  for (const word of line.slice(start.length).split(' ')) {
    if (!isEmpty && [...current].length + 1 + [...word].length > columns) {
      lines.push(current)
      current = margin
      isEmpty = true
    }
    current += isEmpty ? word : ` ${word}`
    isEmpty = false
  }
  return [...lines, current].join('\n')
}
