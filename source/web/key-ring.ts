import {
  needsKey,
  readSessionKeys,
  rotateSessionKeys,
  type SessionKey,
  sealingFirst,
} from '../settings/credentials/session-keys.ts'
import type { Home } from '../store/home.ts'

/** The file is looked at no more often than this, in milliseconds. */
const keysAreFresh = 1_000

/**
 * Opens the keys that seal cookies. They are looked up on disk once a second at most, because another process may have made
 * a new one; when it is time for the next key, it is made beside the requests.
 *
 * @returns the keys of this moment, the one that seals first
 * @throws Problem those of reading and rotating the keys
 */
export async function openKeyRing(
  home: Home,
  longestSession: number,
  now: () => number,
): Promise<() => readonly SessionKey[]> {
  let keys = readSessionKeys(home)
  if (needsKey(keys, now())) keys = await rotateSessionKeys(home, now(), longestSession)
  let ring = sealingFirst(keys, now())
  let looked = now()
  let isRotating = false

  const rotate = async (): Promise<void> => {
    isRotating = true
    try {
      await rotateSessionKeys(home, now(), longestSession)
    } catch {
      // The keys that are there go on; the next look tries again.
    } finally {
      isRotating = false
    }
  }
  return () => {
    if (now() - looked > keysAreFresh) {
      looked = now()
      const found = readSessionKeys(home)
      if (needsKey(found, now()) && !isRotating) void rotate()
      ring = sealingFirst(found, now())
    }
    return ring
  }
}
