import type { Key } from '../terminal/key.ts'
import { keyName, keysFor, type Wanted } from './bindings.ts'

/**
 * One thing that keys do at a place: the keys, what they do in a word or a few, and the doing. The footer and the help are
 * made from these rows, so they cannot say anything else than what happens.
 */
export type Action = {
  keys: Wanted | readonly Wanted[]
  /** A verb, such as `undo`; empty for what need not be said. */
  does: string
  /** Missing where a component of Ink's family does it by itself. */
  run?: (key: Key) => void
  /** False: it cannot be done now, and is neither said nor done. */
  when?: boolean
  /** How early it stands in the footer; `help`: in the help alone. In the middle unless given, and Esc after it. */
  rank?: 'first' | 'late' | 'help'
  /** What the keys are called, where the bindings have no good name for them, such as `1-8`. */
  name?: string
}

/** An action in the footer and the help: its key, all of its keys, and what they do. */
export type ShownAction = { short: string; long: string; does: string; isInFooter: boolean }

/** What these keys are asked for by. */
export function wantedBy({ keys }: Action): readonly Wanted[] {
  return typeof keys === 'string' ? [keys] : keys
}

/** An action as it is shown, by those of its keys that are free to ask for it. */
export function shownAction(action: Action, isFree: (key: Key) => boolean): ShownAction {
  const all = wantedBy(action).map((wanted) => keysFor(wanted).filter(isFree).map(keyName))
  const longest = Math.max(...all.map((names) => names.length))
  const rounds = Array.from({ length: longest }, (_, round) =>
    all.flatMap((names) => names.slice(round, round + 1)).join(' '),
  )
  const { name, does, rank } = action
  return { short: name ?? rounds[0] ?? '', long: name ?? rounds.join(', '), does, isInFooter: rank !== 'help' }
}

/** The place of an action in the footer: lower stands earlier. */
export function placeInFooter({ keys, rank }: Action): number {
  if (rank === 'first') return 0
  if (rank === 'late') return 3
  if (rank === 'help') return 5
  return keys === 'back' ? 2 : keys === 'quit' ? 4 : 1
}

/** For a question that lies over its screen: keys that answer nothing do nothing. */
export const ignored = { does: '', run: () => undefined }
