import type { Key } from '../terminal/key.ts'

/** What a person can ask for by a key, wherever it means something. */
export type Command =
  | 'up'
  | 'down'
  | 'pageUp'
  | 'pageDown'
  | 'halfPageUp'
  | 'halfPageDown'
  | 'first'
  | 'last'
  | 'toggle'
  | 'accept'
  | 'back'
  | 'filter'
  | 'help'
  | 'quit'
  | 'interrupt'
  | 'suspend'
  | 'redraw'
  | 'next'
  | 'digit'
  | 'clear'
  | 'lineStart'
  | 'lineEnd'
  | 'deleteWord'
  | 'deleteNext'
  | 'copyAddress'
  | 'save'

/** A letter or sign that asks for one thing, the same on every screen (`key-table.ts` says what). */
export type Letter =
  | '['
  | ']'
  | '!'
  | '-'
  | 'a'
  | 'b'
  | 'c'
  | 'd'
  | 'D'
  | 'e'
  | 'E'
  | 'f'
  | 'h'
  | 'i'
  | 'l'
  | 'm'
  | 'n'
  | 'o'
  | 'O'
  | 'p'
  | 'r'
  | 's'
  | 't'
  | 'u'
  | 'v'
  | 'w'

/** What a key may be asked for: a command, which has the same keys everywhere, or a letter. */
export type Wanted = Command | Letter

type Binding = { name: Key['name']; text?: string; ctrl?: boolean; shift?: boolean }

const letter = (text: string): Binding => ({ name: 'character', text })
const control = (text: string): Binding => ({ name: 'character', text, ctrl: true })

/** The keys of each command; everywhere the same. */
const bindings: Readonly<Record<Command, readonly Binding[]>> = {
  up: [{ name: 'up' }, letter('k')],
  down: [{ name: 'down' }, letter('j')],
  pageUp: [{ name: 'pageUp' }, control('b')],
  pageDown: [{ name: 'pageDown' }, control('f')],
  halfPageUp: [control('u')],
  halfPageDown: [control('d')],
  first: [{ name: 'home' }, letter('g')],
  last: [{ name: 'end' }, letter('G')],
  toggle: [letter(' '), letter('x')],
  accept: [{ name: 'enter' }],
  back: [{ name: 'escape' }, { name: 'tab', shift: true }],
  filter: [letter('/')],
  help: [letter('?')],
  quit: [letter('q')],
  interrupt: [control('c')],
  suspend: [control('z')],
  redraw: [control('l')],
  next: [{ name: 'tab' }],
  digit: ['1', '2', '3', '4', '5', '6', '7', '8', '9'].map(letter),
  clear: [control('u')],
  lineStart: [{ name: 'home' }, control('a')],
  lineEnd: [{ name: 'end' }, control('e')],
  deleteWord: [control('w')],
  deleteNext: [{ name: 'delete' }],
  copyAddress: [control('y')],
  save: [control('s')],
}

const bindingsOf = (wanted: Wanted): readonly Binding[] =>
  wanted in bindings ? bindings[wanted as Command] : [letter(wanted)]

/** Whether this key asks for it. */
export function asksFor(key: Key, wanted: Wanted): boolean {
  return bindingsOf(wanted).some((binding) => {
    if (binding.name !== key.name) return false
    if (binding.name === 'character') return binding.text === key.text && Boolean(binding.ctrl) === key.ctrl
    return binding.shift === undefined ? !key.shift || key.name !== 'tab' : binding.shift === key.shift
  })
}

/** The keys that ask for it, as they would be pressed. */
export function keysFor(wanted: Wanted): Key[] {
  return bindingsOf(wanted).map(({ name, text = '', ctrl = false, shift = false }) => ({ name, text, ctrl, shift }))
}

const names: Readonly<Partial<Record<Key['name'], string>>> = {
  up: 'Up',
  down: 'Down',
  pageUp: 'PgUp',
  pageDown: 'PgDn',
  home: 'Home',
  end: 'End',
  enter: 'Enter',
  escape: 'Esc',
  tab: 'Tab',
  delete: 'Delete',
}

/** What a key is called: `Enter`, `Ctrl-U`, `Shift-Tab`, `u`. */
export function keyName({ name, text, ctrl, shift }: Key): string {
  if (name !== 'character') return `${shift ? 'Shift-' : ''}${names[name] ?? name}`
  return ctrl ? `Ctrl-${text.toUpperCase()}` : text === ' ' ? 'Space' : text
}
