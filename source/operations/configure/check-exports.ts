import type { KeptExport } from '../../settings/settings-schema.ts'
import { disk } from '../../store/disk/file-operations.ts'
import { exportProblem } from '../exports/export-problems.ts'
import { expectExportPlace } from '../exports/write-export.ts'
import { expectArchivesFolder } from '../exports/write-rights.ts'

/**
 * Makes sure that exports can be kept where they are wanted, and that each has a file of its own. Writes nothing.
 *
 * @throws Problem `exportTwice`, `exportIsNoFile`, `exportIsNoFolder`, `placeNotOwn`
 */
export async function checkExports(exports: readonly KeptExport[]): Promise<void> {
  for (const [index, { kind, path }] of exports.entries()) {
    if (exports.findIndex((one) => one.path === path) !== index) throw exportProblem('exportTwice', { file: path })
    if (kind === 'dovecot:acl') expectArchivesFolder(disk, path)
    else expectExportPlace(disk, path)
  }
}
