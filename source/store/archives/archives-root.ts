import fs from 'node:fs'
import type { UserStore } from '../../sync/user.ts'
import { diskProblem, onDisk } from '../disk/disk-problems.ts'
import { disk, errorCode, type FileOperations, ignoring } from '../disk/file-operations.ts'
import type { Home } from '../home.ts'
import { storeProblem } from '../problems.ts'
import { archiveExists } from './archives.ts'

/** Tells one folder of archives from another, such as an empty mount point; null where there is none. */
export function placeOfArchives(home: Home, files: FileOperations = disk): string | null {
  const facts = ignoring(['ENOENT', 'ELOOP', 'ENOTDIR'], () => files.statSync(home.archives))
  return facts === null ? null : `${facts.dev}:${facts.ino}`
}

/**
 * Makes sure that archives can be made, moved and removed at all.
 *
 * @throws Problem `archivesUnusable` when the folder is a broken link, a file, or may not be written
 */
export function expectUsableRoot(home: Home, files: FileOperations = disk): void {
  const isThere =
    onDisk('read', home.archives, () => ignoring(['ENOENT'], () => files.lstatSync(home.archives))) !== null
  if (!isThere) return
  const refuse = (why: string): Error => storeProblem('archivesUnusable', { folder: home.archives, why })
  const facts = onDisk('read', home.archives, () => ignoring(['ENOENT', 'ELOOP'], () => files.statSync(home.archives)))
  if (facts === null) throw refuse('It is a link that leads nowhere: the volume with the archives is not mounted.')
  if (!facts.isDirectory()) throw refuse('It is not a folder.')
  try {
    fs.accessSync(home.archives, fs.constants.R_OK | fs.constants.W_OK | fs.constants.X_OK)
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes(errorCode(error) ?? '')) throw diskProblem(error, 'read', home.archives)
    throw refuse(errorCode(error) === 'EROFS' ? 'It is mounted read-only.' : 'Your account may not write there.')
  }
}

/**
 * Makes sure that the archives are there. When all of them are gone at once, and the folder is not the one in which they
 * were made, their volume is not mounted: whatever is done then is missing afterwards.
 *
 * @throws Problem `archivesMissing` (stopped), and those of the disk
 */
export function expectArchives(home: Home, { users, archiveOwners }: UserStore, files: FileOperations = disk): void {
  if (archiveOwners?.made !== true || users.length === 0) return
  if (users.some(({ userName }) => archiveExists(home, userName, files))) return
  const { place = null } = archiveOwners
  if (place !== null && place === placeOfArchives(home, files)) return
  throw storeProblem('archivesMissing', { folder: home.archives, users: users.length })
}
