import { type Command, keyName, keysFor, type Letter, type Wanted } from './bindings.ts'

/** What each key asks for, the same on every screen. */
const meanings: Readonly<Record<Exclude<Command, 'interrupt' | 'suspend' | 'redraw'> | Letter, string>> = {
  up: 'the row above; text scrolls',
  down: 'the row below',
  pageUp: 'a page up',
  pageDown: 'a page down',
  halfPageUp: 'half a page up',
  halfPageDown: 'half a page down',
  first: 'the first row',
  last: 'the last row',
  toggle: 'select or clear the row; change the setting',
  accept: 'continue, open, or confirm: the footer says which',
  back: 'back, cancel, or clear the filter',
  filter: 'filter by text',
  help: 'all keys of this screen',
  quit: 'quit',
  next: 'the next field; complete a path',
  digit: 'the entry of a menu; one kind of change in a plan',
  clear: 'in a field: clear it',
  lineStart: 'in a field: to its start',
  lineEnd: 'in a field: to its end',
  deleteWord: 'in a field: delete the word before',
  deleteNext: 'in a field: delete the letter after',
  copyAddress: 'copy the address of the page',
  save: 'save',
  '[': 'the details of the row before',
  ']': 'the details of the next row',
  '!': 'to the next conflict',
  '-': 'to the next deletion',
  a: 'select all rows shown, or none',
  b: 'keep the users in a database: in step 8 of the setup',
  c: 'copy the value',
  d: 'delete: remove a person, end a session',
  D: 'end all sessions of a person',
  e: 'edit',
  E: 'export the rows shown',
  f: 'show only some rows, such as one kind of change',
  h: 'home',
  i: 'test the sign-in',
  l: 'make a person local',
  m: 'send mail when a sync fails',
  n: 'new',
  o: 'sort by the next column',
  O: 'sort the other way round',
  p: 'privileges',
  r: 'try again, refresh',
  s: 'sync; in a preview, apply it',
  t: 'take over: hand a person over to Google',
  u: 'undo',
  v: 'view the script, or the people who would be in',
  w: 'warnings and what failed',
}

const controls: readonly (readonly [Command, string])[] = [
  ['interrupt', 'leave at once; a commit that has begun is finished'],
  ['suspend', 'back to the shell; `fg` continues'],
  ['redraw', 'draw the screen again'],
]

/** The table of all keys, for `docs/reference.md`. */
export function keyTable(): string {
  const all = [...(Object.entries(meanings) as [Wanted, string][]), ...controls]
  const rows = all.map(([wanted, meaning]) => `| ${namesOf(wanted)} | ${meaning} |`)
  return ['| Key | What it does |', '| --- | --- |', ...rows].join('\n')
}

function namesOf(wanted: Wanted): string {
  if (wanted === 'digit') return '`1` to `9`'
  return keysFor(wanted)
    .map((key) => `\`${keyName(key)}\``)
    .join(' ')
}
