import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ignoring } from '../disk/file-operations.ts'
import type { Home } from '../home.ts'
import { archivePath, measureArchive } from './archives.ts'

/** The number and size of an archive's messages. */
export type ArchiveSize = { messages: number; bytes: number }

/** Remembers sizes, because counting a million messages takes seconds. */
export type ArchiveSizes = {
  /**
   * @param now milliseconds since 1970
   * @param patience how long to wait for an archive that has to be counted, in milliseconds; it is counted to the end
   * @returns null when the count is not there in time
   */
  of: (home: Home, archive: string, now: number, patience: number) => Promise<ArchiveSize | null>
}

/** A count is not even looked at again for this long, in milliseconds. */
const freshMilliseconds = 60_000
const mostRemembered = 5_000

type Known = { at: number; mark: string; size: Promise<ArchiveSize> }

/** Creates a memory of sizes. An archive without a folder is empty; one in which nothing came or went is not counted again. */
export function createArchiveSizes(): ArchiveSizes {
  const known = new Map<string, Known>()
  const remember = (path: string, entry: Known): Promise<ArchiveSize> => {
    known.delete(path)
    known.set(path, entry)
    const [oldest] = known.size > mostRemembered ? known.keys() : []
    if (oldest !== undefined) known.delete(oldest)
    return entry.size
  }
  const sizeOf = (home: Home, archive: string, now: number): Promise<ArchiveSize> => {
    const path = archivePath(home, archive)
    const before = known.get(path)
    if (before !== undefined && now - before.at < freshMilliseconds) return before.size
    const mark = markOf(path)
    if (before?.mark === mark) return remember(path, { ...before, at: now })
    const size = measureArchive(home, archive)
    size.catch(() => known.delete(path))
    return remember(path, { at: now, mark, size })
  }
  return {
    async of(home, archive, now, patience) {
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<null>((resolve) => {
        timer = setTimeout(() => resolve(null), patience)
      })
      try {
        return await Promise.race([sizeOf(home, archive, now), late])
      } finally {
        clearTimeout(timer)
      }
    },
  }
}

/** Changes whenever a message comes, goes or is renamed: each of them changes the time of its folder. */
function markOf(path: string): string {
  const nested = (ignoring(['ENOTDIR', 'ENOENT'], () => readdirSync(path)) ?? []).filter((name) => name.startsWith('.'))
  const folders = ['', ...nested].flatMap((folder) => ['new', 'cur'].map((part) => join(path, folder, part)))
  return folders
    .map((folder) => ignoring(['ENOTDIR', 'ENOENT'], () => statSync(folder, { bigint: true }).mtimeNs) ?? 'none')
    .join(' ')
}
