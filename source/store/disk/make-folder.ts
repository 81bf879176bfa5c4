import { dirname } from 'node:path'
import { type FileOperations, ignoring } from './file-operations.ts'
import { syncFolder } from './replace-file.ts'

/**
 * Makes a folder with the mode 0700, whatever the umask; a folder that is there already is left as it is.
 *
 * @returns whether it was made
 * @throws the system call's own error; ENOTDIR where something else has the name
 */
export function makeFolder(files: FileOperations, path: string): boolean {
  if (ignoring(['EEXIST'], () => made(files, path)) !== null) return true
  if (!files.statSync(path).isDirectory()) {
    throw Object.assign(new Error(`ENOTDIR: not a directory, mkdir '${path}'`), { code: 'ENOTDIR', syscall: 'mkdir' })
  }
  return false
}

/** The same, with a name that a power failure does not take away. */
export function makeLastingFolder(files: FileOperations, path: string): void {
  if (makeFolder(files, path)) syncFolder(files, dirname(path))
}

function made(files: FileOperations, path: string): true {
  files.mkdirSync(path, 0o700)
  // A umask can take the owner's own bits away.
  if ((files.statSync(path).mode & 0o777) !== 0o700) files.chmodSync(path, 0o700)
  return true
}
