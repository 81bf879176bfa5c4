import { Problem } from '../../text/problem.ts'

/**
 * The field of a user that a problem is about.
 *
 * @param error what saving threw; null when nothing was wrong
 * @param newName what stands in the field of a new user's name; null for a user that is there already
 * @returns null where it is about no field, as with a full disk
 */
export function userFault(error: unknown, newName: string | null): 'userName' | 'addresses' | null {
  if (!(error instanceof Problem)) return null
  if (error.code === 'userInvalid') return newName !== null && /[\p{Cc}\s]/u.test(newName) ? 'userName' : 'addresses'
  if (error.code === 'userConflict') return newName === null || 'address' in error.facts ? 'addresses' : 'userName'
  return null
}
