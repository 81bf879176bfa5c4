import type { RequestListener } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import type { GoogleEndpoint } from '../google/http/endpoint.ts'
import type { Home } from '../store/home.ts'
import type { StoreReader } from '../store/users/follow/store-reader.ts'
import { createApp } from './app.ts'
import { type CertificateFiles, certificateState, readCertificate } from './listeners/certificate.ts'
import { isLocal, type ListenAddress, listenAddressText } from './listeners/listen-address.ts'
import { type Listener, openListener } from './listeners/open-listener.ts'
import { openTenant } from './open-tenant.ts'
import { serviceProblem } from './problems.ts'
import type { ServiceTools } from './routes/service-tools.ts'
import { createStatusApp } from './status-app.ts'
import type { Tenant } from './tenant.ts'

/** What the service is started with. */
export type ServiceOptions = {
  /** Finds the homes to serve; asked again at each reload. */
  homes: () => readonly Home[]
  google: GoogleEndpoint
  listen: ListenAddress
  /** A socket that systemd handed over in place of `listen`. */
  listenDescriptor: number | null
  status: ListenAddress | null
  statusDescriptor: number | null
  certificate: CertificateFiles | null
  startReader: (folder: string) => StoreReader
}

/** A running service. */
export type Service = {
  /** Where it listens, for people. */
  addresses: readonly string[]
  /** The homes that are served at the moment, with the store of each. */
  served: () => readonly Pick<Tenant, 'instanceId' | 'home' | 'store'>[]
  /** Reads settings, credentials, tenants and certificates again, without closing a connection. */
  reload: () => Promise<void>
  /** Finishes what is under way and ends. */
  close: () => Promise<void>
}

/** How often certificates are looked at and sessions written down, in milliseconds. */
const chores = { certificate: 10_000, sessions: 60_000 }

/**
 * Starts the log-on service.
 *
 * @throws Problem when a home, a certificate or a listener cannot be used
 */
export async function startService(options: ServiceOptions, tools: ServiceTools): Promise<Service> {
  const { certificate: files, listen } = options
  if (files === null && options.listenDescriptor === null && !isLocal(listen))
    throw serviceProblem('plainHttpOutside', { address: listenAddressText(listen) })
  let tenants = await openTenants(options, tools, [])
  let answer = listenerFor(tenants, tools)
  const listeners: Listener[] = []
  const timers: NodeJS.Timeout[] = []
  const saveSessions = () => Promise.all(tenants.map(({ sessions }) => sessions.save()))
  try {
    const certificate = files === null ? null : await readCertificate(files)
    const main = await openListener(listen, options.listenDescriptor, certificate, (request, response) =>
      answer(request, response),
    )
    listeners.push(main)
    if (options.status !== null || options.statusDescriptor !== null) {
      const status = getRequestListener(createStatusApp(() => tenants, tools).fetch)
      listeners.push(
        await openListener(options.status ?? listen, options.statusDescriptor, null, (request, response) => {
          void status(request, response)
        }),
      )
    }
    const renew = files === null ? async () => undefined : renewal(files, main, tools)
    timers.push(
      setInterval(() => void renew(), chores.certificate),
      setInterval(
        () => void saveSessions().catch(() => tools.log({ event: 'failed', reason: 'sessionsNotSaved' })),
        chores.sessions,
      ),
    )
    for (const timer of timers) timer.unref()
    return {
      addresses: [listenAddressText(listen), ...(options.status === null ? [] : [listenAddressText(options.status)])],
      served: () => tenants,
      async reload() {
        const before = tenants
        tenants = await openTenants(options, tools, before)
        answer = listenerFor(tenants, tools)
        await renew()
        await Promise.all(before.map((tenant) => tenant.close()))
      },
      async close() {
        for (const timer of timers) clearInterval(timer)
        await Promise.all(listeners.map((listener) => listener.close()))
        await saveSessions()
        await Promise.all(tenants.map((tenant) => tenant.close()))
      },
    }
  } catch (error) {
    for (const timer of timers) clearInterval(timer)
    await Promise.all([...listeners, ...tenants].map((opened) => opened.close()))
    throw error
  }
}

function listenerFor(tenants: readonly Tenant[], tools: ServiceTools): RequestListener {
  const handle = getRequestListener(createApp(tenants, tools).fetch)
  return (request, response) => {
    void handle(request, response)
  }
}

/** Reads the certificate again when its files changed. One that cannot be used is told, and the former one stays. */
function renewal(files: CertificateFiles, { server }: Listener, tools: ServiceTools): () => Promise<void> {
  let state = certificateState(files)
  return async () => {
    const found = certificateState(files)
    if (found === state || !('setSecureContext' in server)) return
    state = found
    try {
      server.setSecureContext(await readCertificate(files))
      tools.log({ event: 'reloaded', detail: 'certificate' })
    } catch {
      tools.log({ event: 'failed', reason: 'certificateUnusable' })
    }
  }
}

/** Names that a tenant cannot have, because the archive at the root answers them. */
const taken = ['auth', 'signin', 'signout', 'oidc']

async function openTenants(
  { homes, google, startReader }: ServiceOptions,
  { now }: ServiceTools,
  before: readonly Tenant[],
): Promise<Tenant[]> {
  const opened: Tenant[] = []
  try {
    for (const home of homes()) {
      const former = before.find((tenant) => tenant.home.folder === home.folder)
      opened.push(
        await openTenant(home, { google, startReader, now, ...(former ? { passwords: former.passwords } : {}) }),
      )
    }
    for (const [index, { instanceId, home }] of opened.entries()) {
      const same = opened.findIndex((tenant) => tenant.instanceId === instanceId)
      if (same !== index) {
        const homes = [opened[same]?.home.folder ?? '', home.folder]
        throw serviceProblem('tenantsClash', { why: 'Two homes have the same instance ID.', homes })
      }
      if (instanceId !== null && taken.includes(instanceId)) {
        const why = `The instance ID ${instanceId} is a path of the service.`
        throw serviceProblem('tenantsClash', { why, homes: [home.folder] })
      }
    }
    return opened
  } catch (error) {
    await Promise.all(opened.map((tenant) => tenant.close()))
    throw error
  }
}
