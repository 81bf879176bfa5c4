import { userInfo } from 'node:os'

/** The name of the account that runs this program; a container may run under a number that has none. */
export function accountName(): string {
  try {
    return userInfo().username
  } catch {
    return `user id ${process.getuid?.() ?? 'unknown'}`
  }
}
