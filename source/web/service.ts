import { getRequestListener } from '@hono/node-server'
import { type CertificateFiles, certificateState, readCertificate } from '../settings/certificate/certificate-files.ts'
import { markService, unmarkService } from '../store/service-mark.ts'
import { answering } from './answering.ts'
import { isLocal, type ListenAddress, listenAddressText } from './listeners/listen-address.ts'
import { type Listener, openListener } from './listeners/open-listener.ts'
import { serviceProblem } from './problems.ts'
import type { ServiceTools } from './routes/service-tools.ts'
import { createStatusApp } from './status-app.ts'
import type { Tenant } from './tenant.ts'
import { openTenants, type TenantSource } from './tenants.ts'

/** What the service is started with. */
export type ServiceOptions = TenantSource & {
  listen: ListenAddress
  /** A socket that systemd handed over in place of `listen`. */
  listenDescriptor: number | null
  status: ListenAddress | null
  statusDescriptor: number | null
  certificate: CertificateFiles | null
  /** Looks at the certificate more often than usual, in milliseconds; for tests. */
  renewEvery?: number
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

/** How often certificates are looked at, and sessions written down and homes marked, in milliseconds. */
const chores = { certificate: 10_000, sessions: 60_000 }

/** How long requests to tenants that were read again may take, in milliseconds. */
const longestFarewell = 10_000

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
  let current = answering(tenants, tools)
  const farewells = new Set<Promise<unknown>>()
  const since = new Date().toISOString()
  const listeners: Listener[] = []
  const markHomes = () => {
    const addresses = listeners.map(({ address }) => listenAddressText(address))
    for (const { home } of tenants) markService(home, { addresses, since })
  }
  const timers: NodeJS.Timeout[] = []
  const saveSessions = () =>
    Promise.all(tenants.map(({ sessions }) => sessions.save())).catch(() =>
      tools.log({ event: 'failed', reason: 'sessionsNotSaved' }),
    )
  try {
    const certificate = files === null ? null : await readCertificate(files)
    const main = await openListener(listen, options.listenDescriptor, certificate, (request, response) =>
      current.answer(request, response),
    )
    listeners.push(main)
    if (files === null && !isLocal(main.address))
      throw serviceProblem('plainHttpOutside', { address: listenAddressText(main.address) })
    if (options.status !== null || options.statusDescriptor !== null) {
      const status = getRequestListener(createStatusApp(() => tenants, tools, files?.cert ?? null).fetch)
      listeners.push(
        await openListener(options.status ?? listen, options.statusDescriptor, null, (request, response) => {
          void status(request, response)
        }),
      )
    }
    const renew = files === null ? async () => undefined : renewal(files, main, tools)
    timers.push(
      setInterval(() => void renew(), options.renewEvery ?? chores.certificate),
      setInterval(() => {
        markHomes()
        void saveSessions()
      }, chores.sessions),
    )
    for (const timer of timers) timer.unref()
    markHomes()
    return {
      addresses: listeners.map(({ address }) => listenAddressText(address)),
      served: () => tenants,
      async reload() {
        const [before, former] = [tenants, current]
        await saveSessions()
        tenants = await openTenants(options, tools, before)
        current = answering(tenants, tools)
        markHomes()
        await renew()
        const gone = before.filter((tenant) => !tenants.includes(tenant))
        for (const { home } of gone)
          if (!tenants.some((tenant) => tenant.home.folder === home.folder)) unmarkService(home)
        // Requests that are under way still look at the stores that they began with.
        const farewell = former.finished(longestFarewell).then(() => Promise.all(gone.map((tenant) => tenant.close())))
        farewells.add(farewell)
        void farewell.finally(() => farewells.delete(farewell))
      },
      async close() {
        for (const timer of timers) clearInterval(timer)
        await Promise.all(listeners.map((listener) => listener.close()))
        await saveSessions()
        for (const { home } of tenants) unmarkService(home)
        await Promise.all([...farewells, ...tenants.map((tenant) => tenant.close())])
      },
    }
  } catch (error) {
    for (const timer of timers) clearInterval(timer)
    await Promise.all([...listeners, ...tenants].map((opened) => opened.close()))
    throw error
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
