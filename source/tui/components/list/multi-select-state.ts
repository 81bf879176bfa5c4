/** What is chosen in a list of many, kept by id so that filtering never forgets anything. */
export type MultiSelectState = {
  chosen: ReadonlySet<string>
  /** Show the chosen ones alone. */
  onlyChosen: boolean
}

/** What can happen to it. */
export type MultiSelectAction =
  | { kind: 'toggle'; id: string }
  /** Choose all of these: those the filter has left. */
  | { kind: 'choose'; ids: readonly string[] }
  | { kind: 'drop'; ids: readonly string[] }
  | { kind: 'toggleOnlyChosen' }

/** The next state. */
export function multiSelectReducer(state: MultiSelectState, action: MultiSelectAction): MultiSelectState {
  if (action.kind === 'toggleOnlyChosen') return { ...state, onlyChosen: !state.onlyChosen }
  const chosen = new Set(state.chosen)
  if (action.kind === 'choose') for (const id of action.ids) chosen.add(id)
  else if (action.kind === 'drop') for (const id of action.ids) chosen.delete(id)
  else if (!chosen.delete(action.id)) chosen.add(action.id)
  return { ...state, chosen }
}
