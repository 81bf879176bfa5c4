const unicode = {
  cursor: '›',
  checked: '●',
  unchecked: '○',
  done: '✓',
  failed: '✗',
  current: '●',
  pending: '○',
  ellipsis: '…',
  rule: '─',
  bar: '│',
  moreAbove: '↑',
  moreBelow: '↓',
  moreRight: '→',
  bullet: '•',
  arrow: '→',
  separator: '·',
}

const ascii: typeof unicode = {
  cursor: '>',
  checked: '[x]',
  unchecked: '[ ]',
  done: 'ok',
  failed: '!!',
  current: '*',
  pending: '.',
  ellipsis: '..',
  rule: '-',
  bar: '|',
  moreAbove: '^',
  moreBelow: 'v',
  moreRight: '>',
  bullet: '*',
  arrow: '->',
  separator: '-',
}

/** The interface's own signs. Each says what it says by its shape, never by its colour. */
export type Glyphs = typeof unicode

/** The signs for a terminal that shows Unicode, or for one that does not. */
export function glyphsFor(hasUnicode: boolean): Glyphs {
  return hasUnicode ? unicode : ascii
}
