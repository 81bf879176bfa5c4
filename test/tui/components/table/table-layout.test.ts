import test from 'ava'
import fc from 'fast-check'
import { columnGap, layOutColumns } from '../../../../source/tui/components/table/table-layout.ts'

const many = (length: number): number[] => new Array<number>(50).fill(length)
const column = (cells: number[], others: { weight?: number; minimum?: number; yields?: number } = {}) => ({
  title: 4,
  cells,
  minimum: 6,
  yields: 0,
  ...others,
})

test('each column is as wide as its widest cell or its title where all fit', (t) => {
  t.deepEqual(layOutColumns([column([3, 9, 5]), column([2])], 15), [9, 4])
})

test('one long cell gives way, and not the many that are shorter', (t) => {
  t.deepEqual(layOutColumns([column([...many(8), 60]), column(many(22))], 40), [16, 22])
})

test('of two columns alike the one that weighs more keeps its width', (t) => {
  t.deepEqual(layOutColumns([column(many(20), { weight: 2 }), column(many(20))], 34), [20, 12])
})

test('a whole column goes when not even the least of each fits, the one that yields first', (t) => {
  const wishes = [column(many(20)), column(many(20), { yields: 2 }), column(many(20), { yields: 1 })]
  t.deepEqual(layOutColumns(wishes, 14), [6, 0, 6])
})

test('the columns shown never take more room than there is', (t) => {
  const wish = fc.record({
    title: fc.integer({ min: 1, max: 12 }),
    cells: fc.array(fc.nat(60), { maxLength: 30 }),
    minimum: fc.integer({ min: 1, max: 16 }),
    yields: fc.nat(4),
  })
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.array(wish, { minLength: 1, maxLength: 6 }), fc.integer({ min: 16, max: 120 }), (wishes, room) => {
        const shown = layOutColumns(wishes, room).filter((width) => width > 0)
        const taken = shown.reduce((sum, width) => sum + width, columnGap * (shown.length - 1))
        return shown.length > 0 && taken <= room
      }),
    ),
  )
})
