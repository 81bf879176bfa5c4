import { characterKey, controlKey, type Key, plainKey } from './key.ts'

/**
 * The final bytes of CSI and SS3 sequences that name a key: xterm, VTE, rxvt (lower case with Shift), the Linux console,
 * tmux, screen and PuTTY.
 */
const finals: Readonly<Record<string, Key>> = {
  A: plainKey('up'),
  B: plainKey('down'),
  C: plainKey('right'),
  D: plainKey('left'),
  a: plainKey('up', true),
  b: plainKey('down', true),
  c: plainKey('right', true),
  d: plainKey('left', true),
  H: plainKey('home'),
  F: plainKey('end'),
  Z: plainKey('tab', true),
}

/** The numbers of `CSI number ~` that name a key (1 and 4 in tmux and on the Linux console, 7 and 8 in rxvt). */
const numbers: Readonly<Record<number, Key>> = {
  1: plainKey('home'),
  3: plainKey('delete'),
  4: plainKey('end'),
  5: plainKey('pageUp'),
  6: plainKey('pageDown'),
  7: plainKey('home'),
  8: plainKey('end'),
}

/** The application keypad: SS3 and a letter for each key. */
const keypad: Readonly<Record<string, Key>> = {
  M: plainKey('enter'),
  I: plainKey('tab'),
  ' ': characterKey(' '),
  X: characterKey('='),
}
const keypadCharacters = { first: 'j'.charCodeAt(0), characters: '*+,-./0123456789' }

/** The key that `CSI parameters final` stands for, or null for one the program does not know. */
export function keyOfControlSequence(parameters: string, final: string): Key | null {
  // Private parameters mark an answer of the terminal, not a key.
  if (!/^[0-9;:]*$/.test(parameters)) return null
  const [first = 0, modifiers = 1] = parameters.split(';').map((part) => Number.parseInt(part, 10) || 0)
  const shift = ((Math.max(1, modifiers) - 1) & 1) === 1
  if (final === 'u') return keyOfCodePoint(first, modifiers)
  // rxvt ends with $ for Shift, ^ for Ctrl and @ for both, where others send ~ with a parameter.
  if ('~$^@'.includes(final)) {
    const key = first === 27 ? keyOfOther(parameters) : (numbers[first] ?? null)
    return key && shift ? { ...key, shift } : key
  }
  const key = finals[final] ?? null
  return key && shift ? { ...key, shift } : key
}

/** The key that `SS3 final` stands for (cursor keys in application mode, and the keypad), or null. */
export function keyOfSingleShift(final: string): Key | null {
  const index = final.charCodeAt(0) - keypadCharacters.first
  const character = keypadCharacters.characters[index]
  if (index >= 0 && character !== undefined) return characterKey(character)
  return keypad[final] ?? finals[final] ?? null
}

/** xterm's `CSI 27 ; modifiers ; code point ~` (modifyOtherKeys). */
function keyOfOther(parameters: string): Key | null {
  const [, modifiers = 1, codePoint = 0] = parameters.split(';').map((part) => Number.parseInt(part, 10) || 0)
  return keyOfCodePoint(codePoint, modifiers)
}

/** A key told by its code point and its modifiers (1 + 1 Shift + 2 Alt + 4 Ctrl), as `CSI u` does. */
function keyOfCodePoint(codePoint: number, modifiers: number): Key | null {
  const bits = Math.max(1, modifiers) - 1
  const shift = (bits & 1) === 1
  if (codePoint === 13) return plainKey('enter', shift)
  if (codePoint === 27) return plainKey('escape', shift)
  if (codePoint === 9) return plainKey('tab', shift)
  if (codePoint === 8 || codePoint === 127) return plainKey('backspace', shift)
  if (codePoint < 32 || codePoint > 0x10ffff || (codePoint >= 0xd800 && codePoint <= 0xdfff)) return null
  // The private use area is where terminals put keys that have no character.
  if (codePoint >= 0xe000 && codePoint <= 0xf8ff) return null
  const text = String.fromCodePoint(codePoint)
  if ((bits & 4) === 4) return /^[a-z]$/i.test(text) ? controlKey(text.toLowerCase()) : null
  return characterKey(shift ? text.toUpperCase() : text)
}
