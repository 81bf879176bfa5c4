import { readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expandHome } from '../store/disk/expand-home.ts'

/** No more are offered: nobody reads on. */
const most = 50

/** The paths that complete what is typed; folders end with a slash. Folders that cannot be read complete nothing. */
export async function completePath(typed: string): Promise<string[]> {
  const slash = typed.lastIndexOf('/')
  const start = typed.slice(0, slash + 1)
  const beginning = typed.slice(slash + 1)
  const folder = start === '' ? '.' : dirname(join(expandHome(start), '.x'))
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    return entries
      .filter(({ name }) => name.startsWith(beginning) && (beginning !== '' || !name.startsWith('.')))
      .map((entry) => `${start}${entry.name}${entry.isDirectory() ? '/' : ''}`)
      .sort()
      .slice(0, most)
  } catch {
    return []
  }
}
