/**
 * Remembers a value under a key as the newest one, and forgets the oldest where there would be more than so many.
 *
 * @param known in the order in which its values were remembered
 */
export function remember<Key, Value>(known: Map<Key, Value>, key: Key, value: Value, most: number): void {
  known.delete(key)
  known.set(key, value)
  if (known.size <= most) return
  const [oldest] = known.keys()
  if (oldest !== undefined) known.delete(oldest)
}
