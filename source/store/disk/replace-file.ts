import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { dirname } from 'node:path'
import { gathered } from '../../text/collect.ts'
import { type FileOperations, ignoring, tryToRemove } from './file-operations.ts'

/**
 * Replaces a file as one step: whoever reads it finds the old content or the new one, whole, also after a crash. The
 * content goes to a fresh file of a random name beside it (never followed when it is a link), which reaches the disk
 * before it takes the name. An existing file's permissions are kept; a new one has 0600, whatever the umask.
 *
 * A link at `path` is replaced, not followed. Fails with the system call's own error, the old file then being whole.
 *
 * @param pieces the content; small pieces are gathered
 * @param permissions `private`: 0600 whatever an existing file had
 * @param dress gives the open file what else it must have before it takes the name
 */
export function replaceFile(
  files: FileOperations,
  path: string,
  pieces: Iterable<string>,
  permissions: 'kept' | 'private' = 'kept',
  dress: (file: number) => void = () => undefined,
): void {
  const temporary = `${path}.${randomBytes(8).toString('hex')}.tmp`
  const existing = permissions === 'private' ? null : ignoring(['ENOENT'], () => files.lstatSync(path))
  const mode = existing?.isFile() ? existing.mode & 0o777 : 0o600
  const { O_CREAT, O_EXCL, O_WRONLY, O_NOFOLLOW = 0 } = constants
  const file = files.openSync(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600)
  try {
    try {
      writePieces(files, file, pieces)
      // Set by hand, because the umask takes bits away from the mode given to open.
      files.fchmodSync(file, mode)
      dress(file)
      files.fsyncSync(file)
    } finally {
      files.closeSync(file)
    }
    files.renameSync(temporary, path)
  } catch (error) {
    tryToRemove(files, temporary)
    throw error
  }
  syncFolder(files, dirname(path))
}

/** Writes all of it, however little the system takes at a time. */
export function writePieces(files: FileOperations, file: number, pieces: Iterable<string>): void {
  for (const text of gathered(pieces)) writeAll(files, file, text)
}

function writeAll(files: FileOperations, file: number, text: string): void {
  const bytes = Buffer.from(text)
  for (let written = 0; written < bytes.length; ) {
    written += files.writeSync(file, bytes, written, bytes.length - written)
  }
}

/** Makes the names in a folder durable. Where a system cannot do that for folders (Windows, some network disks), nothing is lost but the guarantee. */
export function syncFolder(files: FileOperations, folder: string): void {
  const { O_RDONLY, O_DIRECTORY = 0 } = constants
  const handle = ignoring(['EISDIR', 'EPERM', 'EACCES'], () => files.openSync(folder, O_RDONLY | O_DIRECTORY))
  if (handle === null) return
  try {
    ignoring(['EINVAL', 'ENOTSUP', 'EPERM'], () => files.fsyncSync(handle))
  } finally {
    files.closeSync(handle)
  }
}
