/**
 * What a column wants: its natural width, the least it can do with, how soon it gives way (the highest first), and by how
 * many cells it may be wider than the others where room is short.
 */
export type ColumnWish = { natural: number; minimum: number; yields: number; favour?: number | undefined }

/** The blanks between two columns. */
export const columnGap = 2

/**
 * Widths for the columns of a table: each as wide as its content where all fit; otherwise the widest are cut first, down to
 * their minimum; where even that is too much, whole columns give way and get the width 0.
 */
export function layOutColumns(wishes: readonly ColumnWish[], room: number): number[] {
  const widths = wishes.map((wish) => Math.max(wish.natural, 1))
  const kept = new Set(wishes.keys())
  const gaps = (): number => columnGap * Math.max(0, kept.size - 1)
  const total = (of: (index: number) => number): number => [...kept].reduce((sum, index) => sum + of(index), 0)
  const least = (index: number): number => Math.min(widths[index] ?? 0, wishes[index]?.minimum ?? 0)
  while (kept.size > 1 && total(least) + gaps() > room) {
    const first = [...kept].sort((a, b) => (wishes[b]?.yields ?? 0) - (wishes[a]?.yields ?? 0))[0]
    if (first === undefined) break
    kept.delete(first)
  }
  const weight = (index: number): number => (widths[index] ?? 0) - (wishes[index]?.favour ?? 0)
  let excess = total((index) => widths[index] ?? 0) + gaps() - room
  while (excess > 0) {
    const widest = [...kept]
      .filter((index) => (widths[index] ?? 0) > least(index))
      .sort((a, b) => weight(b) - weight(a))[0]
    if (widest === undefined) break
    widths[widest] = (widths[widest] ?? 0) - 1
    excess -= 1
  }
  return widths.map((width, index) => (kept.has(index) ? width : 0))
}
