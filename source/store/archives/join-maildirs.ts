import { join } from 'node:path'
import { type FileOperations, ignoring } from '../disk/file-operations.ts'
import { makeFolder } from '../disk/make-folder.ts'
import { syncFolder } from '../disk/replace-file.ts'
import { isSameFile } from '../disk/same-file.ts'
import { isMaildirPart, makeMaildir, removeMaildir } from './maildir.ts'

/**
 * Moves everything from one Maildir to another of the same owner, file by file, and those inside it too. What has a name
 * that is taken there stays where it is; nothing is ever replaced. A crash in between leaves each message in one of the
 * two, and the rest to be moved.
 *
 * @returns whether the first one is empty now and was removed
 */
export function joinMaildirs(files: FileOperations, from: string, to: string): boolean {
  makeMaildir(files, to)
  for (const name of files.readdirSync(from)) {
    const [source, target] = [join(from, name), join(to, name)]
    if (isMaildirPart(name) && isFolder(files, source)) moveAll(files, source, target)
    else if (!exists(files, target)) files.renameSync(source, target)
    else if (isFolder(files, source) && isFolder(files, target)) joinMaildirs(files, source, target)
  }
  syncFolder(files, to)
  return removeMaildir(files, from) === 'removed'
}

/** The messages of one part: each has a name that is like no other. */
function moveAll(files: FileOperations, from: string, to: string): void {
  makeFolder(files, to)
  for (const name of files.readdirSync(from)) {
    const [source, target] = [join(from, name), join(to, name)]
    if (!exists(files, target)) files.renameSync(source, target)
    // A power failure in the middle of an earlier attempt can leave one message under both names.
    else if (isSameFile(files, source, target)) files.unlinkSync(source)
  }
  syncFolder(files, to)
}

const exists = (files: FileOperations, path: string): boolean =>
  ignoring(['ENOENT'], () => files.lstatSync(path)) !== null

const isFolder = (files: FileOperations, path: string): boolean => files.lstatSync(path).isDirectory()
