import { join } from 'node:path'
import * as z from 'zod'
import { type FileOperations, ignoring } from '../disk/file-operations.ts'
import { makeFolder } from '../disk/make-folder.ts'
import { readWholeFile } from '../disk/read-whole-file.ts'
import { replaceFile } from '../disk/replace-file.ts'
import type { Home } from '../home.ts'
import { archiveOf, folderOf, hashOf, isCut } from './archive-names.ts'

/** Holds the whole name of each archive whose folder name was cut. No archive's folder begins with a dot. */
export const labelsFolder = '.names'

/** The hash alone names the label: a temporary name beside it needs room too. */
const labelPath = (home: Home, folder: string): string => join(home.archives, labelsFolder, hashOf(folder))

/** Writes down an archive's name where its folder name is cut; for all others there is nothing to do. */
export function writeLabel(files: FileOperations, home: Home, archive: string): void {
  const folder = folderOf(archive)
  if (!isCut(folder)) return
  makeFolder(files, join(home.archives, labelsFolder))
  replaceFile(files, labelPath(home, folder), [JSON.stringify(archive)])
}

/** Removes what `writeLabel` wrote. */
export function removeLabel(files: FileOperations, home: Home, archive: string): void {
  const folder = folderOf(archive)
  if (isCut(folder)) ignoring(['ENOENT'], () => files.unlinkSync(labelPath(home, folder)))
}

/** The archive whose folder this is; null when no archive has it, or its label is gone. */
export function archiveInFolder(files: FileOperations, home: Home, folder: string): string | null {
  if (!isCut(folder)) return archiveOf(folder)
  const label = ignoring(['ENOENT', 'ENOTDIR'], () => readWholeFile(files, labelPath(home, folder), 64 * 1024))
  if (label?.state !== 'read') return null
  try {
    const archive = z.string().parse(JSON.parse(label.text))
    return folderOf(archive) === folder ? archive : null
  } catch {
    return null
  }
}
