import type { Key } from '../../terminal/key.ts'
import { pastedLine } from '../../terminal/key-encoding.ts'

/**
 * Whether ink-text-input is to see this key. It keeps the cursor itself, and loses it by a Left at the start or a Right at
 * the end; keys it would mistake are kept from it.
 */
export function isForTextInput(key: Key, offset: number, length: number): boolean {
  if (key.name === 'paste' || key.name === 'enter') return true
  if (key.name === 'character') return !key.ctrl
  if (key.name === 'left' || key.name === 'backspace') return offset > 0
  return key.name === 'right' && offset < length
}

/** Where ink-text-input puts its cursor for a key that it is shown. */
export function cursorAfter(key: Key, offset: number): number {
  if (key.name === 'paste') return offset + pastedLine(key.text).length
  if (key.name === 'character') return offset + key.text.length
  if (key.name === 'left' || key.name === 'backspace') return offset - 1
  return key.name === 'right' ? offset + 1 : offset
}

/** The text without the word before the cursor. */
export function withoutWordBefore(text: string, offset: number): string {
  return text.slice(0, offset).replace(/[^\s/@.,]*[\s/@.,]*$/, '') + text.slice(offset)
}
