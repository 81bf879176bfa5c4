import { EventEmitter } from 'node:events'
import { Writable } from 'node:stream'
import type { FrameWriter } from '../../../source/tui/terminal/frame-writer.ts'
import { InputStream } from '../../../source/tui/terminal/input-stream.ts'
import type { TerminalSession } from '../../../source/tui/terminal/terminal-session.ts'

/** What terminals send for keys that have a name. */
const sequences = {
  enter: '\r',
  escape: '\u001b',
  tab: '\t',
  backspace: '\u007f',
  up: '\u001b[A',
  down: '\u001b[B',
  left: '\u001b[D',
  right: '\u001b[C',
  pageUp: '\u001b[5~',
  pageDown: '\u001b[6~',
  home: '\u001b[H',
  end: '\u001b[F',
  ctrlC: '\u0003',
  ctrlS: '\u0013',
  ctrlU: '\u0015',
} as const

export type NamedKey = keyof typeof sequences

/** A terminal in memory: whole frames as Ink makes them, and keys as a terminal sends them. */
export type FakeSession = TerminalSession & {
  /** The last frame, as plain text. */
  frame(): string
  /** All frames there were, in order. */
  frames: readonly string[]
  /** Sends bytes in one packet, as typed or pasted. */
  type(text: string): void
  press(...keys: readonly NamedKey[]): void
  /** Pastes a text, marked as terminals do. */
  paste(text: string): void
  resize(columns: number, rows: number): void
  /** Resolves with the frame as soon as it holds this; rejects with what is shown after ten seconds. */
  waitFor(condition: string | RegExp | ((frame: string) => boolean)): Promise<string>
  /** Resolves when all that was typed has been handled and nothing more is drawn for it. */
  settled(): Promise<void>
  /** What was put into the clipboard, in order. */
  copied: string[]
}

/** Makes a terminal in memory of so many columns and rows. */
export function fakeSession({ columns = 80, rows = 24 } = {}): FakeSession {
  const source = Object.assign(new EventEmitter(), {
    setRawMode: () => source,
    resume: () => source,
    pause: () => source,
    ref: () => source,
    unref: () => source,
  })
  let frame = ''
  const all: string[] = []
  const frames = new EventEmitter().setMaxListeners(0)
  // As the real writer does: one frame for all that changes at once.
  let render: (() => void) | null = null
  const requestFrame = (next: () => void): void => {
    if (render === null) setImmediate(draw)
    render = next
  }
  const draw = (): void => {
    const due = render
    render = null
    due?.()
  }
  const output = Object.assign(
    new Writable({
      decodeStrings: false,
      write: (chunk, _encoding, done) => {
        const text = String(chunk)
        if (text !== '' && !/^\p{Cc}\[\?25[hl]$/u.test(text)) {
          frame = plain(text)
          all.push(frame)
          frames.emit('frame')
        }
        done()
      },
    }),
    { isTTY: true, columns, rows, requestFrame, redraw: () => undefined },
  )
  const input = new InputStream(source as unknown as NodeJS.ReadStream)
  const copied: string[] = []
  const type = (text: string): void => void source.emit('data', Buffer.from(text))
  return {
    input,
    output: output as unknown as FrameWriter,
    copy: (text) => copied.push(text),
    suspend: () => undefined,
    close: () => input.end(),
    copied,
    frame: () => frame,
    frames: all,
    type,
    press: (...keys) => type(keys.map((key) => sequences[key]).join('')),
    paste: (text) => type(`\u001b[200~${text}\u001b[201~`),
    resize: (newColumns, newRows) => {
      Object.assign(output, { columns: newColumns, rows: newRows })
      output.emit('resize')
    },
    settled: async () => {
      for (let quiet = 0; quiet < 5; ) {
        const before = all.length
        await new Promise((resolve) => setImmediate(resolve))
        quiet = !input.isBusy && all.length === before ? quiet + 1 : 0
      }
    },
    waitFor: (condition) => {
      const holds = (): boolean => {
        if (typeof condition === 'string') return frame.includes(condition)
        return condition instanceof RegExp ? condition.test(frame) : condition(frame)
      }
      return new Promise((resolve, reject) => {
        const check = (): void => {
          if (!holds()) return
          finish()
          resolve(frame)
        }
        const timer = setTimeout(() => {
          finish()
          reject(new Error(`Waited for ${String(condition)}:\n${frame}`))
        }, 10_000)
        const finish = (): void => {
          clearTimeout(timer)
          frames.off('frame', check)
        }
        frames.on('frame', check)
        check()
      })
    },
  }
}

/** A frame without its looks. */
function plain(text: string): string {
  return text
    .replace(/\p{Cc}\[[\d;:]*m/gu, '')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
}
