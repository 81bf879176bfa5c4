import { join } from 'node:path'
import * as z from 'zod'
import { oneLine } from '../text/one-line.ts'
import type { Problem } from '../text/problem.ts'
import { disk, errorCode, ignoring } from './disk/file-operations.ts'
import { readWholeFile } from './disk/read-whole-file.ts'
import { replaceFile } from './disk/replace-file.ts'
import type { Home } from './home.ts'

/** The last synchronization that failed, kept until one succeeds, so that a timer's failure is seen. */
export type LastFailure = {
  /** ISO 8601, in UTC. */
  time: string
  /** What was run, such as `sync`. */
  command: string
  code: string
  title: string
  remedy: string
}

const schema: z.ZodType<LastFailure> = z.object({
  time: z.iso.datetime(),
  command: z.string(),
  code: z.string(),
  title: z.string(),
  remedy: z.string(),
})

/** A few sentences, never more. */
const maximumBytes = 16 * 1024

/** `<home>/last-failure.json`. */
export function lastFailurePath(home: Home): string {
  return join(home.folder, 'last-failure.json')
}

/** Keeps a failure. Where even that cannot be written, it is left alone: the failure itself is what matters. */
export function keepFailure(home: Home, command: string, { code, title, remedy }: Problem, time: Date): void {
  const failure: LastFailure = { time: time.toISOString(), command, code, title, remedy: oneLine(remedy, 1000) }
  quietly(() => replaceFile(disk, lastFailurePath(home), [`${JSON.stringify(failure, null, 2)}\n`]))
}

/** Forgets the failure, after a success. Writes nothing when there was none. */
export function forgetFailure(home: Home): void {
  quietly(() => ignoring(['ENOENT'], () => disk.unlinkSync(lastFailurePath(home))))
}

/** Null when the last synchronization succeeded, and when the file cannot be understood. */
export function readLastFailure(home: Home): LastFailure | null {
  try {
    const file = readWholeFile(disk, lastFailurePath(home), maximumBytes)
    return file.state === 'read' ? schema.parse(JSON.parse(file.text)) : null
  } catch {
    return null
  }
}

function quietly(work: () => unknown): void {
  try {
    work()
  } catch (error) {
    if (errorCode(error) === null) throw error
  }
}
