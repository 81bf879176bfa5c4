import type { Cell, Terminal } from '../end-to-end/terminal.ts'

const cell = { width: 8.4, height: 18 }
const margin = 14

/** The colours of a picture: the ground, text without a colour, and the first eight colours of a terminal. */
export type Palette = { ground: string; plain: string; colours: readonly string[] }

/** The palettes, by the theme that the program was started with. Each colour can be read on its ground. */
export const palettes = {
  dark: {
    ground: '#1e222a',
    plain: '#d8dee9',
    colours: ['#1e222a', '#e06c75', '#98c379', '#e5c07b', '#61afef', '#c678dd', '#56b6c2', '#d8dee9'],
  },
  light: {
    ground: '#ffffff',
    plain: '#24292f',
    colours: ['#24292f', '#cf222e', '#116329', '#7d4e00', '#0550ae', '#8250df', '#1b7c83', '#ffffff'],
  },
} as const satisfies Record<string, Palette>

/** What a terminal shows, row by row. */
export type Frame = readonly (readonly Cell[])[]

/** Reads what a terminal shows, without how long something took, which is different in each run. */
export function readFrame(terminal: Terminal, columns: number, rows: number): Frame {
  return Array.from({ length: rows }, (_, row) => {
    const cells = Array.from({ length: columns }, (_, column) => terminal.cell(column, row))
    const time = /\d+\.\d s *$/.exec(cells.map(({ text }) => text || ' ').join(''))
    return time === null ? cells : cells.map((one, column) => (column < time.index ? one : { ...one, text: '' }))
  })
}

/** Draws one screen as an SVG picture. */
export const drawPicture = (frame: Frame, palette: Palette): string => page([drawFrame(frame, palette)], frame, palette)

/**
 * Draws screens that follow each other as one SVG picture that goes on by itself, and begins again. Who wants no motion
 * sees the last.
 *
 * @param seconds how long each is shown
 */
export function drawTour(frames: readonly Frame[], palette: Palette, seconds: number): string {
  const [first] = frames
  if (first === undefined) throw new Error('A tour needs a screen')
  const whole = frames.length * seconds
  const share = 100 / frames.length
  const style = [
    `.s{visibility:hidden;animation:show ${whole}s step-end infinite}`,
    `@keyframes show{0%{visibility:visible}${share.toFixed(3)}%{visibility:hidden}}`,
    '@media (prefers-reduced-motion:reduce){.s{animation:none}.s:last-of-type{visibility:visible}}',
  ].join('')
  const drawn = frames.map(
    (frame, index) => `<g class="s" style="animation-delay:${index * seconds}s">\n${drawFrame(frame, palette)}</g>\n`,
  )
  return page([`<style>${style}</style>\n`, ...drawn], first, palette)
}

function page(content: readonly string[], frame: Frame, { ground }: Palette): string {
  const width = (frame[0]?.length ?? 0) * cell.width + 2 * margin
  const height = frame.length * cell.height + 2 * margin
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<rect width="${width}" height="${height}" rx="8" fill="${ground}" stroke="#8b949e" stroke-opacity="0.4"/>`,
    `<g font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14">`,
    `${content.join('')}</g></svg>\n`,
  ].join('\n')
}

const drawFrame = (frame: Frame, palette: Palette): string =>
  frame.map((cells, row) => drawGrounds(cells, row, palette) + drawTexts(cells, row, palette)).join('')

/** Cells beside each other that look the same in one respect. */
type Run = { column: number; length: number; look: string }

function runsOf(cells: readonly Cell[], lookOf: (one: Cell) => string | null): Run[] {
  const runs: Run[] = []
  for (const [column, one] of cells.entries()) {
    const look = lookOf(one)
    const last = runs.at(-1)
    if (look === null) continue
    if (last !== undefined && last.look === look && last.column + last.length === column) last.length += 1
    else runs.push({ column, length: 1, look })
  }
  return runs
}

/** The bars behind the text, and the lines below it. */
function drawGrounds(cells: readonly Cell[], row: number, { ground, plain, colours }: Palette): string {
  const bars = runsOf(cells, (one) =>
    one.inverse ? plain : one.ground < 0 ? null : (colours[one.ground % 8] ?? ground),
  )
  const lines = runsOf(cells, (one) => (one.underline ? plain : null))
  const bar = ({ column, length, look }: Run, top: number, height: number) =>
    `<rect x="${x(column)}" y="${y(row, top)}" width="${(length * cell.width).toFixed(1)}" height="${height}" fill="${look}"/>\n`
  return bars.map((run) => bar(run, 0, cell.height)).join('') + lines.map((run) => bar(run, 0.92, 1)).join('')
}

/**
 * One text for each run of letters of one look, held to its cells by its length: fonts differ, columns must not. A wide
 * character is a run of its own, two cells long.
 */
function drawTexts(cells: readonly Cell[], row: number, { ground, plain, colours }: Palette): string {
  const runs: { column: number; text: string; cells: number; look: string }[] = []
  for (const [column, one] of cells.entries()) {
    if (one.width === 0) continue
    const colour = one.inverse ? ground : one.colour < 0 ? plain : (colours[one.colour % 8] ?? plain)
    const look = `fill="${colour}"${one.bold ? ' font-weight="bold"' : ''}${one.dim ? ' opacity="0.65"' : ''}`
    const last = runs.at(-1)
    const isBlank = one.text.trim() === ''
    const goesOn =
      last !== undefined && one.width === 1 && last.text.length === last.cells && last.column + last.cells === column
    if (goesOn && (isBlank || last.look === look)) {
      last.text += isBlank ? ' ' : one.text
      last.cells += 1
    } else if (!isBlank) runs.push({ column, text: one.text, cells: one.width, look })
  }
  return runs
    .map(({ column, text, cells, look }) => {
      const shown = text.trimEnd()
      const length = ((cells - (text.length - shown.length)) * cell.width).toFixed(1)
      return `<text x="${x(column)}" y="${y(row, 0.78)}" textLength="${length}" lengthAdjust="spacingAndGlyphs" ${look}>${quoted(shown)}</text>\n`
    })
    .join('')
}

const x = (column: number): string => (margin + column * cell.width).toFixed(1)
const y = (row: number, part: number): string => (margin + (row + part) * cell.height).toFixed(1)

// Viewers fold ordinary blanks into one.
const quoted = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll(' ', '\u00a0')
