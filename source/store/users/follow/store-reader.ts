import { backupRevisions } from '../../commit/backups.ts'
import { disk, errorCode } from '../../disk/file-operations.ts'
import { readWholeBytes } from '../../disk/read-whole-file.ts'
import { homeAt } from '../../home.ts'
import { maximumStoreBytes } from '../store-size.ts'
import { createStoreDiffer, type StoreChange } from './store-differ.ts'

/** Reads `users.json` again and again, and tells what changed since the last time. */
export type StoreReader = { read: () => Promise<StoreReading>; close: () => Promise<void> }

/** One reading of the store. */
export type StoreReading = {
  change: StoreChange
  /** Which file was read, as `identityOf` names it; null where there was none. */
  identity: string | null
}

const reasons = {
  tooLarge: 'It is larger than a user store can be.',
  notAFile: 'It is not a regular file.',
  notText: 'It holds bytes that are not UTF-8 text.',
} as const

/** Creates a reader that works in this thread. Large stores are better read by `startStoreWorker`. */
export function createStoreReader(folder: string): StoreReader {
  const home = homeAt(folder)
  const differ = createStoreDiffer()
  // Two in turn: one holds the text that the next one is compared with.
  let [latest, spare] = [Buffer.alloc(0), Buffer.alloc(0)]
  const roomFor = (size: number): Buffer => {
    if (spare.length < size) spare = Buffer.allocUnsafeSlow(Math.ceil(size * 1.1))
    return spare
  }
  const unusable = (why: string, identity: string | null): StoreReading => ({
    change: { state: 'unusable', why },
    identity,
  })
  return {
    async read() {
      try {
        const file = readWholeBytes(disk, home.users, maximumStoreBytes, roomFor)
        if (file.state === 'unusable') return unusable(reasons[file.why], null)
        const free = latest
        latest = spare
        spare = free
        return { change: await differ.next(file.bytes), identity: file.identity }
      } catch (error) {
        if (errorCode(error) !== 'ENOENT') return unusable(`It cannot be read (${errorCode(error) ?? 'error'}).`, null)
        if (backupRevisions(home, disk).length > 0) return unusable('It is missing, although there are backups.', null)
        return { change: { state: 'whole', revision: 0, users: [] }, identity: null }
      }
    },
    close: async () => undefined,
  }
}
