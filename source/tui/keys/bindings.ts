import type { Key } from '../terminal/key.ts'

/** What a person can ask for by a key. */
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
  | 'all'
  | 'none'
  | 'help'
  | 'quit'
  | 'interrupt'
  | 'suspend'
  | 'redraw'
  | 'next'
  | 'previous'

type Binding = { name: Key['name']; text?: string; ctrl?: boolean; shift?: boolean }

const letter = (text: string): Binding => ({ name: 'character', text })
const control = (text: string): Binding => ({ name: 'character', text, ctrl: true })

/** The keys of each command; everywhere the same. Screens have letters of their own beside these. */
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
  all: [letter('a')],
  none: [letter('n')],
  help: [letter('?')],
  quit: [letter('q')],
  interrupt: [control('c')],
  suspend: [control('z')],
  redraw: [control('l')],
  next: [{ name: 'tab' }],
  previous: [{ name: 'tab', shift: true }],
}

/** Whether this key asks for the command. */
export function asksFor(key: Key, command: Command): boolean {
  return bindings[command].some((binding) => {
    if (binding.name !== key.name) return false
    if (binding.name === 'character') return binding.text === key.text && Boolean(binding.ctrl) === key.ctrl
    return binding.shift === undefined ? !key.shift || key.name !== 'tab' : binding.shift === key.shift
  })
}

/** Whether this is the letter, without Ctrl. */
export function isLetter(key: Key, text: string): boolean {
  return key.name === 'character' && !key.ctrl && key.text === text
}
