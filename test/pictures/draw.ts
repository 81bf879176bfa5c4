import type { Terminal } from '../end-to-end/terminal.ts'

const cell = { width: 8.4, height: 18 }
const margin = 14

/** The first eight colours of a terminal, readable on the picture's dark ground. */
const colours = ['#3b4252', '#e06c75', '#98c379', '#e5c07b', '#61afef', '#c678dd', '#56b6c2', '#d8dee9']
const plain = '#d8dee9'

/** Draws what a terminal shows as an SVG picture, one text element for each run of cells that look the same. */
export function drawScreen(terminal: Terminal, columns: number, rows: number): string {
  const width = columns * cell.width + 2 * margin
  const height = rows * cell.height + 2 * margin
  const runs = Array.from({ length: rows }, (_, row) => drawRow(terminal, columns, row)).join('')
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<rect width="${width}" height="${height}" rx="8" fill="#1e222a"/>`,
    `<g font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14">`,
    runs,
    '</g></svg>\n',
  ].join('\n')
}

function drawRow(terminal: Terminal, columns: number, row: number): string {
  const runs: { column: number; text: string; style: string }[] = []
  for (let column = 0; column < columns; column += 1) {
    const { text, bold, dim, colour, inverse } = terminal.cell(column, row)
    const fill = inverse ? '#ffffff' : (colours[colour % 8] ?? plain)
    const style = `fill="${colour < 0 && !inverse ? plain : fill}"${bold ? ' font-weight="bold"' : ''}${dim ? ' opacity="0.65"' : ''}`
    const last = runs.at(-1)
    // How a blank is drawn, and whether it ever was, nobody sees: so it goes on with what stands before it, and begins none.
    const isBlank = text.trim() === ''
    // A wide character takes two cells; what follows it begins a run of its own, so that columns stay columns.
    const goesOn = last !== undefined && text.length <= 1 && last.column + last.text.length === column
    if (goesOn && (isBlank || last.style === style)) last.text += isBlank ? ' ' : text
    else if (!isBlank) runs.push({ column, text, style })
  }
  return runs
    .map(({ column, text, style }) => ({ column, text: text.trimEnd(), style }))
    .filter(({ text }) => text !== '')
    .map(({ column, text, style }) => {
      const x = (margin + column * cell.width).toFixed(1)
      const y = (margin + (row + 0.78) * cell.height).toFixed(1)
      return `<text x="${x}" y="${y}" ${style}>${quoted(text)}</text>\n`
    })
    .join('')
}

// Viewers fold ordinary blanks into one.
const quoted = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll(' ', '\u00a0')
