import { type FSWatcher, statSync, watch } from 'node:fs'
import { basename, dirname } from 'node:path'
import type { UnsettledFolders } from '../../archives/unsettled-archives.ts'
import { followUnsettledWork } from '../../commit/unsettled-work.ts'
import { ignoring } from '../../disk/file-operations.ts'
import { onceInATurn } from '../../disk/once-in-a-turn.ts'
import { identityOf } from '../../disk/read-whole-file.ts'
import type { Home } from '../../home.ts'
import type { StoreReader } from './store-reader.ts'
import { createStoreView, type StoreView } from './store-view.ts'

/** The store as it is now, kept in memory and read again only when the file changed. */
export type FollowedStore = {
  /**
   * The store of this moment. Waits while a newer file is being read, so that whoever was removed by a commit is
   * refused by the next request.
   *
   * @throws StoreUnavailable while the store cannot be read
   */
  current: () => StoreView | Promise<StoreView>
  /** The folders of archives that a commit has still to move, for who has looked at the users. */
  unsettled: () => UnsettledFolders
  /** What is known without asking the disk, for status pages: null while the store can be read. */
  fault: () => string | null
  close: () => Promise<void>
}

/** The store cannot be read at the moment. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable'
  /** It may be well, and takes too long to read. */
  readonly isSlow: boolean

  constructor(why: string, isSlow = false) {
    super(why)
    this.isSlow = isSlow
  }
}

/** How long a request waits for a store that is being read, in milliseconds. */
const longestWait = 10_000

/**
 * Reads the store and follows it. Requests that arrive together look at the file's identity once, which costs microseconds;
 * reading happens in the reader, once for each change, started by the system's own notice where there is one.
 *
 * @throws StoreUnavailable when the store cannot be read at the start
 */
export async function followStore(home: Home, reader: StoreReader): Promise<FollowedStore> {
  const view = createStoreView()
  let known: string | null | undefined
  let fault: string | null = null
  let reading: Promise<void> | null = null
  let isClosed = false

  const read = async (): Promise<void> => {
    const { change, identity } = await reader.read()
    if (change.state === 'unusable') fault = change.why
    else {
      view.apply(change)
      fault = null
    }
    known = identity
  }
  const refresh = (): Promise<void> => {
    reading ??= read().finally(() => {
      reading = null
    })
    return reading
  }
  const look = (): string | null => {
    const facts = ignoring(['ENOENT', 'EACCES', 'ELOOP', 'ENOTDIR'], () => statSync(home.users, { bigint: true }))
    return facts === null ? null : identityOf(facts)
  }
  const lookInTurn = onceInATurn(look)
  const upToDate = async (): Promise<StoreView> => {
    const end = Date.now() + longestWait
    do {
      await within(refresh(), end - Date.now())
      if (fault !== null) throw new StoreUnavailable(fault)
    } while (look() !== known && Date.now() < end)
    if (look() !== known) throw new StoreUnavailable('It changes faster than it can be read.', true)
    return view
  }

  await refresh()
  if (fault !== null) throw new StoreUnavailable(fault)
  const watcher = watchFolder(home.users, () => {
    if (!isClosed && look() !== known) void refresh().catch(() => undefined)
  })
  return {
    current: () => (fault === null && reading === null && lookInTurn() === known ? view : upToDate()),
    unsettled: followUnsettledWork(home),
    fault: () => fault,
    async close() {
      isClosed = true
      watcher?.close()
      await reading?.catch(() => undefined)
      await reader.close()
    },
  }
}

/** Some file systems have no notices; there the next request finds out by itself. */
function watchFolder(path: string, onChange: () => void): FSWatcher | null {
  try {
    const watcher = watch(dirname(path), { persistent: false }, (_event, name) => {
      if (name === null || name === basename(path)) onChange()
    })
    watcher.on('error', () => watcher.close())
    return watcher
  } catch {
    return null
  }
}

async function within(work: Promise<void>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new StoreUnavailable('Reading it takes too long.', true)), milliseconds)
  })
  try {
    await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
