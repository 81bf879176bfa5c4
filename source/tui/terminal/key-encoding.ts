import type { Key } from './key.ts'

/** F5, which no component of Ink's family knows: it passes through Ink as a key without text. */
const silentKey = '\u001b[15~'

const sequences: Readonly<Record<Exclude<Key['name'], 'character' | 'paste'>, string>> = {
  enter: '\r',
  escape: silentKey,
  tab: silentKey,
  backspace: '\u007f',
  delete: silentKey,
  up: '\u001b[A',
  down: '\u001b[B',
  left: '\u001b[D',
  right: '\u001b[C',
  pageUp: silentKey,
  pageDown: silentKey,
  home: silentKey,
  end: silentKey,
}

/**
 * What Ink is handed for a key, chosen so that ink-select-input and ink-text-input do what the key means: both take letters
 * held with Ctrl for the letters, a menu takes a pasted digit for a choice, and a field takes Delete for Backspace, so these
 * come to them as a key they pass over. The program itself reads the key and not this text.
 * @param intoField whether a text field has the focus
 */
export function encodeForInk(key: Key, intoField: boolean): string {
  if (key.name === 'paste') return intoField ? oneLine(key.text) : silentKey
  if (key.name === 'character') return key.ctrl ? silentKey : key.text
  return sequences[key.name]
}

/** A pasted text as a one-line field takes it: line ends at its borders dropped, inside made spaces, no control characters. */
function oneLine(text: string): string {
  const line = text
    .trim()
    .replace(/[\r\n\t]+/g, ' ')
    .replace(/\p{Cc}/gu, '')
  return line === '' ? silentKey : line
}
