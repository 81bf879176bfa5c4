import type { Adapter } from 'lowdb'
import type { UserStore } from '../../sync/user.ts'
import { backupRevisions, newestGoodBackup } from '../commit/backups.ts'
import { onDisk } from '../disk/disk-problems.ts'
import { errorCode, type FileOperations, ignoring } from '../disk/file-operations.ts'
import { identityOf, readWholeFile } from '../disk/read-whole-file.ts'
import { replaceFile } from '../disk/replace-file.ts'
import { readHistoryHeads } from '../history/history.ts'
import type { Home } from '../home.ts'
import { storeProblem } from '../problems.ts'
import { parseStore } from './parse-store.ts'
import { maximumStoreBytes } from './store-size.ts'

/**
 * Lowdb's place to read from and write to. Lowdb's own adapter shares one temporary name between all processes, loses
 * the file's mode, does not wait for the disk, and takes a file that holds `null` for a new one; this one does none of it.
 */
export type StoreAdapter = Adapter<UserStore> & {
  /** Which file was read or written last; null when there was none. */
  identity: () => string | null
}

/** @param files the system calls to use */
export function storeAdapter(home: Home, files: FileOperations): StoreAdapter {
  let identity: string | null = null
  return {
    identity: () => identity,
    async read() {
      const path = storeFile(home, files)
      const file = onDisk('read', path, () => ignoring(['ENOENT'], () => readWholeFile(files, path, maximumStoreBytes)))
      if (file === null) {
        if (!(await hadStore(home, files))) return null
        throw storeProblem('storeMissing', { file: path, backup: await newestGoodBackup(home, files) })
      }
      const unusable = async (why: string) =>
        storeProblem('storeUnusable', { file: path, why, backup: await newestGoodBackup(home, files) })
      if (file.state === 'unusable') throw await unusable(reasons[file.why])
      const parsed = await parseStore(file.text)
      if (parsed.state === 'bad') throw await unusable(parsed.why)
      identity = file.identity
      return parsed.store
    },
    async write(store) {
      const path = storeFile(home, files)
      onDisk('write', path, () => {
        replaceFile(files, path, storeText(store))
        identity = identityOf(files.statSync(path, { bigint: true }))
      })
    },
  }
}

/** The first commit keeps a backup before it makes the store: when it was cut short there, there has been no store yet. */
async function hadStore(home: Home, files: FileOperations): Promise<boolean> {
  const newest = backupRevisions(home, files)[0]
  if (newest === undefined || newest > 0) return newest !== undefined
  return (await readHistoryHeads(home, 1, files)).length > 0
}

const reasons = {
  tooLarge: 'It is larger than any user store can be.',
  notAFile: 'It is not a regular file.',
  notText: 'It holds bytes that are not UTF-8 text.',
}

/**
 * The path of the file itself: where `users.json` is a link, what it leads to, so that the link stays and the target is
 * replaced in its own folder.
 *
 * @throws Problem (badData) when the link leads nowhere
 */
export function storeFile(home: Home, files: FileOperations): string {
  return onDisk('read', home.users, () => {
    if (!ignoring(['ENOENT'], () => files.lstatSync(home.users))?.isSymbolicLink()) return home.users
    try {
      return files.realpathSync(home.users)
    } catch (error) {
      const code = errorCode(error)
      throw code === 'ENOENT' || code === 'ELOOP' ? storeProblem('storeLinkBroken', { file: home.users }, error) : error
    }
  })
}

/** One user on each line: to be searched and compared with the ordinary tools, and as fast as one single line. */
export function* storeText(store: UserStore): Iterable<string> {
  const { users, ...rest } = store
  yield `${JSON.stringify(rest).slice(0, -1)},"users":[`
  let separator = '\n'
  for (const user of users) {
    yield separator + JSON.stringify(user)
    separator = ',\n'
  }
  yield '\n]}\n'
}
