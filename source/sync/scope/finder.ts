/**
 * Finds items by a key that each of them has. The index is made when somebody asks for the first time, which most runs
 * never do.
 */
export function finder<Item>(items: readonly Item[], keyOf: (item: Item) => string): (key: string) => Item | undefined {
  let index: Map<string, Item> | undefined
  return (key) => {
    index ??= new Map(items.map((item) => [keyOf(item), item]))
    return index.get(key)
  }
}
