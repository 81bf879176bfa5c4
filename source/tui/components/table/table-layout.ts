/**
 * What a column wants: the widths of its title and of its cells, the least it can do with, how soon it gives way (the
 * highest first), and how much what is cut of it weighs against what is cut of others, 1 unless given.
 */
export type ColumnWish = {
  title: number
  cells: readonly number[]
  minimum: number
  yields: number
  weight?: number | undefined
}

/** The blanks between two columns. */
export const columnGap = 2

/**
 * Widths for the columns of a table: each as wide as its content where all fit. Otherwise they are cut, down to their
 * minimum or their title, where the cells lose least of their text, so that a few long cells do not take the room of many
 * short ones. Where even that is too much, whole columns give way and get the width 0.
 */
export function layOutColumns(wishes: readonly ColumnWish[], room: number): number[] {
  const columns = wishes.map(({ title, cells, minimum, yields, weight = 1 }) => {
    const width = Math.max(1, title, ...cells)
    return { width, least: Math.min(width, Math.max(minimum, title)), yields, weight, losses: lossesAt(cells, width) }
  })
  const kept = new Set(columns)
  const excess = (of: 'width' | 'least'): number =>
    [...kept].reduce((sum, column) => sum + column[of] + columnGap, -columnGap) - room
  while (kept.size > 1 && excess('least') > 0) {
    const first = [...kept].reduce((found, column) => (column.yields > found.yields ? column : found))
    kept.delete(first)
  }
  const loss = (column: (typeof columns)[number]): number => (column.losses[column.width] ?? 0) * column.weight
  for (let left = excess('width'); left > 0; left -= 1) {
    const cuttable = [...kept].filter(({ width, least }) => width > least)
    if (cuttable.length === 0) break
    const cheapest = cuttable.reduce((found, column) => {
      const difference = loss(column) - loss(found)
      return difference < 0 || (difference === 0 && column.width > found.width) ? column : found
    })
    cheapest.width -= 1
  }
  return columns.map((column) => (kept.has(column) ? column.width : 0))
}

/** What is lost when a column of each width gets one narrower: of every cell that reaches so far, one part of its length. */
function lossesAt(cells: readonly number[], widest: number): number[] {
  const losses = new Array<number>(widest + 2).fill(0)
  for (const cell of cells) losses[cell] = (losses[cell] ?? 0) + 1 / cell
  for (let width = widest; width > 0; width -= 1) losses[width] = (losses[width] ?? 0) + (losses[width + 1] ?? 0)
  return losses
}
