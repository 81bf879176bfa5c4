import * as z from 'zod'
import { type FileOperations, unless } from '../disk/file-operations.ts'
import { readWholeFile } from '../disk/read-whole-file.ts'

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

/** Reads a lock: null when there is none, `unreadable` when it is no lock of ours. */
export function readLock(files: FileOperations, path: string): LockHolder | 'unreadable' | null {
  const file = unless(['ENOENT'], () => readWholeFile(files, path, 64 * 1024))
  if (file === null) return null
  if (file.state === 'unusable') return 'unreadable'
  try {
    return lockContent.parse(JSON.parse(file.text))
  } catch {
    return 'unreadable'
  }
}
