import { join } from 'node:path'
import { jsonLine } from '../../text/json/json-pieces.ts'
import { backupPath } from '../commit/backups.ts'
import { onDisk } from '../disk/disk-problems.ts'
import { disk, ignoring } from '../disk/file-operations.ts'
import { makeLastingFolder } from '../disk/make-folder.ts'
import { replaceFile, syncFolder } from '../disk/replace-file.ts'
import type { HistoryRecord } from '../history/history-record.ts'
import type { Home } from '../home.ts'
import { storeProblem } from '../problems.ts'
import type { Store, StoreMoving } from '../store.ts'
import { storeText } from '../users/store-adapter.ts'

/** Moves the store of a home into its files, or away from them. */
export function fileMoving(home: Home): StoreMoving {
  return {
    place: home.users,
    fill: (from) => fillFiles(home, from),
    // The lock of the home keeps everybody from committing.
    close: async () => undefined,
    putAway: async () => putFilesAway(home),
  }
}

/** Writes the users last: until they are there, the store is not. */
async function fillFiles(home: Home, from: Store): Promise<void> {
  const isThere = onDisk('read', home.users, () => ignoring(['ENOENT'], () => disk.lstatSync(home.users))) !== null
  if (isThere) throw storeProblem('storeNotEmpty', { place: home.users })
  const records = (await from.history.records(Number.POSITIVE_INFINITY)).reverse()
  onDisk('write', home.history, () => replaceFile(disk, home.history, historyText(records)))
  const sessions = await from.sessions.read()
  onDisk('write', home.sessions, () => replaceFile(disk, home.sessions, [`${JSON.stringify(sessions)}\n`]))
  for (const { revision } of await from.earlier.list()) {
    const earlier = await from.earlier.read(revision)
    const path = backupPath(home, revision)
    onDisk('write', path, () => {
      makeLastingFolder(disk, home.backups)
      replaceFile(disk, path, storeText(earlier))
    })
  }
  const store = await from.readOwned()
  onDisk('write', home.users, () => replaceFile(disk, home.users, storeText(store)))
}

function* historyText(records: readonly HistoryRecord[]): Iterable<string> {
  for (const { archives, ...record } of records) {
    yield* jsonLine(record)
    if (archives !== undefined) yield* jsonLine({ archivesOf: record.revision, time: record.time, archives })
  }
}

/** What is left of a store that is in a database now goes to a folder of its own, so that nobody takes it for the store. */
function putFilesAway(home: Home): void {
  const folder = join(home.folder, `moved-${new Date().toISOString().replaceAll(/[-:]/g, '').slice(0, 15)}`)
  onDisk('write', folder, () => {
    makeLastingFolder(disk, folder)
    const paths = { users: home.users, history: home.history, sessions: home.sessions, backups: home.backups }
    const names = { users: 'users.json', history: 'history.jsonl', sessions: 'sessions.json', backups: 'backups' }
    for (const part of ['users', 'history', 'sessions', 'backups'] as const)
      ignoring(['ENOENT'], () => disk.renameSync(paths[part], join(folder, names[part])))
    syncFolder(disk, folder)
    syncFolder(disk, home.folder)
  })
}
