/** Random choices that come out the same for the same seed. */
export type Random = {
  /** A whole number from 0 up to, and without, `end`. */
  below: (end: number) => number
  /** True in so many of a hundred cases. */
  chance: (percent: number) => boolean
  pick: <Item>(items: readonly Item[]) => Item
  /** One of them; undefined where there are none. */
  pickSome: <Item>(items: readonly Item[]) => Item | undefined
}

/** Mulberry32: small, and good enough to choose what goes wrong next. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (end: number): number => Math.floor(next() * end)
  const pickSome = <Item>(items: readonly Item[]): Item | undefined => items[below(items.length)]
  return {
    below,
    chance: (percent) => next() * 100 < percent,
    pickSome,
    pick: (items) => {
      const item = pickSome(items)
      if (item === undefined) throw new Error('There is nothing to choose from')
      return item
    },
  }
}
