import { randomBytes } from 'node:crypto'
import * as z from 'zod'
import { onDisk } from '../../store/disk/disk-problems.ts'
import { disk, ignoring } from '../../store/disk/file-operations.ts'
import { makeFolder } from '../../store/disk/make-folder.ts'
import { readWholeFile } from '../../store/disk/read-whole-file.ts'
import { replaceFile } from '../../store/disk/replace-file.ts'
import type { Home } from '../../store/home.ts'
import { withSessionsLock } from '../../store/sessions/session-list.ts'
import { parseJsonText } from '../../text/json/json-text.ts'
import { settingsProblem } from '../problems.ts'

/** A key that seals cookies: 256 bits, base64url. `madeAt` is in milliseconds since 1970. */
export const sessionKeySchema = z.object({
  id: z.string().min(1),
  key: z.string().regex(/^[\w-]{43}$/),
  madeAt: z.int(),
})
export type SessionKey = z.infer<typeof sessionKeySchema>

const schema = z.object({
  version: z.literal(1),
  keys: z.array(sessionKeySchema).min(1),
})

/** A new key seals cookies from this age of the newest one on. */
const rotationMilliseconds = 7 * 24 * 60 * 60 * 1000

const maximumBytes = 64 * 1024

/** A new key seals nothing until so many milliseconds after it was made: every process must have found it by then. */
const settlingMilliseconds = 60_000

/** Whether it is time for the first key, or for the next one. */
export function needsKey([newest]: readonly SessionKey[], now: number): boolean {
  return newest === undefined || now - newest.madeAt >= rotationMilliseconds
}

/** The keys as they are, the one that seals first. */
export function sealingFirst(keys: readonly SessionKey[], now: number): SessionKey[] {
  const sealing = keys.find(({ madeAt }) => now - madeAt >= settlingMilliseconds) ?? keys.at(-1)
  return sealing === undefined ? [] : [sealing, ...keys.filter((key) => key !== sealing)]
}

/**
 * A new key before those that may still have to open something: one goes when nothing that it sealed can be valid any
 * more, so nobody is signed out by a rotation.
 *
 * @param keys the newest first
 * @param longestSession how long a session lasts at most, in milliseconds
 */
export function withNextKey(keys: readonly SessionKey[], now: number, longestSession: number): SessionKey[] {
  const made = { id: randomBytes(6).toString('base64url'), key: randomBytes(32).toString('base64url'), madeAt: now }
  const kept = keys.filter((_key, index) => {
    const sealedUntil = (keys[index - 1]?.madeAt ?? now) + settlingMilliseconds
    return now - sealedUntil <= longestSession
  })
  return [made, ...kept]
}

/**
 * Makes the first key of a home and, once a week, the next one, where another process has not made it meanwhile.
 *
 * @param longestSession how long a session lasts at most, in milliseconds
 * @returns the keys, the newest first
 * @throws Problem (locked) when another process holds the sessions for seconds; those of `readSessionKeys`
 */
export function rotateSessionKeys(home: Home, now: number, longestSession: number): Promise<SessionKey[]> {
  return withSessionsLock(home, () => {
    const keys = readSessionKeys(home)
    if (!needsKey(keys, now)) return keys
    const all = withNextKey(keys, now, longestSession)
    onDisk('write', home.sessionKeys, () => {
      makeFolder(disk, home.credentials)
      replaceFile(disk, home.sessionKeys, [`${JSON.stringify({ version: 1, keys: all }, null, 2)}\n`])
    })
    return all
  })
}

/**
 * The keys as the file has them, the newest first; none when there is no file yet.
 *
 * @throws Problem (badData) when the file cannot be used; Problem (failed) when the disk fails
 */
export function readSessionKeys(home: Home): SessionKey[] {
  const path = home.sessionKeys
  const file = onDisk('read', path, () => ignoring(['ENOENT'], () => readWholeFile(disk, path, maximumBytes)))
  if (file === null) return []
  const json = file.state === 'read' ? parseJsonText(file.text) : null
  const parsed = json?.state === 'good' ? schema.safeParse(json.value) : null
  if (!parsed?.success) {
    throw settingsProblem('credentialUnusable', { file: path, why: 'The file does not hold the keys of sessions.' })
  }
  return parsed.data.keys
}
