import { resolve } from 'node:path'
import { oneLine } from '../../text/one-line.ts'
import { Problem } from '../../text/problem.ts'
import { expandHome } from './expand-home.ts'

/**
 * A path as an absolute one; a relative one counts from the current folder, `~` is the own home folder.
 *
 * @throws Problem (failed) when the current folder has been removed
 */
export function absolutePath(path: string): string {
  try {
    return resolve(expandHome(path))
  } catch (error) {
    const shown = oneLine(path, 300)
    throw new Problem(
      {
        code: 'currentFolderGone',
        kind: 'failed',
        title: `Nobody can tell where ${shown} is`,
        cause: 'It counts from the current folder, and that was removed.',
        remedy: 'Change into another folder, or give a path that begins with /.',
        facts: { path: shown },
      },
      error,
    )
  }
}
