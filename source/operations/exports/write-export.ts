import { basename, dirname, join } from 'node:path'
import { outsideFileProblem } from '../../settings/outside-files/outside-file-problems.ts'
import { placeFault } from '../../settings/outside-files/place-fault.ts'
import { onDisk } from '../../store/disk/disk-problems.ts'
import { type FileOperations, ignoring, tryToRemove } from '../../store/disk/file-operations.ts'
import { replaceFile } from '../../store/disk/replace-file.ts'
import { gathered } from '../../text/collect.ts'
import { exportProblem } from './export-problems.ts'

/**
 * Brings a file of another program up to date, as one step: whoever reads it finds the old content or the new one. Mode
 * and owner stay as they are; a new file is for its owner alone. Dovecot compares whole seconds and sizes, so a new
 * content is at least a second younger than the old one.
 *
 * @param path an absolute path
 * @returns whether there was anything to change
 * @throws Problem `exportIsNoFile`, `placeNotOwn`, and those of the disk; the old file is whole then
 */
export function writeExport(files: FileOperations, path: string, pieces: Iterable<string>): boolean {
  expectExportPlace(files, path)
  removeHalfWritten(files, path)
  return writeWhereChanged(files, path, pieces)
}

/** Removes what an earlier run left beside the file, when it was ended before that took the file's name. */
function removeHalfWritten(files: FileOperations, path: string): void {
  const folder = dirname(path)
  const name = basename(path)
  const names = onDisk('read', folder, () => files.readdirSync(folder))
  for (const one of names.filter((other) => other.startsWith(`${name}.`))) {
    if (/^\.[0-9a-f]{16}\.tmp$/.test(one.slice(name.length))) tryToRemove(files, join(folder, one))
  }
}

/**
 * Makes sure that nobody else could put something in an export's place: no link, and no folder or file that a stranger
 * owns or everybody can write to.
 *
 * @throws Problem `exportIsNoFile`, `placeNotOwn`
 */
export function expectExportPlace(files: FileOperations, path: string): void {
  const facts = onDisk('read', path, () => ignoring(['ENOENT'], () => files.lstatSync(path)))
  if (facts !== null && !facts.isFile()) {
    throw exportProblem('exportIsNoFile', { file: path, kind: facts.isSymbolicLink() ? 'a link' : 'not a file' })
  }
  const fault = onDisk('look at', path, () => placeFault(facts === null ? dirname(path) : path))
  if (fault !== null) throw outsideFileProblem('placeNotOwn', { file: path, ...fault })
}

/**
 * The same for a place that is known to be safe.
 *
 * @param owner whose a new file becomes; this account's unless given
 */
export function writeWhereChanged(
  files: FileOperations,
  path: string,
  pieces: Iterable<string>,
  owner: Owner | null = null,
): boolean {
  const text = [...gathered(pieces)].join('')
  const content = Buffer.from(text)
  return onDisk('write', path, () => {
    const found = ignoring(['ENOENT'], () => files.lstatSync(path))
    const before = found?.isFile() ? found : null
    if (before?.size === content.length && isSame(files, path, content)) return false
    replaceFile(files, path, [text], 'kept', (file) => {
      give(files, file, before ?? owner)
      if (before === null) return
      const earliest = before.mtimeMs + 1000
      if (files.fstatSync(file).mtimeMs < earliest) files.futimesSync(file, new Date(), new Date(Math.ceil(earliest)))
    })
    return true
  })
}

type Owner = { uid: number; gid: number }

function give(files: FileOperations, file: number, owner: Owner | null): void {
  const now = files.fstatSync(file)
  if (owner === null || (now.uid === owner.uid && now.gid === owner.gid)) return
  files.fchownSync(file, owner.uid, owner.gid)
  // A new owner takes the marks for other owners' rights away.
  files.fchmodSync(file, now.mode & 0o777)
}

function isSame(files: FileOperations, path: string, content: Buffer): boolean {
  const file = files.openSync(path, 'r')
  try {
    const found = Buffer.allocUnsafe(content.length + 1)
    let length = 0
    while (length < found.length) {
      const count = files.readSync(file, found, length, found.length - length, null)
      if (count === 0) break
      length += count
    }
    return length === content.length && found.subarray(0, length).equals(content)
  } finally {
    files.closeSync(file)
  }
}
