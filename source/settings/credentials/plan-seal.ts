import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import * as z from 'zod'
import { onDisk } from '../../store/disk/disk-problems.ts'
import { disk, ignoring, tryToRemove } from '../../store/disk/file-operations.ts'
import { makeLastingFolder } from '../../store/disk/make-folder.ts'
import { readWholeFile } from '../../store/disk/read-whole-file.ts'
import { replaceFile, syncFolder } from '../../store/disk/replace-file.ts'
import type { Home } from '../../store/home.ts'
import { gathered } from '../../text/collect.ts'
import { parseJsonText } from '../../text/json/json-text.ts'

const schema = z.object({ key: z.string().regex(/^[\w-]{43}$/) })

/** A seal that only this home can make, in hexadecimal: HMAC-SHA256 with a key that never leaves it. */
export type Seal = string

/** Seals a text, with the home's key, which is made when there is none. Throws Problem (failed) when the disk fails. */
export function seal(home: Home, pieces: Iterable<string>): Seal {
  const key = onDisk('write', home.planSeal, () => readKey(home) ?? makeKey(home))
  return sealWith(key, pieces)
}

/** Whether this home has sealed this text. Throws Problem (failed) when the disk fails. */
export function isSealedByHome(home: Home, pieces: Iterable<string>, claimed: Seal): boolean {
  const key = onDisk('read', home.planSeal, () => readKey(home))
  if (key === null) return false
  const [right, given] = [Buffer.from(sealWith(key, pieces)), Buffer.from(claimed)]
  return right.length === given.length && timingSafeEqual(right, given)
}

function sealWith(key: string, pieces: Iterable<string>): Seal {
  const hash = createHmac('sha256', Buffer.from(key, 'base64url'))
  for (const text of gathered(pieces)) hash.update(text)
  return hash.digest('hex')
}

/** Null when there is none that can be used: what was sealed with it then counts as not sealed. */
function readKey(home: Home): string | null {
  const file = ignoring(['ENOENT'], () => readWholeFile(disk, home.planSeal, 1024))
  const json = file?.state === 'read' ? parseJsonText(file.text) : null
  const parsed = json?.state === 'good' ? schema.safeParse(json.value) : null
  return parsed?.success ? parsed.data.key : null
}

/** Of two runs that make the first key at the same time, both use the one that was there first. */
function makeKey(home: Home): string {
  makeLastingFolder(disk, home.credentials)
  const key = randomBytes(32).toString('base64url')
  const text = `${JSON.stringify({ key })}\n`
  const own = `${home.planSeal}.${randomBytes(8).toString('hex')}.tmp`
  replaceFile(disk, own, [text])
  try {
    const unlinked = ['EEXIST', 'EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK']
    const linked = ignoring(unlinked, () => disk.linkSync(own, home.planSeal) ?? true)
    const first = linked === null ? readKey(home) : key
    if (first !== null) return first
    // A file that holds no key, or a file system without hard links.
    disk.renameSync(own, home.planSeal)
    return key
  } finally {
    tryToRemove(disk, own)
    syncFolder(disk, home.credentials)
  }
}
