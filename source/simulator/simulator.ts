import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { type Answer, html } from './answer.ts'
import { answerApiCall } from './api-endpoint.ts'
import { GoogleError, noSuchPage, tokenError } from './errors.ts'
import { answerOf, createFaultList, type Fault } from './faults.ts'
import { type HttpRequest, listen } from './http-server.ts'
import { type Organization, type OrganizationInput, parseOrganization } from './organization.ts'
import { type OrganizationSize, randomOrganization } from './random-organization.ts'
import type { RequestLogEntry } from './request-log.ts'
import { findRoute, type Route } from './routes.ts'
import { type ServiceAccountKeyJson, serviceAccountKey } from './service-account.ts'
import { exchangeAssertion, jwtBearer } from './token-endpoint.ts'
import { createWorkspace, type Workspace } from './workspace.ts'

export type SimulatorOptions = {
  /** An organization in the form of an org file, or the size of one to make up. */
  organization: OrganizationInput | OrganizationSize
  /** 0 or left away: any free one. */
  port?: number | undefined
  /** Added to every answer. */
  latencyMilliseconds?: number | undefined
  faults?: readonly Fault[] | undefined
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
  /** Changes the organization while it runs. */
  update: (change: (organization: Organization) => void) => void
  /** Replaces all faults. */
  setFaults: (faults: readonly Fault[]) => void
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
  const workspace = createWorkspace(organization, key)
  const faults = createFaultList(options.faults ?? [])
  const requests: RequestLogEntry[] = []
  const latency = options.latencyMilliseconds ?? 0

  const { server, origin } = await listen(options.port ?? 0, async (request) => {
    const arrived = performance.now()
    const target = targetOf(request)
    const entry: RequestLogEntry = {
      method: request.method,
      path: request.url.pathname,
      query: Object.fromEntries(request.url.searchParams),
      status: 0,
      call: target.call,
      milliseconds: 0,
    }
    requests.push(entry)
    const finish = (status: number) => {
      entry.status = status
      entry.milliseconds = performance.now() - arrived
      options.onRequest?.(entry)
    }

    const pageToken = request.url.searchParams.get('pageToken')
    const fault = faults.take({
      call: target.call,
      page: workspace.pager.pageNumber(pageToken),
      keys: Object.values(target.path),
    })
    const delay = latency + (fault?.delayMs ?? 0)
    if (delay > 0) await wait(delay)
    if (fault?.hang === true || fault?.reset === true) {
      finish(0)
      return fault.hang === true ? 'hang' : 'reset'
    }
    const answer = withFault(fault, pageToken, () => answerRequest(workspace, request, target, origin))
    finish(answer.status)
    return { answer, truncate: fault?.truncate, now: workspace.now() }
  })

  return {
    url: origin,
    key,
    admin: organization.admins[0] ?? '',
    oidc: {
      clientId: '482915037264-simulator.apps.googleusercontent.com',
      clientSecret: `GOCSPX-${randomBytes(21).toString('base64url')}`,
    },
    requests,
    update: (change) => {
      change(organization)
      workspace.refresh()
    },
    setFaults: faults.set,
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

type Target = { call: string | null; path: Record<string, string>; route: Route | undefined }

function targetOf({ url }: HttpRequest): Target {
  if (url.pathname === '/token') return { call: 'token', path: {}, route: undefined }
  const found = findRoute(url.pathname)
  return { call: found?.route.name ?? null, path: found?.path ?? {}, route: found?.route }
}

function answerRequest(workspace: Workspace, request: HttpRequest, target: Target, origin: string): Answer {
  try {
    if (target.route !== undefined) {
      return answerApiCall(workspace, target.route, {
        method: request.method,
        authorization: request.headers.authorization,
        query: request.url.searchParams,
        path: target.path,
      })
    }
    if (target.call === 'token' && request.method === 'POST') {
      const form = new URLSearchParams(request.body)
      const grantType = form.get('grant_type')
      if (grantType === null) throw tokenError('invalid_request', 'Missing required parameter: grant_type')
      if (grantType !== jwtBearer) throw tokenError('unsupported_grant_type', `Invalid grant_type: ${grantType}`)
      return exchangeAssertion(workspace, form, origin)
    }
    throw noSuchPage()
  } catch (error) {
    if (error instanceof GoogleError) return error.answer
    return html(`<!DOCTYPE html><title>Simulator error</title><pre>${String(error)}</pre>`, 500)
  }
}

function withFault(fault: Fault | undefined, pageToken: string | null, real: () => Answer): Answer {
  if (fault === undefined) return real()
  const answer = answerOf(fault) ?? real()
  return {
    status: answer.status,
    headers: { ...answer.headers, ...lowerCaseNames(fault.headers ?? {}) },
    body: changedBody(fault, pageToken, answer.body),
  }
}

function changedBody(fault: Fault, pageToken: string | null, body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return body
  const { nextPageToken, ...rest } = body as { nextPageToken?: unknown }
  const token = fault.nextPage === 'repeat' ? (pageToken ?? nextPageToken) : nextPageToken
  const lied =
    fault.nextPage === undefined ? body : fault.nextPage === 'drop' ? rest : { ...rest, nextPageToken: token }
  return fault.change === undefined ? lied : fault.change(lied)
}

function lowerCaseNames(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}
