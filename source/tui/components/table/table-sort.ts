/** What a table is sorted by: one of its columns, from 0, or the order that its rows come in. */
export type TableSort = { column: number | null; isDescending: boolean }

/** The order that the rows come in. */
export const unsorted: TableSort = { column: null, isDescending: false }

/** The next of the columns that a key walks through; after the last one the order that the rows come in. */
export function nextSort({ column }: TableSort, columns: number): TableSort {
  const next = column === null ? 0 : column + 1
  return { column: next < columns ? next : null, isDescending: false }
}

/** The same column the other way round. */
export function reversedSort({ column, isDescending }: TableSort): TableSort {
  return { column, isDescending: !isDescending }
}

/** What a column is sorted by. */
export type SortKey<T> = (row: T) => string | number

/** Rows in the order of a column; those that are alike in it stay as they were. Numbers by size, texts by the alphabet. */
export function sortRows<T>(
  rows: readonly T[],
  keys: readonly SortKey<T>[],
  { column, isDescending }: TableSort,
): readonly T[] {
  const keyOf = column === null ? undefined : keys[column]
  if (keyOf === undefined) return rows
  const direction = isDescending ? -1 : 1
  return rows
    .map((row) => ({ row, key: comparable(keyOf(row)) }))
    .sort((a, b) => direction * compare(a.key, b.key))
    .map(({ row }) => row)
}

const comparable = (key: string | number): string | number =>
  typeof key === 'number' ? key : key.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0
}
