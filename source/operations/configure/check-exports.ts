import { dirname } from 'node:path'
import type { KeptExport } from '../../settings/settings-schema.ts'
import { onDisk } from '../../store/disk/disk-problems.ts'
import { disk, ignoring } from '../../store/disk/file-operations.ts'
import { exportProblem } from '../exports/export-problems.ts'
import { expectExportPlace } from '../exports/write-export.ts'
import { expectArchivesFolder } from '../exports/write-rights.ts'

/**
 * Makes sure that exports can be kept where they are wanted, and that each has a file of its own. Writes nothing.
 *
 * @throws Problem `exportTwice`, `exportIsNoFile`, `exportIsNoFolder`, `folderMissing`, `placeNotOwn`
 */
export async function checkExports(exports: readonly KeptExport[]): Promise<void> {
  for (const [index, { kind, path }] of exports.entries()) {
    if (exports.findIndex((one) => one.path === path) !== index) throw exportProblem('exportTwice', { file: path })
    if (kind === 'dovecot:acl') expectArchivesFolder(disk, path)
    else {
      expectFolderOf(path)
      expectExportPlace(disk, path)
    }
  }
}

/**
 * Makes sure that a file which is named in the settings has a folder to be kept in: a mistyped path is told at once.
 *
 * @param path an absolute path
 * @throws Problem `folderMissing`
 */
export function expectFolderOf(path: string): void {
  const folder = dirname(path)
  const found = onDisk('look at', folder, () => ignoring(['ENOENT', 'ENOTDIR'], () => disk.statSync(folder)))
  if (found?.isDirectory() !== true) throw exportProblem('folderMissing', { file: path, folder })
}
