/** The keys the program knows. `character` is anything typed; `paste` is a whole pasted text. */
export type KeyName =
  | 'character'
  | 'paste'
  | 'enter'
  | 'escape'
  | 'tab'
  | 'backspace'
  | 'delete'
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'pageUp'
  | 'pageDown'
  | 'home'
  | 'end'
  /** The left button of a mouse. */
  | 'click'

/** One key as the person pressed it, whatever the terminal sent for it. */
export type Key = {
  name: KeyName
  /**
   * The character typed (one code point; for a text field the characters that were typed ahead with it), or the text pasted;
   * otherwise empty. With `ctrl` the letter in lower case.
   */
  text: string
  ctrl: boolean
  shift: boolean
  /** Where a click was, from 0. */
  at?: { column: number; row: number }
}

/** A key without text, such as `plainKey('up')`. */
export function plainKey(name: Exclude<KeyName, 'character' | 'paste' | 'click'>, shift = false): Key {
  return { name, text: '', ctrl: false, shift }
}

/** One character, as typed. */
export function characterKey(text: string): Key {
  return { name: 'character', text, ctrl: false, shift: false }
}

/** A letter held with Ctrl; `letter` in lower case. */
export function controlKey(letter: string): Key {
  return { name: 'character', text: letter, ctrl: true, shift: false }
}
