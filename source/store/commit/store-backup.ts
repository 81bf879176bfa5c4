import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { join } from 'node:path'
import { errorCode, type FileOperations, ignoring, tryToRemove } from '../disk/file-operations.ts'
import { makeLastingFolder } from '../disk/make-folder.ts'
import { replaceFile, syncFolder } from '../disk/replace-file.ts'
import type { Home } from '../home.ts'
import { storeFile, storeText } from '../users/store-adapter.ts'
import { emptyStore } from '../users/user-store.ts'
import { backupPath, backupRevisions, keptBackups } from './backups.ts'

/**
 * Keeps the store as it is now, before a commit replaces it. A second name for the file is enough, because a commit never
 * writes into it; where the file system has no hard links, or backups are on another one, it is copied. Fails with the
 * system call's own error.
 *
 * @param revision the store's revision; null for a file that cannot be used, which is kept under the time of day
 */
export function keepBackup(home: Home, revision: number | null, files: FileOperations): void {
  makeLastingFolder(files, home.backups)
  const store = storeFile(home, files)
  const path =
    revision === null
      ? join(home.backups, `users.unusable-${new Date().toISOString().replaceAll(':', '')}.json`)
      : backupPath(home, revision)
  ignoring(['ENOENT'], () => files.unlinkSync(path))
  const kept = ignoring(['ENOENT'], () => linkOrCopy(files, store, path))
  // So that the first commit can be undone too.
  if (kept === null && revision !== null) replaceFile(files, path, storeText(emptyStore()))
  syncFolder(files, home.backups)
}

function linkOrCopy(files: FileOperations, from: string, to: string): true {
  try {
    files.linkSync(from, to)
  } catch (error) {
    if (!['EXDEV', 'EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK'].includes(errorCode(error) ?? '')) throw error
    copy(files, from, to)
  }
  return true
}

/** Under a temporary name first, so that half a copy never passes for a backup. */
function copy(files: FileOperations, from: string, to: string): void {
  const temporary = `${to}.${randomBytes(8).toString('hex')}.tmp`
  try {
    files.copyFileSync(from, temporary, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE)
    const file = files.openSync(temporary, constants.O_RDONLY)
    try {
      files.fchmodSync(file, 0o600)
      files.fsyncSync(file)
    } finally {
      files.closeSync(file)
    }
    files.renameSync(temporary, to)
  } catch (error) {
    tryToRemove(files, temporary)
    throw error
  }
}

/** Removes all backups but the newest ones. That one cannot be removed is no reason to fail: the commit is done. */
export function removeOldBackups(home: Home, files: FileOperations): void {
  try {
    for (const revision of backupRevisions(home, files).slice(keptBackups)) files.unlinkSync(backupPath(home, revision))
  } catch {
    return
  }
}
