import { StringDecoder } from 'node:string_decoder'
import { characterKey, controlKey, type Key, plainKey } from './key.ts'
import { keyOfControlSequence, keyOfSingleShift } from './key-sequences.ts'

const escapeCharacter = '\u001b'
const pasteEnd = `${escapeCharacter}[201~`
/** The most characters of a control string (OSC, DCS, APC, PM, SOS) that are swallowed while its end is awaited. */
const longestControlString = 4096
/** The most characters of one paste; a service account's key has about 2,400. */
const longestPaste = 1_000_000

/** Turns the bytes of a terminal into keys. Holds what is incomplete until more bytes or `flush` come. */
export type KeySplitter = {
  /** The keys that these bytes complete, in order. */
  push(bytes: Uint8Array): Key[]
  /**
   * How long to wait for more before calling `flush`, in milliseconds; null when nothing is held. A lone Escape waits 40,
   * which carries a sequence over a split packet; an opened sequence is no key that a person typed and waits longer.
   */
  holdMilliseconds(): number | null
  /** Gives up waiting: a held Escape is the Escape key, an unfinished paste is what has come, the rest is dropped. */
  flush(): Key[]
}

/** Makes a splitter. It never throws, whatever the bytes. */
export function createKeySplitter(): KeySplitter {
  const decoder = new StringDecoder('utf8')
  let held = ''
  let pasted: string | null = null
  let afterReturn = false

  function push(bytes: Uint8Array): Key[] {
    // The way out of a paste whose end was lost.
    if (pasted !== null && bytes.length === 1 && bytes[0] === 3) {
      pasted = null
      held = ''
      return [controlKey('c')]
    }
    held += decoder.write(Buffer.from(bytes))
    return drain()
  }

  function drain(): Key[] {
    const keys: Key[] = []
    let position = 0
    while (position < held.length) {
      if (pasted !== null) {
        const end = held.indexOf(pasteEnd, position)
        if (end < 0) {
          position = takePaste(position)
          break
        }
        pasted += held.slice(position, end)
        keys.push(...endPaste())
        position = end + pasteEnd.length
        continue
      }
      const step = read(held, position)
      if (step === 'incomplete') break
      position += step.length
      if (step.pasteStart) pasted = ''
      // CR LF is one Enter: consoles without bracketed paste send line ends so. A line end between letters stays Enter, since
      // without brackets nothing tells a pasted one from one typed ahead.
      const lineFeedOfPair = afterReturn && held[position - 1] === '\n' && step.length === 1
      afterReturn = held[position - 1] === '\r' && step.length === 1
      if (step.key && !lineFeedOfPair) keys.push(...new Array<Key>(step.times ?? 1).fill(step.key))
    }
    held = held.slice(position)
    return keys
  }

  /** Takes what surely belongs to the paste; the tail that could be the start of its end stays held. */
  function takePaste(position: number): number {
    let keep = Math.min(pasteEnd.length - 1, held.length - position)
    while (keep > 0 && !pasteEnd.startsWith(held.slice(held.length - keep))) keep -= 1
    pasted = ((pasted ?? '') + held.slice(position, held.length - keep)).slice(0, longestPaste)
    return held.length - keep
  }

  function endPaste(): Key[] {
    const text = (pasted ?? '').slice(0, longestPaste)
    pasted = null
    return text === '' ? [] : [{ name: 'paste', text, ctrl: false, shift: false }]
  }

  function holdMilliseconds(): number | null {
    if (pasted !== null) return 3000
    if (held === '') return null
    return held === escapeCharacter ? 40 : 1000
  }

  function flush(): Key[] {
    const wasEscape = held === escapeCharacter
    held = ''
    if (pasted !== null) return endPaste()
    return wasEscape ? [plainKey('escape')] : []
  }

  return { push, holdMilliseconds, flush }
}

type Step = { length: number; key: Key | null; pasteStart?: boolean; times?: number }

/** Reads one key, or one thing to swallow, at `position`. */
function read(text: string, position: number): Step | 'incomplete' {
  const codePoint = text.codePointAt(position) ?? 0
  if (codePoint === 0x1b) return readEscape(text, position)
  const length = codePoint > 0xffff ? 2 : 1
  return { length, key: keyOfCharacter(codePoint) }
}

function keyOfCharacter(codePoint: number): Key | null {
  if (codePoint === 13 || codePoint === 10) return plainKey('enter')
  if (codePoint === 9) return plainKey('tab')
  if (codePoint === 8 || codePoint === 127) return plainKey('backspace')
  if (codePoint >= 1 && codePoint <= 26) return controlKey(String.fromCharCode(codePoint + 96))
  // What is left of C0, all of C1, broken UTF-8 and half surrogates are nothing a person typed.
  if (codePoint < 32 || (codePoint >= 0x80 && codePoint < 0xa0) || codePoint === 0xfffd) return null
  if (codePoint >= 0xd800 && codePoint <= 0xdfff) return null
  return characterKey(String.fromCodePoint(codePoint))
}

function readEscape(text: string, position: number): Step | 'incomplete' {
  const introducer = text[position + 1]
  if (introducer === undefined) return 'incomplete'
  if (introducer === '[') return readControlSequence(text, position)
  if (introducer === 'O') {
    const final = text[position + 2]
    if (final === undefined) return 'incomplete'
    return final < ' ' || final > '~' ? { length: 2, key: null } : { length: 3, key: keyOfSingleShift(final) }
  }
  if (introducer === ']' || introducer === 'P' || introducer === '_' || introducer === '^' || introducer === 'X') {
    return readControlString(text, position)
  }
  // The program has no Alt keys, so Escape and a key in one packet are those two keys, typed ahead.
  return { length: 1, key: plainKey('escape') }
}

function readControlSequence(text: string, position: number): Step | 'incomplete' {
  let index = position + 2
  // The Linux console sends F1 to F5 as ESC [ [ A to E.
  if (text[index] === '[') return text[index + 1] === undefined ? 'incomplete' : { length: 4, key: null }
  while (index < text.length) {
    const code = text.charCodeAt(index)
    if (code >= 0x40 && code <= 0x7e) break
    // rxvt ends a sequence with $, which elsewhere comes before the end.
    if (text[index] === '$' && index === text.length - 1) break
    // Anything else than parameters breaks the sequence off; it is read again as what it is.
    if (code < 0x20 || code > 0x3f) return { length: index - position, key: null }
    index += 1
  }
  const final = text[index]
  if (final === undefined) return index - position > 64 ? { length: index - position, key: null } : 'incomplete'
  const parameters = text.slice(position + 2, index)
  const length = index - position + 1
  if (final === '~' && parameters === '200') return { length, key: null, pasteStart: true }
  // A click in the oldest mouse protocol: three bytes follow. Another program may have left the mouse on.
  if (parameters.startsWith('<')) return { length, ...mouseKey(parameters, final) }
  if (final === 'M' && parameters === '') return text.length < position + 6 ? 'incomplete' : { length: 6, key: null }
  return { length, key: keyOfControlSequence(parameters, final) }
}

/** The rows that one turn of the wheel moves. */
const wheelRows = 3

/**
 * What the mouse did, told as `CSI < button ; column ; row M` (SGR, xterm's mode 1006; columns and rows from 1): the wheel moves
 * as the arrows do, the left button is a click, and everything else, with what is broken, is nothing.
 */
function mouseKey(parameters: string, final: string): { key: Key | null; times?: number } {
  const told = final === 'M' && /^<(\d{1,5});([1-9]\d{0,4});([1-9]\d{0,4})$/.exec(parameters)
  if (!told) return { key: null }
  const button = Number(told[1])
  if (button === 64) return { key: plainKey('up'), times: wheelRows }
  if (button === 65) return { key: plainKey('down'), times: wheelRows }
  if (button !== 0) return { key: null }
  const at = { column: Number(told[2]) - 1, row: Number(told[3]) - 1 }
  return { key: { name: 'click', text: '', ctrl: false, shift: false, at } }
}

/** Swallows a control string up to BEL or ST: an answer of the terminal that nobody asked for. */
function readControlString(text: string, position: number): Step | 'incomplete' {
  for (let index = position + 2; index < text.length; index += 1) {
    if (text[index] === '\u0007' || text[index] === '\u009c') return { length: index - position + 1, key: null }
    if (text[index] === escapeCharacter) {
      if (text[index + 1] === undefined) return 'incomplete'
      return { length: index - position + (text[index + 1] === '\\' ? 2 : 0), key: null }
    }
    // Ctrl-C is never part of an answer.
    if (text[index] === '\u0003') return { length: index - position, key: null }
  }
  return text.length - position > longestControlString ? { length: text.length - position, key: null } : 'incomplete'
}
