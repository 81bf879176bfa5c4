import { needsKey, type SessionKey, sealingFirst } from '../settings/credentials/session-keys.ts'
import { firstKeys, type KeySource } from './key-source.ts'

/** The keys are looked at no more often than this, in milliseconds. */
const keysAreFresh = 1_000

/**
 * Opens the keys that seal cookies. They are looked up once a second at most, because another process may have made
 * a new one; when it is time for the next key, it is made beside the requests.
 *
 * @returns the keys of this moment, the one that seals first
 * @throws Problem those of reading and rotating the keys
 */
export async function openKeyRing(
  source: KeySource,
  longestSession: number,
  now: () => number,
): Promise<() => readonly SessionKey[]> {
  let ring = sealingFirst(await firstKeys(source, now(), longestSession), now())
  let looked = now()
  let isRotating = false

  const rotate = async (): Promise<void> => {
    isRotating = true
    try {
      await source.rotate(now(), longestSession)
    } catch {
      // The keys that are there go on; the next look tries again.
    } finally {
      isRotating = false
    }
  }
  return () => {
    if (now() - looked > keysAreFresh) {
      looked = now()
      const found = source.newest()
      if (needsKey(found, now()) && !isRotating) void rotate()
      ring = sealingFirst(found, now())
    }
    return ring
  }
}
