import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ExecutionContext } from 'ava'
import { parseEndpoint } from '../../../source/google/http/endpoint.ts'
import { chooseStore, destinationOf, reachable } from '../../../source/operations/store/choose-store.ts'
import { moveStore } from '../../../source/operations/store/move-store.ts'
import { saveOAuthClient } from '../../../source/settings/credentials/credentials.ts'
import { defaultSignIn } from '../../../source/settings/default-settings.ts'
import { writeSettings } from '../../../source/settings/settings.ts'
import type { SignInSettings } from '../../../source/settings/settings-schema.ts'
import { demoOrganization } from '../../../source/simulator/organization/demo-organization.ts'
import type { Home } from '../../../source/store/home.ts'
import { openHome } from '../../../source/store/open-home.ts'
import { createStoreReader } from '../../../source/store/users/follow/store-reader.ts'
import { storeText } from '../../../source/store/users/store-adapter.ts'
import type { User } from '../../../source/sync/user.ts'
import { parseTrustedProxies } from '../../../source/web/client-address.ts'
import type { ServiceEvent } from '../../../source/web/event-log.ts'
import { createMetrics } from '../../../source/web/metrics.ts'
import { type Service, startService } from '../../../source/web/service.ts'
import { freePort } from '../../support/free-port.ts'
import { type Workplace, workplace } from '../../support/workplace.ts'
import { Browser } from './browser.ts'

/** A service on loopback with a home, a simulated Google and a clock of its own. */
export type ServicePlace = {
  place: Workplace
  service: Service
  /** Where the service itself listens on loopback. */
  port: number
  statusPort: number
  origin: string
  statusOrigin: string
  events: ServiceEvent[]
  /** Moves the service's clock forwards, in milliseconds. */
  advance: (milliseconds: number) => void
  /** Writes the store as a commit of another process does. */
  commit: (change: (users: User[]) => User[]) => void
  users: () => User[]
  browser: () => Browser
  /** Starts a further service on the same home, or on the same database, as another machine does. */
  another: () => Promise<{ service: Service; browser: () => Browser; home: Home }>
}

/** A user as a synchronization makes it from an account of the demo's organization. */
export function directoryUser(address: string): User {
  const account = demoOrganization().users.find(({ primaryEmail }) => primaryEmail === address)
  if (account === undefined) throw new Error(`no account ${address}`)
  return {
    userName: address,
    fullName: account.name?.fullName ?? address,
    distinguishedName: null,
    authentication: 'directoryServices',
    directoryId: account.id,
    emailAddresses: [address],
    pop3UserNames: [],
    privileges: ['login'],
    privilegesOnFolders: [{ folder: address, privileges: ['read'] }],
  }
}

export const ada = 'ada.lovelace@example.com'
export const erik = 'erik.dubois@example.org'

/** Starts a service whose store holds Ada and Erik, and what is given beside them. */
export async function servicePlace(
  t: ExecutionContext<unknown>,
  given: {
    users?: readonly User[]
    signIn?: Partial<SignInSettings>
    trustProxy?: readonly string[]
    /** The address that browsers use, where a proxy stands before the service. */
    behind?: { host: string; port: number }
    /** The service's own certificate, which is looked at without a pause. */
    certificate?: { cert: string; key: string }
    /** The origin of another provider in Google's place. */
    google?: string
    /** The URL of a database that the store is moved to; each further service then has a home of its own. */
    database?: string
  } = {},
): Promise<ServicePlace> {
  const place = await workplace(t)
  const [port, statusPort] = [await freePort(), await freePort()]
  const { home, google } = place
  const setUp = async (one: Home): Promise<void> => {
    await saveOAuthClient(one, google.oidc)
    await writeSettings(one, {
      authentication: {
        clientId: google.oidc.clientId,
        ...(given.behind ?? { host: 'localhost', port }),
        instanceId: null,
      },
      signIn: { ...defaultSignIn, ...given.signIn },
    })
  }
  await setUp(home)
  let users = [directoryUser(ada), directoryUser(erik), ...(given.users ?? [])]
  let revision = 0
  const write = () => {
    revision += 1
    users.sort((a, b) => (a.userName < b.userName ? -1 : 1))
    writeFileSync(home.users, [...storeText({ version: 1, revision, users })].join(''), { mode: 0o600 })
  }
  write()
  const target = given.database === undefined ? null : { store: given.database, archiveHost: 'vault' }
  if (target !== null)
    await moveStore(home, await reachable(destinationOf(null, target), null, { home, takesArchives: true }))
  const events: ServiceEvent[] = []
  const proxies = parseTrustedProxies(given.trustProxy ?? [])
  if ('wrong' in proxies) throw new Error(proxies.wrong)
  let ahead = 0
  const start = async (own: number, status: number | null, at = home) => {
    const started = await startService(
      {
        homes: () => [at],
        hasSeveral: false,
        google: parseEndpoint(given.google ?? google.url),
        listen: { kind: 'tcp', host: '127.0.0.1', port: own },
        listenDescriptor: null,
        status: status === null ? null : { kind: 'tcp', host: '127.0.0.1', port: status },
        statusDescriptor: null,
        certificate: given.certificate ?? null,
        renewEvery: 10,
        startReader: createStoreReader,
      },
      { log: (event) => events.push(event), metrics: createMetrics(), proxies, now: () => Date.now() + ahead },
    )
    t.teardown(() => started.close())
    return started
  }
  const service = await start(port, statusPort)
  const origin = `http://localhost:${port}`
  return {
    place,
    service,
    port,
    statusPort,
    origin,
    statusOrigin: `http://127.0.0.1:${statusPort}`,
    events,
    advance: (milliseconds) => {
      ahead += milliseconds
    },
    commit: (change) => {
      users = change(users)
      write()
    },
    users: () => users,
    browser: () => new Browser(origin),
    another: async () => {
      const own = await freePort()
      const at = target === null ? home : openHome(join(place.folder, `home-${own}`))
      if (target !== null) {
        await setUp(at)
        await chooseStore(at, target, null)
      }
      const other = await start(own, null, at)
      return { service: other, home: at, browser: () => new Browser(`http://localhost:${own}`) }
    },
  }
}
