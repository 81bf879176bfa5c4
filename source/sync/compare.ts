/** Compares by code units: the same on every machine, whatever its locale. */
export function compareText(a: string, b: string): number {
  if (a < b) return -1
  return a === b ? 0 : 1
}
