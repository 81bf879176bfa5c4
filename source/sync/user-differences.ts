import { isDeepStrictEqual } from 'node:util'
import type { User } from './user.ts'

/** The fields in which two states of a user differ, also those the program does not know. */
export function differingFields(before: User, after: User): string[] {
  const [old, now] = [Object.entries(before), new Map<string, unknown>(Object.entries(after))]
  const changed = old.filter(([field, value]) => !isDeepStrictEqual(value, now.get(field))).map(([field]) => field)
  const added = [...now.keys()].filter((field) => !Object.hasOwn(before, field))
  return [...changed, ...added]
}

/** Whether two states of a user are the same but for the password, which not every record of a user holds. */
export function sameButForPassword(a: User, b: User): boolean {
  return differingFields(a, b).every((field) => field === 'password')
}
