import type { Home } from '../home.ts'
import { archivePath, measureArchive } from './archives.ts'

/** The number and size of an archive's messages. */
export type ArchiveSize = { messages: number; bytes: number }

/** Remembers sizes for a while, because counting a million messages takes seconds. */
export type ArchiveSizes = { of: (home: Home, archive: string, now: number) => Promise<ArchiveSize> }

const freshMilliseconds = 60_000
const mostRemembered = 5_000

/** Creates a memory of sizes. An archive without a folder is empty. */
export function createArchiveSizes(): ArchiveSizes {
  const known = new Map<string, { at: number; size: Promise<ArchiveSize> }>()
  return {
    of(home, archive, now) {
      const path = archivePath(home, archive)
      const before = known.get(path)
      if (before !== undefined && now - before.at < freshMilliseconds) return before.size
      const size = measureArchive(home, archive)
      size.catch(() => known.delete(path))
      known.delete(path)
      known.set(path, { at: now, size })
      if (known.size > mostRemembered) {
        const [oldest] = known.keys()
        if (oldest !== undefined) known.delete(oldest)
      }
      return size
    },
  }
}
