import { randomBytes } from 'node:crypto'
import * as z from 'zod'
import { onDisk } from '../../store/disk/disk-problems.ts'
import { disk, ignoring } from '../../store/disk/file-operations.ts'
import { makeFolder } from '../../store/disk/make-folder.ts'
import { readWholeFile } from '../../store/disk/read-whole-file.ts'
import { replaceFile } from '../../store/disk/replace-file.ts'
import type { Home } from '../../store/home.ts'
import { parseJsonText } from '../../text/json/json-text.ts'
import { settingsProblem } from '../problems.ts'

/** A key that seals cookies: 256 bits, base64url. `madeAt` is in milliseconds since 1970. */
export type SessionKey = { id: string; key: string; madeAt: number }

const schema = z.object({
  version: z.literal(1),
  keys: z.array(z.object({ id: z.string().min(1), key: z.string().regex(/^[\w-]{43}$/), madeAt: z.int() })).min(1),
})

/** A new key seals cookies from this age of the newest one on. */
const rotationMilliseconds = 7 * 24 * 60 * 60 * 1000

const maximumBytes = 64 * 1024

/**
 * The keys that seal sessions, the newest first. Makes the first key and, once a week, the next one; a key goes when
 * nothing that it sealed can be valid any more, so nobody is signed out by a rotation.
 *
 * @param longestSession how long a session lasts at most, in milliseconds
 * @throws Problem (badData) when the file cannot be used; Problem (failed) when the disk fails
 */
export function currentSessionKeys(home: Home, now: number, longestSession: number): SessionKey[] {
  const keys = readSessionKeys(home)
  const newest = keys[0]
  if (newest !== undefined && now - newest.madeAt < rotationMilliseconds) return keys
  const made = { id: randomBytes(6).toString('base64url'), key: randomBytes(32).toString('base64url'), madeAt: now }
  const kept = keys.filter((_key, index) => {
    const sealedUntil = keys[index - 1]?.madeAt ?? now
    return now - sealedUntil <= longestSession
  })
  const all = [made, ...kept]
  onDisk('write', home.sessionKeys, () => {
    makeFolder(disk, home.credentials)
    replaceFile(disk, home.sessionKeys, [`${JSON.stringify({ version: 1, keys: all }, null, 2)}\n`])
  })
  return all
}

/** The keys as the file has them; none when there is no file yet. */
function readSessionKeys(home: Home): SessionKey[] {
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
