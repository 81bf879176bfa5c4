import { isCommandLine } from '../shell-word.ts'
import { takeColumns } from './fit.ts'
import { textWidth } from './width.ts'

/**
 * Breaks a text into lines of at most `width` columns, between words; a word longer than a line is broken where the line
 * ends. Line ends in the text are kept.
 * @param indent spaces before every line but the first of each paragraph
 */
export function wrap(text: string, width: number, indent = 0): string[] {
  const room = Math.max(1, width)
  const margin = ' '.repeat(Math.min(indent, room - 1))
  return text.split('\n').flatMap((paragraph) => {
    const start = /^ */.exec(paragraph)?.[0] ?? ''
    return fill(paragraph.trim().split(/ +/), { start, margin, width: room, breaksWords: true })
  })
}

/**
 * Breaks a row of a table, whose cells are two or more blanks apart, where it is wider than `width`; what goes on is
 * indented by four. A row that fits stays as it is.
 */
export function wrapRow(row: string, width: number): string[] {
  if (textWidth(row) <= width) return [row]
  const cells = row.trim().split(/ {2,}/)
  // The blank at the end of a cell's last word makes two of them before the next cell.
  const words = cells.flatMap((cell, index) => `${cell}${index === cells.length - 1 ? '' : ' '}`.split(/ (?=[^ ])/))
  const start = /^ */.exec(row)?.[0] ?? ''
  return fill(words, { start, margin: `${start}    `.slice(0, Math.max(0, width - 1)), width, breaksWords: true })
}

/**
 * Breaks what is printed, so that the terminal does not break it within words. What follows a break is indented like the
 * text of its line. A word that is longer than a line, such as an address to copy, stays whole, and so do short lines.
 *
 * @param columns the width of the terminal; undefined where it is none, and the text stays as it is
 */
export function wrapOutput(text: string, columns: number | undefined): string {
  if (columns === undefined || columns < 20) return text
  return text
    .split('\n')
    .flatMap((line) => (textWidth(line) <= columns ? [line] : wrapPrinted(line, columns)))
    .join('\n')
}

/** Where the text of a printed line begins: behind its indentation and a label such as `Why:`. */
const beginning = /^ *(?:[A-Z][a-z]+: {2,})?/

function wrapPrinted(line: string, width: number): string[] {
  const start = beginning.exec(line)?.[0] ?? ''
  // The terminal breaks it where it likes, and still hands it over whole when it is copied.
  if (isCommandLine(line.slice(start.length))) return [line]
  const margin = ' '.repeat(start.length)
  return fill(line.slice(start.length).split(' '), { start, margin, width, breaksWords: false })
}

type Filling = {
  /** What the first line begins with. */
  start: string
  /** What the lines after it begin with. */
  margin: string
  width: number
  /** False: a word longer than a line has a line of its own and stays whole. */
  breaksWords: boolean
}

/** Puts words into lines, as many into each as fit. */
function fill(words: readonly string[], { start, margin, width, breaksWords }: Filling): string[] {
  const lines: string[] = []
  let line = start
  let isEmpty = true
  for (const word of words) {
    if (!isEmpty && textWidth(line) + 1 + textWidth(word) <= width) {
      line += ` ${word}`
      continue
    }
    if (!isEmpty) {
      lines.push(line.trimEnd())
      line = margin
    }
    let rest = word
    while (breaksWords && textWidth(line) + textWidth(rest) > width) {
      const part = takeColumns(rest, width - textWidth(line)) || [...rest].slice(0, 1).join('')
      lines.push((line + part).trimEnd())
      rest = rest.slice(part.length)
      line = margin
    }
    line += rest
    isEmpty = false
  }
  // What is printed may end with a blank on purpose, as a question does.
  lines.push(breaksWords ? line.trimEnd() : line)
  return lines
}
