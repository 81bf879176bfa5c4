import { isDeepStrictEqual } from 'node:util'
import type { User } from '../user.ts'

/** The fields in which two states of a user differ, also those the program does not know. */
export function differingFields(before: User, after: User): string[] {
  const [old, now] = [Object.entries(before), new Map<string, unknown>(Object.entries(after))]
  const changed = old.filter(([field, value]) => !isSame(value, now.get(field))).map(([field]) => field)
  const added = [...now.keys()].filter((field) => !Object.hasOwn(before, field))
  return [...changed, ...added]
}

/** Most fields are texts or lists of texts, which need no look inside; a large commit that is undone has a million. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object') return false
  if (Array.isArray(a) && Array.isArray(b) && a.length !== b.length) return false
  return isDeepStrictEqual(a, b)
}

/** Whether two states of a user are the same but for the password, which not every record of a user holds. */
export function sameButForPassword(a: User, b: User): boolean {
  return differingFields(a, b).every((field) => field === 'password')
}
