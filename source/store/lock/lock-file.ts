import { createHash } from 'node:crypto'
import * as z from 'zod'
import { type FileOperations, ignoring } from '../disk/file-operations.ts'
import { identityOf, readWholeFile } from '../disk/read-whole-file.ts'

const lockContent = z.object({
  /** Differs with every lock that was ever taken. */
  token: z.string().regex(/^[0-9a-f]{32}$/),
  pid: z.int().positive(),
  host: z.string(),
  namespace: z.string().nullable(),
  startTime: z.string().nullable(),
  /** ISO 8601. */
  since: z.string(),
  command: z.string(),
  user: z.string(),
})

/** Who holds the lock. */
export type LockHolder = z.infer<typeof lockContent>

/** A lock, or a claim on one, as it was found. */
export type FoundLock = {
  /** Null when the file's content is not that of a lock. */
  holder: LockHolder | null
  /** The holder's token; for a file that is no lock, one made from the file itself. */
  token: string
  /** Changes whenever the holder renews the lock, and when the file is replaced. */
  mark: string
}

/** Reads a lock: null when there is none. */
export function readLock(files: FileOperations, path: string): FoundLock | null {
  const file = ignoring(['ENOENT'], () => readWholeFile(files, path, 64 * 1024))
  if (file?.state !== 'read') return notALock(files, path)
  const mark = file.identity
  try {
    const holder = lockContent.parse(JSON.parse(file.text))
    return { holder, token: holder.token, mark }
  } catch {
    // Empty, half written or somebody else's.
    return { holder: null, token: tokenFrom(mark), mark }
  }
}

/** A folder, a pipe or a link that leads nowhere has the lock's name too. */
function notALock(files: FileOperations, path: string): FoundLock | null {
  const facts = ignoring(['ENOENT'], () => files.lstatSync(path, { bigint: true }))
  if (facts === null) return null
  const mark = identityOf(facts)
  return { holder: null, token: tokenFrom(mark), mark }
}

const tokenFrom = (mark: string): string => createHash('sha256').update(mark).digest('hex').slice(0, 32)
