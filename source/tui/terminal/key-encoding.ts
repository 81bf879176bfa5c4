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
  click: silentKey,
}

/**
 * What Ink is handed for a key, chosen so that ink-select-input and ink-text-input do what the key means: both take letters
 * held with Ctrl for the letters, a menu takes a pasted digit for a choice, a field takes Delete for Backspace and loses its
 * cursor by a Left at its start. Such keys come to them as one they pass over. The program itself reads the key and not this.
 * @param wanted what the focused text field says to this key; null where no field has the focus
 */
export function encodeForInk(key: Key, wanted: boolean | null): string {
  if (wanted === false) return silentKey
  if (key.name === 'paste') return wanted ? pastedLine(key.text) || silentKey : silentKey
  if (key.name === 'character') return key.ctrl ? silentKey : key.text
  return sequences[key.name]
}

/** A pasted text as a one-line field takes it: nothing at its borders, spaces for line ends, no invisible characters. */
export function pastedLine(text: string): string {
  return text
    .trim()
    .replace(/[\r\n\t]+/g, ' ')
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
}
