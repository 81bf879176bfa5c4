import { createHash, timingSafeEqual } from 'node:crypto'

/** Compares two secrets in a time that does not depend on what they have in common, nor on their lengths. */
export function sameSecret(left: string, right: string): boolean {
  const [a, b] = [left, right].map((text) => createHash('sha256').update(text).digest())
  return a !== undefined && b !== undefined && timingSafeEqual(a, b)
}
