import type { Action } from '../../keys/action.ts'
import type { Command } from '../../keys/bindings.ts'
import { asksFor } from '../../keys/bindings.ts'
import type { Key } from '../../terminal/key.ts'
import type { ListMove } from './list-window.ts'

const moves: readonly (readonly [Command, (height: number) => ListMove])[] = [
  ['up', () => ({ kind: 'by', rows: -1 })],
  ['down', () => ({ kind: 'by', rows: 1 })],
  ['pageUp', (height) => ({ kind: 'by', rows: -Math.max(1, height - 1) })],
  ['pageDown', (height) => ({ kind: 'by', rows: Math.max(1, height - 1) })],
  ['halfPageUp', (height) => ({ kind: 'by', rows: -Math.max(1, height >> 1) })],
  ['halfPageDown', (height) => ({ kind: 'by', rows: Math.max(1, height >> 1) })],
  ['first', () => ({ kind: 'to', row: 0 })],
  ['last', () => ({ kind: 'to', row: Number.MAX_SAFE_INTEGER })],
]

/**
 * The keys that every list has, whatever it lists.
 *
 * @param height its rows on the screen
 * @param does what they do: `move` the cursor, or `scroll` the text
 */
export function listActions(height: number, does: 'move' | 'scroll', move: (move: ListMove) => void): Action[] {
  const run = (key: Key): void => {
    const found = moves.find(([command]) => asksFor(key, command))
    if (found !== undefined) move(found[1](height))
  }
  return [
    { keys: ['up', 'down'], does, run, rank: 'late' },
    { keys: ['pageUp', 'pageDown'], does: `${does} by a page`, run, rank: 'help' },
    { keys: ['halfPageUp', 'halfPageDown'], does: `${does} by half a page`, run, rank: 'help' },
    { keys: ['first', 'last'], does: 'go to the first, to the last', run, rank: 'help' },
  ]
}
