import { graphemesOf } from '../../text/width/graphemes.ts'
import { characterWidth } from '../../text/width/width.ts'

/** How a cell looks: SGR parameters in a fixed order (`1;7`), and the address it links to. Empty: the terminal's default. */
export type CellStyle = { readonly sgr: string; readonly link: string }

/** The default look. */
export const defaultStyle: CellStyle = { sgr: '', link: '' }

/** One place on the screen. The columns of a wide character after its first have the text ''. */
export type Cell = { readonly text: string; readonly style: CellStyle }

/** An empty place. */
export const blankCell: Cell = { text: ' ', style: defaultStyle }

const escapeSequence = /\p{Cc}(?:\[([0-9;:]*)([@-~])|\]8;[^;]*;(\P{Cc}*)\p{Cc}\\?)/uy

/**
 * Reads one line as Ink writes it (text, SGR, OSC 8) into cells, cut at `columns`. Blank cells at the end are left out.
 */
export function parseLine(line: string, columns: number): Cell[] {
  const cells: Cell[] = []
  const pen = createPen()
  let position = 0
  while (position < line.length && cells.length < columns) {
    if (line.charCodeAt(position) === 0x1b) {
      escapeSequence.lastIndex = position
      const match = escapeSequence.exec(line)
      if (match?.[2] === 'm') pen.apply(match[1] ?? '')
      if (match?.[3] !== undefined) pen.link(match[3])
      position = match ? escapeSequence.lastIndex : position + 1
      continue
    }
    const next = line.indexOf('\u001b', position)
    addText(cells, line.slice(position, next < 0 ? line.length : next), pen.style(), columns)
    position = next < 0 ? line.length : next
  }
  while (cells.length > 0 && isBlank(cells[cells.length - 1])) cells.pop()
  return cells
}

/** Whether nothing is seen in this cell. */
function isBlank(cell: Cell | undefined): boolean {
  return cell === undefined || (cell.text === ' ' && cell.style === defaultStyle)
}

function addText(cells: Cell[], text: string, style: CellStyle, columns: number): void {
  for (const part of graphemesOf(text)) {
    const width = characterWidth(part)
    if (width === 0 || cells.length + width > columns) continue
    cells.push({ text: part, style })
    for (let column = 1; column < width; column += 1) cells.push({ text: '', style })
  }
}

const styles = new Map<string, CellStyle>([['\n', defaultStyle]])

/** One object for each look, so that looks compare by identity. */
function styleOf(sgr: string, link: string): CellStyle {
  const key = `${sgr}\n${link}`
  const known = styles.get(key)
  if (known) return known
  const style = { sgr, link }
  styles.set(key, style)
  return style
}

/** The codes that switch something on, each with the code that switches it off. */
const offOf: Readonly<Record<number, number>> = { 1: 22, 2: 22, 3: 23, 4: 24, 7: 27, 9: 29 }

function createPen() {
  const on = new Set<number>()
  let foreground = 0
  let background = 0
  let address = ''
  function set(code: number): void {
    if (code === 0) {
      on.clear()
      foreground = 0
      background = 0
    } else if (offOf[code] !== undefined) on.add(code)
    else if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97)) foreground = code
    else if ((code >= 40 && code <= 47) || (code >= 100 && code <= 107)) background = code
    else if (code === 39) foreground = 0
    else if (code === 49) background = 0
    else for (const flag of on) if (offOf[flag] === code) on.delete(flag)
  }
  return {
    apply: (parameters: string): void => {
      const codes = parameters.split(/[;:]/).map(Number)
      for (const code of codes) {
        // 256 colours and true colours are not used here; what follows are their numbers.
        if (code === 38 || code === 48) return
        set(code)
      }
    },
    link: (target: string): void => {
      address = target
    },
    style: (): CellStyle => {
      const codes = [...on].sort((a, b) => a - b)
      if (foreground) codes.push(foreground)
      if (background) codes.push(background)
      return styleOf(codes.join(';'), address)
    },
  }
}
