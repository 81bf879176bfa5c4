import { Writable } from 'node:stream'
import { type Cell, defaultStyle, parseLine } from './cells.ts'
import { difference } from './frame-difference.ts'
import { detectScroll } from './scroll-detection.ts'

/** How long frames may be held back while typed-ahead keys wait, in milliseconds. */
const longestHold = 50

/** What the terminal can show; decided once (`capabilities.ts`). */
export type FrameLook = {
  /** False: foreground and background colours are left out; bold, inverse and dim stay. */
  colours: boolean
  /** Blanks in a colour can be erased to instead of written. */
  erasesInColour: boolean
  /** False: the terminal does not read UTF-8, and anything but ASCII is shown as `?`. */
  utf8: boolean
}

/**
 * The standard output that Ink is given. Ink writes whole frames to it (its `debug` way of writing: each frame as text,
 * without moving the cursor); this sends the terminal only the cells that changed. It never clears the scrollback and never
 * writes below its own window.
 */
export class FrameWriter extends Writable {
  readonly isTTY = true
  columns: number
  rows: number
  /** Whether keys wait to be handed to Ink, so that the frame to come will replace this one. */
  isInputBusy: () => boolean = () => false
  /** The number of bytes sent so far. */
  bytesSent = 0

  readonly #terminal: NodeJS.WriteStream
  readonly #look: FrameLook
  #lines: readonly string[] = []
  #screen: (readonly Cell[])[] = []
  #next: string | null = null
  #render: (() => void) | null = null
  #scheduled = false
  #heldSince = 0
  #isOpen = true
  #mustClear = false

  constructor(terminal: NodeJS.WriteStream, look: FrameLook) {
    super({ decodeStrings: false })
    this.#terminal = terminal
    this.#look = look
    this.columns = terminal.columns || 80
    this.rows = terminal.rows || 24
  }

  override _write(chunk: unknown, _encoding: BufferEncoding, callback: () => void): void {
    const text = String(chunk)
    // Ink also shows and hides the cursor, and writes nothing to learn that it is through.
    if (text !== '' && !/^\p{Cc}\[\?25[hl]$/u.test(text)) {
      this.#next = text
      this.#schedule()
    }
    callback()
  }

  /** Takes up the terminal's new size: everything is drawn anew with the next frame, and Ink hears `resize`. */
  takeSize(): void {
    this.columns = this.#terminal.columns || 80
    this.rows = this.#terminal.rows || 24
    this.redraw()
    this.emit('resize')
  }

  /** Forgets what the terminal shows and draws all of the last frame again. */
  redraw(): void {
    this.#next ??= this.#lines.join('\n')
    this.#lines = []
    this.#screen = []
    this.#mustClear = true
    this.#schedule()
  }

  /** Asks for a frame: `render` writes it to this stream, and is called when the frame is about to be sent. */
  requestFrame(render: () => void): void {
    this.#render = render
    this.#schedule()
  }

  /** While closed, frames are remembered and not sent. */
  open(): void {
    this.#isOpen = true
    this.redraw()
  }
  close(): void {
    this.#isOpen = false
  }

  /** Sends the frame that waits, if any. */
  flush(): void {
    this.#heldSince = 0
    if (!this.#isOpen) return
    const render = this.#render
    this.#render = null
    render?.()
    const text = this.#next
    if (text === null) return
    this.#next = null
    const lines = text.split('\n').slice(0, this.rows)
    const screen = lines.map((line, row) => {
      return line === this.#lines[row] ? (this.#screen[row] ?? []) : this.#shown(parseLine(line, this.columns))
    })
    const clear = this.#mustClear ? '\u001b[m\u001b[2J' : ''
    const scroll = this.#mustClear ? null : detectScroll(this.#lines, lines)
    const bytes =
      clear + difference(this.#screen, screen, { columns: this.columns, erases: this.#look.erasesInColour }, scroll)
    this.#lines = lines
    this.#screen = screen
    this.#mustClear = false
    if (bytes === '') return
    this.bytesSent += Buffer.byteLength(bytes)
    this.#terminal.write(bytes)
  }

  #shown(cells: Cell[]): Cell[] {
    if (this.#look.colours && this.#look.utf8) return cells
    return cells.map((cell) => {
      const text = this.#look.utf8 || /^[\x20-\x7e]?$/.test(cell.text) ? cell.text : '?'
      const isRightHalf = text === ''
      return {
        text: isRightHalf && !this.#look.utf8 ? '?' : text,
        style: this.#look.colours ? cell.style : colourless(cell.style),
      }
    })
  }

  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      if (!this.isInputBusy()) return this.flush()
      this.#heldSince ||= performance.now()
      if (performance.now() - this.#heldSince > longestHold) this.flush()
      else this.#schedule()
    })
  }
}

const withoutColours = new Map<string, Cell['style']>()

function colourless(style: Cell['style']): Cell['style'] {
  const key = `${style.sgr}\n${style.link}`
  const known = withoutColours.get(key)
  if (known) return known
  const sgr = style.sgr
    .split(';')
    .filter((code) => Number(code) < 30)
    .join(';')
  const plain = sgr === '' && style.link === '' ? defaultStyle : { sgr, link: style.link }
  withoutColours.set(key, plain)
  return plain
}
