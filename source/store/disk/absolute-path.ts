import { resolve } from 'node:path'
import { homeProblem } from '../home-problems.ts'
import { expandHome } from './expand-home.ts'

/**
 * A path as an absolute one; a relative one counts from the current folder, `~` is the account's home directory.
 *
 * @throws Problem (failed) when the current folder has been removed
 */
export function absolutePath(path: string): string {
  try {
    return resolve(expandHome(path))
  } catch (error) {
    throw homeProblem('currentFolderGone', { path }, error)
  }
}
