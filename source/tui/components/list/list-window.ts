/** Where the cursor is in a list, and which row is the first on the screen. */
export type ListWindow = { cursor: number; top: number }

/** At the first row. */
export const startOfList: ListWindow = { cursor: 0, top: 0 }

/** What can happen to a list. */
export type ListMove = { kind: 'by'; rows: number } | { kind: 'to'; row: number }

/** The list after a move. The cursor stays inside; the window follows it by as little as is needed. */
export function moveInList(list: ListWindow, move: ListMove, count: number, height: number): ListWindow {
  const wanted = move.kind === 'by' ? list.cursor + move.rows : move.row
  return settleList({ cursor: wanted, top: list.top }, count, height)
}

/** The same list for another number of rows or another height: cursor and window put where they can be. */
export function settleList(list: ListWindow, count: number, height: number): ListWindow {
  const cursor = Math.max(0, Math.min(list.cursor, count - 1))
  const lowest = Math.max(0, cursor - Math.max(1, height) + 1)
  const top = Math.max(0, Math.min(Math.max(list.top, lowest), cursor, Math.max(0, count - height)))
  return { cursor, top }
}
