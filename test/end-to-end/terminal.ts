import { spawn } from '@lydell/node-pty'
import xterm from '@xterm/headless'

/** The names of keys that `press` takes, and what terminals send for them. */
const keys = {
  enter: '\r',
  escape: '\u001b',
  tab: '\t',
  shiftTab: '\u001b[Z',
  backspace: '\u007f',
  delete: '\u001b[3~',
  up: '\u001b[A',
  down: '\u001b[B',
  right: '\u001b[C',
  left: '\u001b[D',
  pageUp: '\u001b[5~',
  pageDown: '\u001b[6~',
  home: '\u001b[H',
  end: '\u001b[F',
  space: ' ',
  ctrlC: '\u0003',
  ctrlD: '\u0004',
  ctrlS: '\u0013',
  ctrlU: '\u0015',
  ctrlZ: '\u001a',
} as const
export type KeyPress = keyof typeof keys

/** How a program in the terminal ended. */
export type Ending = { code: number; signal: number }

/** A program running in a terminal of its own, with a screen that can be read. */
export type Terminal = {
  /** Sends the keys in one packet. */
  press(...names: KeyPress[]): void
  /** Sends text or raw bytes in one packet. */
  type(text: string): void
  /** The lines of the screen, without spaces at their ends. */
  lines(): string[]
  /** The screen as one text. */
  screen(): string
  /** Everything above the window, in the normal screen. */
  scrollback(): string[]
  /** Resolves with the screen as soon as it satisfies the condition; rejects with what is shown after `seconds` (60), and ends the program. */
  waitFor(condition: string | RegExp | ((screen: string) => boolean), seconds?: number): Promise<string>
  /** Resolves when the program has written nothing for as long as it takes the screen to settle. */
  settled(): Promise<string>
  /** All that the program has written, as text. */
  written(): string
  /** The number of bytes the program has written. */
  bytes(): number
  resize(columns: number, rows: number): void
  signal(name: string): void
  /** Hangs up: the terminal goes away. */
  hangUp(): void
  readonly pid: number
  /** Resolves when the program has ended. */
  ended: Promise<Ending>
  /** The cell at a place, from 0. */
  cell(column: number, row: number): Cell
}

/** One cell of the screen. */
export type Cell = {
  /** Empty behind a wide character. */
  text: string
  /** How many cells the character takes: 2 for a wide one, 0 for the cell behind it. */
  width: number
  inverse: boolean
  bold: boolean
  dim: boolean
  underline: boolean
  /** Of the palette; -1 for the default one. */
  colour: number
  ground: number
}

export type TerminalOptions = {
  columns?: number
  rows?: number
  environment?: Record<string, string | undefined>
  folder?: string
}

/** Starts a program in a terminal of 80x24 that reads UTF-8, unless told otherwise. Never waits by the clock. */
export function openTerminal(command: string, parameters: string[], options: TerminalOptions = {}): Terminal {
  const columns = options.columns ?? 80
  const rows = options.rows ?? 24
  const environment: Record<string, string | undefined> = {
    ...process.env,
    TERM: 'xterm-256color',
    LANG: 'C.UTF-8',
    LC_ALL: 'C.UTF-8',
    NO_COLOR: undefined,
    FORCE_COLOR: undefined,
    CI: undefined,
    TMUX: undefined,
    ...options.environment,
  }
  const defined = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined))
  const screen = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 5000 })
  const program = spawn(command, parameters, {
    // It becomes TERM, whatever the environment says.
    name: environment.TERM ?? '',
    cols: columns,
    rows,
    cwd: options.folder ?? process.cwd(),
    env: defined as Record<string, string>,
  })
  const listeners = new Set<() => void>()
  let written = ''
  let pendingWrites = 0
  let isEnded = false

  program.onData((data) => {
    written += data
    pendingWrites += 1
    screen.write(data, () => {
      pendingWrites -= 1
      for (const listener of [...listeners]) listener()
    })
  })
  const ended = new Promise<Ending>((resolve) => {
    program.onExit(({ exitCode, signal }) => {
      isEnded = true
      // What was written last may still be on its way.
      setTimeout(() => {
        for (const listener of [...listeners]) listener()
        resolve({ code: exitCode, signal: signal ?? 0 })
      }, 20)
    })
  })

  function lines(): string[] {
    const buffer = screen.buffer.active
    return Array.from({ length: screen.rows }, (_, row) => {
      return (buffer.getLine(buffer.viewportY + row)?.translateToString(true) ?? '').trimEnd()
    })
  }

  function text(): string {
    return lines().join('\n').trimEnd()
  }

  function waitFor(condition: string | RegExp | ((screen: string) => boolean), seconds = 60): Promise<string> {
    const holds = (shown: string): boolean => {
      if (typeof condition === 'string') return shown.includes(condition)
      return condition instanceof RegExp ? condition.test(shown) : condition(shown)
    }
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => finish(false), seconds * 1000)
      const check = (): void => {
        if (pendingWrites === 0 && holds(text())) finish(true)
        else if (isEnded && pendingWrites === 0) finish(false)
      }
      const finish = (success: boolean): void => {
        clearTimeout(timer)
        listeners.delete(check)
        if (success) {
          resolve(text())
          return
        }
        reject(new Error(`Waited for ${String(condition)}${isEnded ? ' (the program has ended)' : ''}:\n${text()}`))
      }
      listeners.add(check)
      check()
    })
  }

  async function settled(): Promise<string> {
    for (let quiet = 0; quiet < 3; ) {
      const before = written.length
      await new Promise((resolve) => setTimeout(resolve, 25))
      quiet = written.length === before && pendingWrites === 0 ? quiet + 1 : 0
    }
    return text()
  }

  return {
    press: (...names) => program.write(names.map((name) => keys[name]).join('')),
    type: (input) => program.write(input),
    lines,
    screen: text,
    scrollback: () => {
      const buffer = screen.buffer.normal
      return Array.from({ length: buffer.baseY }, (_, row) => {
        return (buffer.getLine(row)?.translateToString(true) ?? '').trimEnd()
      })
    },
    waitFor,
    settled,
    written: () => written,
    bytes: () => Buffer.byteLength(written),
    resize: (newColumns, newRows) => {
      screen.resize(newColumns, newRows)
      program.resize(newColumns, newRows)
    },
    signal: (name) => program.kill(name),
    hangUp: () => program.kill('SIGHUP'),
    pid: program.pid,
    ended,
    cell: (column, row) => {
      const buffer = screen.buffer.active
      const cell = buffer.getLine(buffer.viewportY + row)?.getCell(column)
      return {
        text: cell?.getChars() ?? '',
        width: cell?.getWidth() ?? 1,
        inverse: Boolean(cell?.isInverse()),
        bold: Boolean(cell?.isBold()),
        dim: Boolean(cell?.isDim()),
        underline: Boolean(cell?.isUnderline()),
        colour: cell?.isFgDefault() ? -1 : (cell?.getFgColor() ?? -1),
        ground: cell?.isBgDefault() ? -1 : (cell?.getBgColor() ?? -1),
      }
    },
  }
}
