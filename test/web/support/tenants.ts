import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ExecutionContext } from 'ava'
import { parseEndpoint } from '../../../source/google/http/endpoint.ts'
import { saveOAuthClient } from '../../../source/settings/credentials/credentials.ts'
import { writeSettings } from '../../../source/settings/settings.ts'
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
import { workplace } from '../../support/workplace.ts'
import { Browser } from './browser.ts'

/** A service of several organizations on loopback. */
export type TenantsPlace = {
  service: Service
  /** Where the service itself listens on loopback. */
  port: number
  events: ServiceEvent[]
  /** The homes that are served, by their folders' names; changed by `add` and by hand. */
  homes: Map<string, Home>
  /** Makes a home with an instance ID and these users; it is served from the next reload on. */
  add: (name: string, instanceId: string | null, users: readonly User[]) => Promise<Home>
  /** A window of a browser on the pages of one tenant. */
  browser: (instanceId: string, cookies?: Map<string, string>) => Browser
}

/**
 * Starts a service for the tenants that `given` makes.
 *
 * @param behind the address that browsers use, where a proxy stands before the service
 */
export async function tenantsPlace(
  t: ExecutionContext<unknown>,
  given: (add: TenantsPlace['add']) => Promise<unknown>,
  behind?: { host: string; port: number },
): Promise<TenantsPlace> {
  const { folder, google } = await workplace(t)
  const port = await freePort()
  const homes = new Map<string, Home>()
  const events: ServiceEvent[] = []
  const add: TenantsPlace['add'] = async (name, instanceId, users) => {
    const home = openHome(join(folder, 'tenants', name))
    homes.set(name, home)
    await saveOAuthClient(home, google.oidc)
    await writeSettings(home, {
      administrator: google.admin,
      authentication: { clientId: google.oidc.clientId, ...(behind ?? { host: 'localhost', port }), instanceId },
    })
    writeFileSync(home.users, [...storeText({ version: 1, revision: 1, users: [...users] })].join(''), { mode: 0o600 })
    return home
  }
  await given(add)
  const proxies = parseTrustedProxies(behind === undefined ? [] : ['127.0.0.1'])
  if ('wrong' in proxies) throw new Error(proxies.wrong)
  const service = await startService(
    {
      homes: () => [...homes.values()],
      hasSeveral: true,
      google: parseEndpoint(google.url),
      listen: { kind: 'tcp', host: '127.0.0.1', port },
      listenDescriptor: null,
      status: null,
      statusDescriptor: null,
      certificate: null,
      startReader: createStoreReader,
    },
    { log: (event) => events.push(event), metrics: createMetrics(), proxies, now: () => Date.now() },
  )
  t.teardown(() => service.close())
  return {
    service,
    port,
    events,
    homes,
    add,
    browser: (instanceId, cookies) => new Browser(`http://localhost:${port}`, `/${instanceId}`, cookies),
  }
}
