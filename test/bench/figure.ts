/** One figure: a ratio of two times, or a number, taken several times in one run; the median counts. */
export type Figure = {
  name: string
  /** What it is measured against. */
  floor: string
  median: number
  /** The most it should be; for `atLeast` the least. */
  target: number
  atLeast?: boolean
  unit: '×' | 'requests' | 'bytes' | 'ms' | 'MB'
  values: number[]
}

/** The middle one of several values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** Makes a figure of its values. */
export function figure(given: Omit<Figure, 'median'>): Figure {
  return { ...given, median: median(given.values) }
}

/** Times work, in milliseconds. */
export async function timed(work: () => unknown): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/** Takes a ratio several times, the two sides in turn, after one round that does not count. */
export async function ratios(
  times: number,
  ours: () => Promise<number>,
  floor: () => Promise<number>,
): Promise<number[]> {
  const values: number[] = []
  for (let round = 0; round <= times; round += 1) {
    const below = await floor()
    const value = (await ours()) / below
    if (round > 0) values.push(value)
  }
  return values
}
