/** A name that can be picked. */
export type PickerItem = { value: string; about: string }

/** What is typed, and which of the names that match has the cursor; none until an arrow is pressed. */
export type PickerState = { text: string; cursor: number | null }

/** What can happen to it; `count` is the number of names that match. */
export type PickerEvent = { type: 'typed'; text: string } | { type: 'moved'; by: number; count: number }

/** Nothing is typed, and nothing is chosen by chance. */
export const emptyPicker: PickerState = { text: '', cursor: null }

/** The next state. Typing takes the cursor away, as the names change under it. */
export function pickerReducer(state: PickerState, event: PickerEvent): PickerState {
  if (event.type === 'typed') return { text: event.text, cursor: null }
  if (event.count === 0) return state
  const next = state.cursor === null ? (event.by > 0 ? 0 : event.count - 1) : state.cursor + event.by
  return { ...state, cursor: Math.max(0, Math.min(event.count - 1, next)) }
}

/**
 * What Enter takes: the name at the cursor, or the only one that matches, or what is typed; null for nothing.
 *
 * @param matches the names that match what is typed
 */
export function pickedValue({ text, cursor }: PickerState, matches: readonly PickerItem[]): string | null {
  const atCursor = cursor === null ? undefined : matches[cursor]
  if (atCursor !== undefined) return atCursor.value
  const typed = text.trim()
  if (typed === '') return null
  const [only] = matches
  return matches.length === 1 && only !== undefined ? only.value : typed
}
