import fs from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { fold } from '../../sync/addresses.ts'
import type { ArchiveFact, ArchiveFacts } from '../../sync/plan.ts'
import { diskProblem, onDisk } from '../disk/disk-problems.ts'
import { disk, errorCode, type FileOperations, ignoring } from '../disk/file-operations.ts'

import type { Home } from '../home.ts'
import { archiveInFolder, labelsFolder } from './archive-labels.ts'
import { archiveOf, folderOf } from './archive-names.ts'
import { holdsSomething } from './maildir.ts'

/** A folder among the archives. */
export type Archive = {
  folder: string
  /** The archive's name, which equals its owner's user name; null for a folder that was made by somebody else. */
  archive: string | null
  messages: number
  /** The size of all messages, in bytes. */
  bytes: number
}

/** The folder that holds an archive. */
export const archivePath = (home: Home, archive: string): string => join(home.archives, folderOf(archive))

/** Whether an archive has a folder. Throws Problem (failed) when the disk fails. */
export function archiveExists(home: Home, archive: string, files: FileOperations = disk): boolean {
  const path = archivePath(home, archive)
  return onDisk('read', path, () => ignoring(['ENOENT'], () => files.lstatSync(path))) !== null
}

/** Whether an archive has a folder that holds anything. Throws Problem (failed) when the disk fails. */
export function archiveHoldsMail(home: Home, archive: string, files: FileOperations = disk): boolean {
  const path = archivePath(home, archive)
  return onDisk('read', path, () => ignoring(['ENOENT'], () => holdsSomething(files, path))) ?? false
}

/** When something last came to an archive or was changed in it, by its messages; null when it holds none. */
export function newestMessage(home: Home, archive: string, files: FileOperations = disk): Date | null {
  const path = archivePath(home, archive)
  return onDisk('read', path, () => {
    let newest: Date | null = null
    for (const folder of ['', ...namesIn(files, path).filter((name) => name.startsWith('.'))]) {
      for (const part of ['new', 'cur', 'tmp']) {
        for (const name of namesIn(files, join(path, folder, part))) {
          const time = ignoring(['ENOENT'], () => files.statSync(join(path, folder, part, name)).ctime)
          if (time !== null && (newest === null || time > newest)) newest = time
        }
      }
    }
    return newest
  })
}

const namesIn = (files: FileOperations, path: string): string[] =>
  ignoring(['ENOTDIR', 'ENOENT'], () => files.readdirSync(path)) ?? []

/**
 * What a plan has to know about these archives. Those without a folder are missing from the answer.
 *
 * @throws Problem (failed) when the disk fails
 */
export async function readArchiveFacts(
  home: Home,
  archives: Iterable<string>,
  files: FileOperations = disk,
): Promise<ArchiveFacts> {
  const folders = new Map<string, ArchiveFact>()
  const exist = onDisk('read', home.archives, () => ignoring(['ENOENT'], () => files.statSync(home.archives)) !== null)
  if (!exist) return { folders }
  const twins = new Map<string, string[]>()
  const twinsOf = twinFinder(home, files)
  for (const archive of archives) {
    const fact = onDisk('read', archivePath(home, archive), () => factOf(files, archivePath(home, archive)))
    if (fact !== null) folders.set(archive, fact)
    const found = onDisk('read', home.archives, () => twinsOf(archive))
    if (found.length > 0) twins.set(archive, found)
  }
  return { folders, twins }
}

function factOf(files: FileOperations, path: string): ArchiveFact | null {
  const facts = ignoring(['ENOENT'], () => files.lstatSync(path))
  if (facts === null) return null
  const target = facts.isSymbolicLink() ? ignoring(['ENOENT', 'ELOOP'], () => files.statSync(path)) : facts
  if (target === null) return { holdsMail: true, fault: 'brokenLink' }
  if (!target.isDirectory()) return { holdsMail: true, fault: 'notAFolder' }
  try {
    if (holdsSomething(files, path)) return { holdsMail: true }
    return mayChange(path) ? { holdsMail: false } : { holdsMail: false, mayNotGo: true }
  } catch (error) {
    if (errorCode(error) === 'EACCES' || errorCode(error) === 'EPERM') return { holdsMail: true, fault: 'noAccess' }
    throw error
  }
}

function mayChange(path: string): boolean {
  try {
    fs.accessSync(path, fs.constants.W_OK | fs.constants.X_OK)
    return true
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS'].includes(errorCode(error) ?? '')) return false
    throw error
  }
}

/** Finds the folders that others may take for the same one. The folders are listed when it is first asked. */
function twinFinder(home: Home, files: FileOperations): (archive: string) => string[] {
  let byFold: Map<string, string[]> | null = null
  return (archive) => {
    if (byFold === null) {
      byFold = new Map()
      for (const folder of files.readdirSync(home.archives)) {
        const name = archiveOf(folder) ?? folder
        const key = fold(name)
        byFold.set(key, [...(byFold.get(key) ?? []), name])
      }
    }
    return (byFold.get(fold(archive)) ?? []).filter((name) => name !== archive)
  }
}

/**
 * Lists every folder among the archives, by name, with the number and size of its messages, those in folders inside it
 * (such as `.Sent`) too.
 *
 * @throws Problem (failed) when the disk fails
 */
export async function listArchives(home: Home, files: FileOperations = disk): Promise<Archive[]> {
  const path = home.archives
  const folders = onDisk('read', path, () => ignoring(['ENOENT'], () => files.readdirSync(path))) ?? []
  const archives: Archive[] = []
  for (const folder of folders.sort()) {
    if (folder === labelsFolder) continue
    const archive = onDisk('read', join(path, folder), () => archiveInFolder(files, home, folder))
    archives.push({ folder, archive, ...(await measure(files, join(path, folder))) })
  }
  return archives
}

/**
 * Counts the messages of one archive; none where it has no folder.
 *
 * @throws Problem (failed) when the disk fails
 */
export function measureArchive(
  home: Home,
  archive: string,
  files: FileOperations = disk,
): Promise<{ messages: number; bytes: number }> {
  return measure(files, archivePath(home, archive))
}

async function measure(files: FileOperations, path: string): Promise<{ messages: number; bytes: number }> {
  const total = { messages: 0, bytes: 0 }
  try {
    const names = ignoring(['ENOTDIR', 'ENOENT'], () => files.readdirSync(path)) ?? []
    const nested = names.filter((name) => name.startsWith('.'))
    for (const folder of ['', ...nested]) {
      for (const part of ['new', 'cur']) {
        const messages = join(path, folder, part)
        for (const name of ignoring(['ENOTDIR', 'ENOENT'], () => files.readdirSync(messages)) ?? []) {
          total.messages += 1
          total.bytes += sizeOf(files, messages, name)
          // An archive can hold a million messages: others get a turn.
          if (total.messages % 1000 === 0) await setImmediate()
        }
      }
    }
  } catch (error) {
    throw diskProblem(error, 'read', path)
  }
  return total
}

/** Dovecot and Courier write the size into a message's name (`,S=1234`), which saves asking for it. */
function sizeOf(files: FileOperations, folder: string, name: string): number {
  const size = /,S=(\d{1,15})/.exec(name)?.[1]
  if (size !== undefined) return Number(size)
  return ignoring(['ENOENT'], () => files.statSync(join(folder, name)).size) ?? 0
}
