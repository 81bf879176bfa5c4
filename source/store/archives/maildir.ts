import { join } from 'node:path'
import { errorCode, type FileOperations, ignoring } from '../disk/file-operations.ts'
import { makeFolder } from '../disk/make-folder.ts'

/** A Maildir's parts (maildir(5)). Deliveries write to `tmp` and move what is complete to `new`. */
const parts = ['cur', 'new', 'tmp'] as const

/**
 * Makes a Maildir, or the parts of one that are missing. Folders get the mode 0700, whatever the umask.
 *
 * @returns `blocked` when something that is no folder has the name
 */
export function makeMaildir(files: FileOperations, path: string): 'created' | 'existed' | 'blocked' {
  try {
    const created = makeFolder(files, path)
    for (const part of parts) makeFolder(files, join(path, part))
    return created ? 'created' : 'existed'
  } catch (error) {
    if (errorCode(error) === 'ENOTDIR') return 'blocked'
    throw error
  }
}

/** The file in which Dovecot reads who may do what in a Maildir; Rollcall can write it. It is no mail. */
export const rightsFile = 'dovecot-acl'

/** The file with its rights, or one that a crash kept from becoming it. */
const isRightsFile = (name: string): boolean => /^dovecot-acl(\.[0-9a-f]{16}\.tmp)?$/.test(name)

/**
 * Whether a Maildir holds anything: a message, one that is just being delivered, or anything beside `cur`, `new`, `tmp`
 * and the file with its rights, such as a mail server's index or the folder of sent mail. What is no folder holds
 * something, too.
 */
export function holdsSomething(files: FileOperations, path: string): boolean {
  const names = ignoring(['ENOTDIR'], () => files.readdirSync(path))
  if (names === null) return true
  return names.some((name) => !isRightsFile(name) && !(isMaildirPart(name) && isEmptyFolder(files, join(path, name))))
}

/** Whether a name inside a Maildir is that of one of its parts. */
export const isMaildirPart = (name: string): boolean => parts.some((part) => part === name)

/** A folder up to this size is read at once, in bytes: it holds some thousand messages at most, on any file system. */
const smallFolder = 64 * 1024

/** Of a large folder the first entry only is read: it can hold a million messages. That takes three times as long. */
function isEmptyFolder(files: FileOperations, path: string): boolean {
  const facts = ignoring(['ENOENT'], () => files.statSync(path))
  if (facts?.isDirectory() && facts.size <= smallFolder) {
    const names = ignoring(['ENOENT', 'ENOTDIR'], () => files.readdirSync(path))
    if (names !== null) return names.length === 0
  }
  const folder = ignoring(['ENOTDIR'], () => files.opendirSync(path))
  if (folder === null) return false
  try {
    return folder.readSync() === null
  } finally {
    folder.closeSync()
  }
}

/**
 * Removes a Maildir that holds nothing. Only `rmdir` is used, which the system refuses for a folder with anything in it;
 * so mail that arrives at the last moment is safe, and the Maildir is made whole again for the next delivery.
 */
export function removeMaildir(files: FileOperations, path: string): 'removed' | 'kept' | 'missing' {
  const facts = ignoring(['ENOENT'], () => files.lstatSync(path))
  if (facts === null) return 'missing'
  if (!facts.isDirectory() || holdsSomething(files, path)) return 'kept'
  try {
    // A delivery begins in tmp: without it no new one can begin.
    for (const part of ['tmp', 'new', 'cur']) ignoring(['ENOENT'], () => files.rmdirSync(join(path, part)))
    for (const name of files.readdirSync(path).filter(isRightsFile)) files.unlinkSync(join(path, name))
    files.rmdirSync(path)
    return 'removed'
  } catch (error) {
    makeMaildir(files, path)
    if (['ENOTEMPTY', 'EEXIST', 'ENOTDIR', 'EBUSY'].includes(errorCode(error) ?? '')) return 'kept'
    throw error
  }
}
