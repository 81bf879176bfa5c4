import { hkdfSync } from 'node:crypto'
import * as z from 'zod'
import type { ImportedOAuthClient } from '../settings/credentials/oauth-client.ts'
import {
  needsKey,
  readSessionKeys,
  type SessionKey,
  sessionKeySchema,
  withNextKey,
} from '../settings/credentials/session-keys.ts'
import type { Home } from '../store/home.ts'
import type { SessionLists } from '../store/store.ts'
import { jsonOrNothing } from '../text/json/json-or-nothing.ts'
import { type KeySource, keysOfHome } from './key-source.ts'
import { createSealer, type Sealer } from './seal.ts'

/** What is kept of one key beside the sealed key itself, so that one that nobody can open any more goes some day. */
const kept = z.array(z.object({ id: z.string(), madeAt: z.int(), sealed: z.string() }))
type KeptKey = z.infer<typeof kept>[number]

/** How long a key may be needed after it was made, beside the longest session: it seals for a week, and a day to spare. */
const usedFor = 8 * 24 * 60 * 60 * 1000

const audience = 'session key'

/**
 * Opens the keys that seal cookies: those that all machines share which share a store, else those of the home. Shared ones
 * are sealed with the secret of the OAuth client, which each machine has in its home: whoever can only read the store
 * forges no session. The first shared keys are those of the home, so a store that moves into a database signs nobody out.
 *
 * @throws Problem those of the store
 */
export async function openKeySource(
  home: Home,
  { changeKeys, follow }: SessionLists,
  client: Pick<ImportedOAuthClient, 'clientId' | 'clientSecret'>,
): Promise<KeySource> {
  if (changeKeys === null) return keysOfHome(home)
  const sealer = createSealer(() => [{ id: client.clientId, key: wrappingKey(client), madeAt: 0 }])
  const followed = await follow()
  let text = followed.keys()
  let keys = await openKeys(sealer, text)
  return {
    newest() {
      const found = followed.keys()
      if (found !== text) {
        text = found
        // A new key seals nothing for its first minute, so there is time to open it beside the requests.
        void openKeys(sealer, found).then((opened) => {
          if (text === found) keys = opened
        })
      }
      return keys
    },
    async rotate(now, longestSession) {
      let made: SessionKey[] = []
      await changeKeys(async (found) => {
        made = await openKeys(sealer, found)
        const first = made.length === 0 ? readSessionKeys(home) : made
        if (made.length > 0 && !needsKey(made, now)) return null
        made = needsKey(first, now) ? withNextKey(first, now, longestSession) : first
        const own = new Set(made.map(({ id }) => id))
        // Of keys that another secret seals nothing is known but their age.
        const others = keptIn(found).filter(({ id, madeAt }) => !own.has(id) && now - madeAt < usedFor + longestSession)
        const sealed = await Promise.all(made.map((key) => sealKey(sealer, key)))
        return JSON.stringify([...sealed, ...(await unopened(sealer, others))])
      })
      keys = made
      return made
    },
    close: followed.close,
  }
}

const wrappingKey = ({ clientId, clientSecret }: Pick<ImportedOAuthClient, 'clientId' | 'clientSecret'>): string =>
  Buffer.from(hkdfSync('sha256', clientSecret, clientId, 'rollcall session keys', 32)).toString('base64url')

const keptIn = (text: string | null): KeptKey[] => kept.safeParse(jsonOrNothing(text ?? '')).data ?? []

const sealKey = async (sealer: Sealer, key: SessionKey): Promise<KeptKey> => ({
  id: key.id,
  madeAt: key.madeAt,
  sealed: await sealer.seal(audience, key),
})

const opened = (sealer: Sealer, { sealed }: KeptKey): Promise<SessionKey | null> =>
  sealer.open(audience, sealed, (value) => sessionKeySchema.safeParse(value).data ?? null)

async function openKeys(sealer: Sealer, text: string | null): Promise<SessionKey[]> {
  const keys = await Promise.all(keptIn(text).map((one) => opened(sealer, one)))
  return keys.filter((key) => key !== null).sort((a, b) => b.madeAt - a.madeAt)
}

/** Those that only another secret opens. */
async function unopened(sealer: Sealer, keys: readonly KeptKey[]): Promise<KeptKey[]> {
  const found = await Promise.all(keys.map(async (one) => ((await opened(sealer, one)) === null ? [one] : [])))
  return found.flat()
}
