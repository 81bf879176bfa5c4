import { join } from 'node:path'
import { asideName } from '../../sync/ownership/aside-name.ts'
import { type FileOperations, ignoring } from '../disk/file-operations.ts'
import type { Home } from '../home.ts'
import { writeLabel } from './archive-labels.ts'
import { folderOf } from './archive-names.ts'

/**
 * Gives what has an archive's name a name of its own, under which it is listed as an archive without a user.
 *
 * @param path where it is now
 * @returns the new name
 */
export function setAside(home: Home, files: FileOperations, path: string, archive: string, revision: number): string {
  const first = asideName(archive, revision)
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? first : `${first}, ${number}`
    const target = join(home.archives, folderOf(name))
    if (ignoring(['ENOENT'], () => files.lstatSync(target)) !== null) continue
    writeLabel(files, home, name)
    files.renameSync(path, target)
    return name
  }
}
