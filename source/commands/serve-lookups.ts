import type { LookupHome } from '../lookups/answer-from-stores.ts'
import type { Home } from '../store/home.ts'
import type { StoreReader } from '../store/users/follow/store-reader.ts'
import { isLocal, type ListenAddress, listenAddressText } from '../web/listeners/listen-address.ts'

/** Where look-ups are asked for; `descriptor` is a socket that systemd handed over. */
export type LookupsWanted = { address: ListenAddress | null; descriptor: number | null }

/** Look-ups that are served, and where, for people. */
export type ServedLookups = { addresses: readonly string[]; close: () => Promise<void> }

const none: ServedLookups = { addresses: [], close: async () => undefined }

/**
 * Serves look-ups where they are wanted.
 *
 * @param served the homes that the log-on service serves; null where only look-ups are served
 * @throws Problem `lookupsOutside`, `cannotServe`, and those of the homes
 */
export async function serveLookups(
  { address, descriptor }: LookupsWanted,
  served: (() => readonly LookupHome[]) | null,
  homes: () => readonly Home[],
  startReader: (folder: string) => StoreReader,
): Promise<ServedLookups> {
  if (address === null && descriptor === null) return none
  const [{ followHomes, startLookups }, { listenOn }] = await Promise.all([
    import('../lookups/start-lookups.ts'),
    import('../web/listeners/open-listener.ts'),
  ])
  const where: ListenAddress = address ?? { kind: 'unix', path: '', mode: 0o660, group: null }
  const words = address === null ? 'the socket from systemd' : listenAddressText(address)
  const followed = served === null ? await followHomes(homes(), startReader) : null
  try {
    const lookups = await startLookups(served ?? followed?.served ?? (() => []), (server) =>
      listenOn(server, where, descriptor),
    )
    return {
      addresses: [`${words} for look-ups`],
      async close() {
        await lookups.close()
        await followed?.close()
      },
    }
  } catch (error) {
    await followed?.close()
    throw error
  }
}

/**
 * Refuses an address that others reach: the answers are addresses of people, and anybody could ask for all of them.
 *
 * @throws Problem (usage) `lookupsOutside`
 */
export async function expectLocalLookups({ address }: LookupsWanted): Promise<void> {
  if (address === null || isLocal(address)) return
  const { serviceProblem } = await import('../web/problems.ts')
  throw serviceProblem('lookupsOutside', { address: listenAddressText(address) })
}

/** Whether a home is set up for signing in; where it is not, look-ups can be served alone. */
export async function isSignInSetUp(home: Home): Promise<boolean> {
  const { readSettings } = await import('../settings/settings.ts')
  return (await readSettings(home)).authentication !== null
}
