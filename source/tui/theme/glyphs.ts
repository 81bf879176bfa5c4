const unicode = {
  cursor: '›',
  checked: '■',
  unchecked: '□',
  done: '✓',
  failed: '✗',
  current: '●',
  pending: '○',
  ellipsis: '…',
  rule: '─',
  moreAbove: '↑',
  moreBelow: '↓',
  moreRight: '→',
  arrow: '→',
  separator: '·',
  edge: '│',
  spinner: ['◐', '◓', '◑', '◒'],
  full: '█',
  empty: '░',
  sortedUp: '▴',
  sortedDown: '▾',
}

const ascii: typeof unicode = {
  // Not the mark of a rename, which stands beside it.
  cursor: '*',
  checked: '[x]',
  unchecked: '[ ]',
  done: 'ok',
  failed: '!!',
  current: '<',
  pending: '.',
  ellipsis: '..',
  rule: '-',
  moreAbove: '^',
  moreBelow: 'v',
  moreRight: '>>',
  arrow: '->',
  separator: '-',
  edge: '|',
  spinner: ['-', '\\', '|', '/'],
  full: '#',
  empty: '.',
  sortedUp: '^',
  sortedDown: 'v',
}

/** The interface's own signs. Each says what it says by its shape, never by its colour. */
export type Glyphs = typeof unicode

/** The signs for a terminal that shows Unicode, or for one that does not. */
export function glyphsFor(hasUnicode: boolean): Glyphs {
  return hasUnicode ? unicode : ascii
}
