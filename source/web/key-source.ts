import { needsKey, readSessionKeys, rotateSessionKeys, type SessionKey } from '../settings/credentials/session-keys.ts'
import type { Home } from '../store/home.ts'

/** Where the keys are that seal cookies. */
export type KeySource = {
  /** The keys as they are now, the newest first. Throws Problem when they cannot be read. */
  newest: () => readonly SessionKey[]
  /**
   * Makes the next key, where it is time and nobody else has made it meanwhile.
   *
   * @param longestSession how long a session lasts at most, in milliseconds
   */
  rotate: (now: number, longestSession: number) => Promise<readonly SessionKey[]>
  close: () => Promise<void>
}

/** The keys of one home, in a file that all its processes read. */
export const keysOfHome = (home: Home): KeySource => ({
  newest: () => readSessionKeys(home),
  rotate: (now, longestSession) => rotateSessionKeys(home, now, longestSession),
  close: async () => undefined,
})

/** Makes a key where there is none yet, or where it is time. */
export async function firstKeys(
  { newest, rotate }: KeySource,
  now: number,
  longestSession: number,
): Promise<readonly SessionKey[]> {
  const keys = newest()
  return needsKey(keys, now) ? rotate(now, longestSession) : keys
}
