import { type ServiceAccountKeyJson, serviceAccountKey } from './oauth/service-account.ts'
import {
  type Organization,
  type OrganizationInput,
  parseOrganization,
  refuseCycles,
} from './organization/organization.ts'
import { type OrganizationSize, randomOrganization } from './organization/random-organization.ts'
import { createWorkspace } from './organization/workspace.ts'
import { createFaultList, type Fault } from './server/faults.ts'
import { listen } from './server/http-server.ts'
import { createRequestHandler } from './server/request-handler.ts'
import type { RequestLogEntry } from './server/request-log.ts'

export type SimulatorOptions = {
  /** An organization in the form of an org file, or the size of one to make up. */
  organization: OrganizationInput | OrganizationSize
  /** Any free one where it is 0 or not given. */
  port?: number | undefined
  /** Added to every answer. */
  latencyMilliseconds?: number | undefined
  faults?: readonly Fault[] | undefined
  /** How long the minute of the quota lasts, so that nobody has to wait for a real one. */
  quotaMinuteMilliseconds?: number | undefined
  /** Whom id tokens name as their issuer: Google, unless it is to be the simulator's own address. */
  issuer?: 'google' | 'own' | undefined
  /** Called after each answer. */
  onRequest?: ((entry: RequestLogEntry) => void) | undefined
}

/** A running Google Workspace on loopback. */
export type Simulator = {
  /** The origin, such as `http://127.0.0.1:4100`. */
  url: string
  key: ServiceAccountKeyJson
  /** The address of the first administrator. */
  admin: string
  /** The OAuth client for signing in. */
  oidc: { clientId: string; clientSecret: string }
  /** Every request so far, in the order of arrival. */
  requests: RequestLogEntry[]
  /** Changes the organization while it runs. Throws SimulatorInputError for groups that contain one another now. */
  update: (change: (organization: Organization) => void) => void
  /** Replaces all faults. */
  setFaults: (faults: readonly Fault[]) => void
  /** Signs id tokens with a new key from now on; the one before it stays published, older ones do not. */
  rotateSigningKeys: () => Promise<void>
  /** Ends every connection, also those that hang. */
  close: () => Promise<void>
}

/**
 * Starts a simulator.
 *
 * @throws SimulatorInputError for an organization that cannot be used; the system's error for a port that cannot be had
 */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const organization = isSize(options.organization)
    ? randomOrganization(options.organization)
    : parseOrganization(options.organization)
  const key = await serviceAccountKey()
  const workspace = createWorkspace(organization, key, options.quotaMinuteMilliseconds, options.issuer === 'own')
  const faults = createFaultList(options.faults ?? [])
  const requests: RequestLogEntry[] = []
  const { server, origin } = await listen(
    options.port ?? 0,
    createRequestHandler({
      workspace,
      faults,
      latencyMilliseconds: options.latencyMilliseconds ?? 0,
      onArrival: (entry) => requests.push(entry),
      onAnswer: (entry) => options.onRequest?.(entry),
    }),
  )
  return {
    url: origin,
    key,
    admin: organization.admins[0] ?? '',
    oidc: { clientId: organization.oauthClient.clientId, clientSecret: organization.oauthClient.clientSecret },
    requests,
    update: (change) => {
      change(organization)
      refuseCycles(organization)
      workspace.refresh()
    },
    setFaults: faults.set,
    rotateSigningKeys: workspace.provider.keys.rotate,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function isSize(organization: OrganizationInput | OrganizationSize): organization is OrganizationSize {
  return typeof organization.users === 'number'
}
