import { Readable } from 'node:stream'
import type { Key } from './key.ts'
import { encodeForInk } from './key-encoding.ts'
import { createKeySplitter } from './key-splitter.ts'

/** The most characters that a field is handed at once. */
const longestRun = 4096

const isText = (key: Key | undefined): boolean => key?.name === 'character' && !key.ctrl

const isInterrupt = (key: Key): boolean => key.ctrl && key.text === 'c'

/**
 * The standard input that Ink is given. It hands on one key at a time, each only when React has committed what the key
 * before it changed and all effects have run: only then do the handlers of `useInput` see the new state. Keys that arrive
 * meanwhile wait in line, whatever packets they came in. Only characters that wait for a text field are handed on together:
 * there they come to the same.
 */
export class InputStream extends Readable {
  readonly isTTY = true
  /** The key that Ink is being handed right now; handlers read it instead of what Ink made of it. */
  currentKey: Key | null = null
  /** What the focused text field says to a key: whether it is for it; null where none has the focus. Set by the root. */
  fieldWants: (key: Key) => boolean | null = () => null

  readonly #source: NodeJS.ReadStream
  readonly #splitter = createKeySplitter()
  readonly #queue: Key[] = []
  #hold: NodeJS.Timeout | undefined
  #settled: (() => Promise<void>) | null = null
  #isUnsettled = false
  #held = 0
  #pumping = false
  #ended = false

  /** @param source the terminal; it is put into raw mode when Ink asks for it, and read only then */
  constructor(source: NodeJS.ReadStream) {
    super({ objectMode: true, read: () => {} })
    this.#source = source
  }

  /** Called by Ink when the first handler comes (true) and when the last one goes (false). */
  setRawMode(enabled: boolean): this {
    if (enabled) {
      this.#source.setRawMode(true)
      this.#source.on('data', this.#receive)
      this.#source.resume()
    } else {
      this.#source.off('data', this.#receive)
      this.#source.pause()
      clearTimeout(this.#hold)
      this.#setRawModeQuietly(false)
    }
    return this
  }

  /** Raw mode off and on again around a stop of the process (Ctrl-Z). */
  pauseRawMode(): void {
    this.#setRawModeQuietly(false)
  }
  resumeRawMode(): void {
    this.#setRawModeQuietly(true)
  }

  ref(): this {
    this.#source.ref()
    return this
  }

  unref(): this {
    this.#source.unref()
    return this
  }

  /** Keys are strings already. */
  override setEncoding(): this {
    return this
  }

  /**
   * Lets keys go to Ink from now on.
   *
   * @param settled resolves when all that the last key has changed is on the screen and its effects have run
   */
  connect(settled: () => Promise<void>): void {
    this.#settled = settled
    this.#pump()
  }

  /** Whether a key is on its way or waits in line, so that the frame to come will replace this one. */
  get isBusy(): boolean {
    return this.#queue.length > 0 || this.currentKey !== null
  }

  /** Puts keys before all that wait; a field uses it to move its cursor by several places. */
  putFirst(keys: readonly Key[]): void {
    this.#queue.unshift(...keys)
    this.#pump()
  }

  /**
   * Has keys wait until this has come to its end, such as a file that is read before the next screen is there: they are for
   * what comes then. Ctrl-C does not wait.
   */
  hold(work: Promise<unknown>): void {
    this.#held += 1
    const release = (): void => {
      this.#held -= 1
      this.#isUnsettled = true
      this.#pump()
    }
    work.then(release, release)
  }

  /** Stops for good: nothing more is handed on. */
  end(): void {
    this.#ended = true
    this.#queue.length = 0
    clearTimeout(this.#hold)
    this.#source.off('data', this.#receive)
  }

  readonly #receive = (bytes: Uint8Array | string): void => {
    clearTimeout(this.#hold)
    this.#take(this.#splitter.push(typeof bytes === 'string' ? Buffer.from(bytes) : bytes))
    const hold = this.#splitter.holdMilliseconds()
    if (hold !== null) this.#hold = setTimeout(() => this.#take(this.#splitter.flush()), hold)
  }

  #take(keys: readonly Key[]): void {
    this.#queue.push(...keys)
    this.#pump()
  }

  #pump(): void {
    if (this.#pumping || !this.#hasNext()) return
    this.#pumping = true
    this.#deliverAll().then(
      () => {
        this.#pumping = false
        // What came or was let go in the meantime.
        this.#pump()
      },
      (error: unknown) => {
        this.#pumping = false
        this.destroy(error instanceof Error ? error : new Error(String(error)))
      },
    )
  }

  /** Whether keys must wait: Ink is not there yet, or something is awaited. */
  get #isHeld(): boolean {
    return this.#held > 0 || this.#settled === null
  }

  /** Whether there is a key that need not wait. */
  #hasNext(): boolean {
    return this.#isHeld ? this.#queue.some(isInterrupt) : this.#queue.length > 0
  }

  async #deliverAll(): Promise<void> {
    while (this.#hasNext() && !this.#ended) {
      if (this.#isUnsettled) {
        // The second time for what effects of the first have set, such as a field that moves its cursor.
        await this.#settled?.()
        await this.#settled?.()
        this.#isUnsettled = false
        // What has come up by it may be something that keys have to wait for.
        continue
      }
      const key = this.#next()
      if (key === undefined) return
      this.currentKey = key
      this.#isUnsettled = true
      await this.#handOver(encodeForInk(key, this.fieldWants(key)))
      this.currentKey = null
    }
  }

  /** Takes the next key out of the line; with it the characters that follow, where a text field wants them. */
  #next(): Key | undefined {
    if (this.#isHeld) return this.#queue.splice(this.#queue.findIndex(isInterrupt), 1)[0]
    const key = this.#queue.shift()
    if (key === undefined || !isText(key) || this.fieldWants(key) !== true) return key
    let length = 0
    while (length < longestRun && isText(this.#queue[length])) length += 1
    const rest = this.#queue.splice(0, length)
    return { ...key, text: key.text + rest.map(({ text }) => text).join('') }
  }

  /** Resolves when Ink has read this one key. */
  async #handOver(text: string): Promise<void> {
    this.push(text)
    for (let turn = 0; this.readableLength > 0 && turn < 100; turn += 1) {
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  #setRawModeQuietly(enabled: boolean): void {
    try {
      this.#source.setRawMode(enabled)
    } catch {
      // The terminal is gone; there is no mode left to set.
    }
  }
}
