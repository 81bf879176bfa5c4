import test from 'ava'
import fc from 'fast-check'
import {
  nextSort,
  reversedSort,
  sortRows,
  type TableSort,
  unsorted,
} from '../../../../source/tui/components/table/table-sort.ts'

type Row = { name: string; size: number }
const keys = [(row: Row) => row.name, (row: Row) => row.size]

test('one key walks through all columns and back to the order that the rows come in', (t) => {
  const walk: TableSort[] = [unsorted]
  for (let step = 0; step < 3; step += 1) walk.push(nextSort(walk.at(-1) ?? unsorted, 2))
  t.deepEqual(
    walk.map(({ column }) => column),
    [null, 0, 1, null],
  )
})

test('numbers are sorted by size, texts by the alphabet whatever their case and accents', (t) => {
  const rows: Row[] = [
    { name: 'zoe', size: 9 },
    { name: 'Émile', size: 100 },
    { name: 'ada', size: 20 },
  ]
  t.deepEqual(
    sortRows(rows, keys, { column: 0, isDescending: false }).map(({ name }) => name),
    ['ada', 'Émile', 'zoe'],
  )
  t.deepEqual(
    sortRows(rows, keys, { column: 1, isDescending: true }).map(({ size }) => size),
    [100, 20, 9],
  )
})

test('sorting loses no row, and rows that are alike stay in their order', (t) => {
  const rows = fc.array(fc.record({ name: fc.constantFrom('a', 'B', 'b', 'é'), size: fc.nat(3) }))
  fc.assert(
    fc.property(rows, fc.boolean(), (given, isDescending) => {
      const sorted = sortRows(given, keys, reversedSort({ column: 1, isDescending }))
      t.is(sorted.length, given.length)
      t.true(given.every((row) => sorted.includes(row)))
      sorted.slice(1).forEach((row, index) => {
        const before = sorted[index]
        if (before?.size === row.size) t.true(given.indexOf(before) <= given.indexOf(row))
      })
    }),
  )
})
