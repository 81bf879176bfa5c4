import type { Server } from 'node:net'
import { readSettings } from '../settings/settings.ts'
import type { Home } from '../store/home.ts'
import { openStore } from '../store/open-store.ts'
import type { StoreReader } from '../store/users/follow/store-reader.ts'
import { answerFromStores, type LookupHome } from './answer-from-stores.ts'
import { createLookupServer } from './lookup-server.ts'

/** Look-ups that are served. */
export type RunningLookups = { close: () => Promise<void> }

/**
 * Serves the look-ups of homes that are followed already.
 *
 * @param listen lets the server listen where the administrator said
 */
export async function startLookups(
  homes: () => readonly LookupHome[],
  listen: (server: Server) => Promise<void>,
): Promise<RunningLookups> {
  const { server, close } = createLookupServer(answerFromStores(homes))
  await listen(server)
  return { close }
}

/** Homes that are followed for look-ups alone. */
export type FollowedHomes = { served: () => readonly LookupHome[]; close: () => Promise<void> }

/**
 * Follows homes of which nothing but look-ups is served.
 *
 * @throws Problem when settings or store cannot be read
 */
export async function followHomes(
  homes: readonly Home[],
  startReader: (folder: string) => StoreReader,
): Promise<FollowedHomes> {
  const served: LookupHome[] = []
  const close = async () => {
    await Promise.all(served.map(({ store }) => store.close()))
  }
  try {
    for (const home of homes) {
      const { authentication } = await readSettings(home)
      const kept = await openStore(home)
      // Says what is wrong with a store that cannot be read.
      await kept.read()
      const store = await kept.follow(() => startReader(home.folder))
      served.push({ instanceId: authentication?.instanceId ?? null, home, store })
    }
    return { served: () => served, close }
  } catch (error) {
    await close()
    throw error
  }
}
