import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { outsideFileProblem } from '../../settings/outside-files/outside-file-problems.ts'
import { placeFault } from '../../settings/outside-files/place-fault.ts'
import { folderOf } from '../../store/archives/archive-names.ts'
import { rightsFile } from '../../store/archives/maildir.ts'
import { onDisk } from '../../store/disk/disk-problems.ts'
import { type FileOperations, ignoring } from '../../store/disk/file-operations.ts'
import type { WholeBook } from '../../sync/mail/address-book.ts'
import { dovecotAcls, nobodysRights } from './dovecot-rights.ts'
import { exportProblem } from './export-problems.ts'
import { writeWhereChanged } from './write-export.ts'

/**
 * Brings the ACL file of each archive up to date (Dovecot's vfile form, `dovecot-acl` in the Maildir). An archive that
 * nobody has any more keeps no rights from earlier.
 *
 * @param folder the folder that holds the archives
 * @returns whether there was anything to change
 * @throws Problem `exportIsNoFolder`, `placeNotOwn`, and those of the disk
 */
export async function writeRights(files: FileOperations, folder: string, book: WholeBook): Promise<boolean> {
  expectArchivesFolder(files, folder)
  const wanted = new Map([...dovecotAcls(book)].map(([archive, text]) => [folderOf(archive), text]))
  let changed = false
  let seen = 0
  for (const name of onDisk('read', folder, () => files.readdirSync(folder))) {
    const archive = join(folder, name)
    const facts = onDisk('read', archive, () => ignoring(['ENOENT', 'ELOOP'], () => files.statSync(archive)))
    if (facts === null || !facts.isDirectory() || name.startsWith('.')) continue
    const path = join(archive, rightsFile)
    const text = wanted.get(name)
    const isStale = text === undefined && onDisk('read', path, () => isThere(files, path))
    if (text !== undefined || isStale)
      changed = writeWhereChanged(files, path, [text ?? nobodysRights], facts) || changed
    seen += 1
    // Lets the screen be drawn: there can be a hundred thousand.
    if (seen % 256 === 0) await setImmediate()
  }
  return changed
}

/**
 * Makes sure that a folder of archives is there, and that nobody else could put something in its place.
 *
 * @throws Problem `exportIsNoFolder`, `placeNotOwn`
 */
export function expectArchivesFolder(files: FileOperations, folder: string): void {
  const found = onDisk('read', folder, () => ignoring(['ENOENT'], () => files.statSync(folder)))
  if (found === null || !found.isDirectory()) throw exportProblem('exportIsNoFolder', { folder })
  const fault = onDisk('look at', folder, () => placeFault(folder))
  if (fault !== null) throw outsideFileProblem('placeNotOwn', { file: folder, ...fault })
}

const isThere = (files: FileOperations, path: string): boolean =>
  ignoring(['ENOENT'], () => files.lstatSync(path)) !== null
