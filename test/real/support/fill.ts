/** Replaces text that must be there, so that the documented examples and their tests cannot drift apart. */
export function fill(text: string, values: readonly (readonly [from: string, to: string])[]): string {
  return values.reduce((filled, [from, to]) => {
    if (!filled.includes(from)) throw new Error(`The example no longer has ${from}`)
    return filled.replaceAll(from, to)
  }, text)
}
