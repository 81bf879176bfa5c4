/** A list in a fixed order, in which the place after any key is found without walking it. */
export type OrderedList<Item> = {
  items: readonly Item[]
  /** A text that stands for an item's place, the index being its place in the list. */
  keyOf: (item: Item, index: number) => string
  /** The index of the first item that comes after a key. */
  startAfter: (key: string) => number
}

/** Sorts items by a key that no two of them share. Keys are compared by code units, so that the order is the same everywhere. */
export function orderedBy<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  direction: 'ascending' | 'descending',
): OrderedList<Item> {
  const sign = direction === 'ascending' ? 1 : -1
  const keyed = items.map((item) => ({ item, key: keyOf(item) }))
  keyed.sort((left, right) => (left.key < right.key ? -sign : left.key > right.key ? sign : 0))
  const keys = keyed.map(({ key }) => key)
  return {
    items: keyed.map(({ item }) => item),
    keyOf,
    startAfter: (key) => {
      let low = 0
      let high = keys.length
      while (low < high) {
        const middle = (low + high) >>> 1
        const there = keys[middle] ?? ''
        if (sign === 1 ? there <= key : there >= key) low = middle + 1
        else high = middle
      }
      return low
    },
  }
}

/** Keeps the order that the items have; the place is the index. */
export function inGivenOrder<Item>(items: readonly Item[]): OrderedList<Item> {
  return { items, keyOf: (_, index) => String(index), startAfter: (key) => Number(key) + 1 }
}
