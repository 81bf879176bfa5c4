import { takeColumns } from './fit.ts'
import { textWidth } from './width.ts'

/**
 * Breaks a text into lines of at most `width` columns, between words; a word longer than a line is broken where the line
 * ends. Line ends in the text are kept.
 * @param indent spaces before every line but the first of each paragraph
 */
export function wrap(text: string, width: number, indent = 0): string[] {
  const room = Math.max(1, width)
  return text.split('\n').flatMap((paragraph) => wrapParagraph(paragraph, room, Math.min(indent, room - 1)))
}

function wrapParagraph(paragraph: string, width: number, indent: number): string[] {
  const lines: string[] = []
  const margin = ' '.repeat(indent)
  let line = /^ */.exec(paragraph)?.[0] ?? ''
  let isEmpty = true
  for (const word of paragraph.trim().split(/ +/)) {
    let rest = word
    if (!isEmpty && textWidth(line) + 1 + textWidth(rest) <= width) {
      line += ` ${rest}`
      continue
    }
    if (!isEmpty) {
      lines.push(line)
      line = margin
    }
    while (textWidth(line) + textWidth(rest) > width) {
      const part = takeColumns(rest, width - textWidth(line)) || [...rest].slice(0, 1).join('')
      lines.push(line + part)
      rest = rest.slice(part.length)
      line = margin
    }
    line += rest
    isEmpty = false
  }
  lines.push(line)
  return lines.map((text) => text.trimEnd())
}
