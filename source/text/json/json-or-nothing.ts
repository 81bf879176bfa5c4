/** What JSON text holds; undefined where it is not JSON. For answers whose shape is checked next. */
export function jsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
