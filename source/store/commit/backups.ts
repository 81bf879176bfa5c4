import { join } from 'node:path'
import type { UserStore } from '../../sync/user.ts'
import { onDisk } from '../disk/disk-problems.ts'
import { disk, type FileOperations, ignoring } from '../disk/file-operations.ts'
import { readWholeFile } from '../disk/read-whole-file.ts'
import type { Home } from '../home.ts'
import { storeProblem } from '../problems.ts'
import type { EarlierStore } from '../store.ts'
import { type ParsedStore, parseStore } from '../users/parse-store.ts'
import { maximumStoreBytes } from '../users/store-size.ts'

/** A store as it was before a commit, in a file of its own. */
type Backup = EarlierStore & { path: string }

/** How many are kept. */
export const keptBackups = 20

/** Where the store of this revision is kept. */
export const backupPath = (home: Home, revision: number): string => join(home.backups, `users.${revision}.json`)

/** The revisions that are kept, the newest first. */
export function backupRevisions(home: Home, files: FileOperations = disk): number[] {
  const names = onDisk('read', home.backups, () => ignoring(['ENOENT'], () => files.readdirSync(home.backups))) ?? []
  return names
    .map((name) => /^users\.(0|[1-9]\d{0,15})\.json$/.exec(name)?.[1])
    .filter((revision) => revision !== undefined)
    .map(Number)
    .sort((a, b) => b - a)
}

/** Every backup, the newest first. Their content is not read. */
export function listBackups(home: Home, files: FileOperations = disk): Backup[] {
  return backupRevisions(home, files).flatMap((revision) => {
    const path = backupPath(home, revision)
    const facts = onDisk('read', path, () => ignoring(['ENOENT'], () => files.statSync(path)))
    return facts === null ? [] : [{ revision, path, time: facts.mtime, bytes: facts.size }]
  })
}

/**
 * The store as it was at a revision.
 *
 * @throws Problem (badData) when there is none, or it cannot be used
 */
export async function readBackup(home: Home, revision: number, files: FileOperations = disk): Promise<UserStore> {
  const parsed = await parseBackup(home, revision, files)
  if (parsed === null)
    throw storeProblem('backupMissing', { revision, newest: backupRevisions(home, files)[0] ?? null })
  if (parsed.state === 'bad')
    throw storeProblem('backupUnusable', { revision, file: backupPath(home, revision), why: parsed.why })
  return parsed.store
}

/** The revision of the newest backup that can be used; null when there is none. */
export async function newestGoodBackup(home: Home, files: FileOperations = disk): Promise<number | null> {
  for (const revision of backupRevisions(home, files)) {
    if ((await parseBackup(home, revision, files))?.state === 'good') return revision
  }
  return null
}

async function parseBackup(home: Home, revision: number, files: FileOperations): Promise<ParsedStore | null> {
  const path = backupPath(home, revision)
  const file = onDisk('read', path, () => ignoring(['ENOENT'], () => readWholeFile(files, path, maximumStoreBytes)))
  if (file === null) return null
  return file.state === 'read'
    ? parseStore(file.text)
    : { state: 'bad', why: 'It is not a text file, or it is too large.' }
}
