import { statSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { disk, errorCode, ignoring } from './disk/file-operations.ts'
import { readWholeFile } from './disk/read-whole-file.ts'
import { replaceFile } from './disk/replace-file.ts'
import type { Home } from './home.ts'
import { stateOfProcess, thisProcess } from './lock/process-identity.ts'

/** A log-on service that serves a home. */
export type RunningService = {
  /** Where it listens, as people write it. */
  addresses: readonly string[]
  /** ISO 8601, in UTC. */
  since: string
}

const schema = z.object({
  pid: z.int().positive(),
  host: z.string(),
  namespace: z.string().nullable(),
  startTime: z.string().nullable(),
  addresses: z.array(z.string()),
  since: z.iso.datetime(),
})
type Mark = z.infer<typeof schema>

const maximumBytes = 16 * 1024

/** A mark whose process cannot be seen from here counts for this long after it was renewed, in milliseconds. */
const countsFor = 3 * 60_000

/** `<home>/service.json`. */
export function serviceMarkPath(home: Home): string {
  return join(home.folder, 'service.json')
}

/**
 * Says in the home that this process serves it, so that the interface and other commands see it without asking the
 * network. Renewed each minute. Where another living service has its mark there, that one stays. A mark that cannot be
 * written is left out: serving matters more.
 */
export function markService(home: Home, { addresses, since }: RunningService): void {
  quietly(() => {
    const found = readMark(home)
    const own = thisProcess()
    const isOwn = found?.pid === own.pid && found.startTime === own.startTime
    if (isOwn) {
      const now = Date.now() / 1000
      disk.utimesSync(serviceMarkPath(home), now, now)
    }
    if (isOwn || (found !== null && isAlive(home, found))) return
    const mark: Mark = { ...own, addresses: [...addresses], since }
    replaceFile(disk, serviceMarkPath(home), [`${JSON.stringify(mark)}\n`])
  })
}

/** Takes this process's mark away. */
export function unmarkService(home: Home): void {
  quietly(() => {
    const found = readMark(home)
    const own = thisProcess()
    if (found?.pid === own.pid && found.startTime === own.startTime)
      ignoring(['ENOENT'], () => disk.unlinkSync(serviceMarkPath(home)))
  })
}

/** The service that serves a home now; null when none does, also after a crash left its mark behind. */
export function runningService(home: Home): RunningService | null {
  const mark = readMark(home)
  return mark !== null && isAlive(home, mark) ? { addresses: mark.addresses, since: mark.since } : null
}

function readMark(home: Home): Mark | null {
  try {
    const file = readWholeFile(disk, serviceMarkPath(home), maximumBytes)
    return file.state === 'read' ? schema.parse(JSON.parse(file.text)) : null
  } catch {
    return null
  }
}

/** A process of this machine is asked for; one of another machine or container must have renewed its mark lately. */
function isAlive(home: Home, mark: Mark): boolean {
  const state = stateOfProcess(mark)
  if (state !== 'unknown') return state === 'running'
  const facts = ignoring(['ENOENT', 'EACCES'], () => statSync(serviceMarkPath(home)))
  return facts !== null && Math.abs(Date.now() - facts.mtimeMs) < countsFor
}

function quietly(work: () => unknown): void {
  try {
    work()
  } catch (error) {
    if (errorCode(error) === null) throw error
  }
}
