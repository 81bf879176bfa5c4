import { setTimeout as wait } from 'node:timers/promises'
import { exchangeAssertion, jwtBearer, tokenPaths } from '../oauth/token-endpoint.ts'
import { authorize } from '../openid/authorize.ts'
import { exchangeCode, refreshAccess } from '../openid/exchange-code.ts'
import { discoveryDocument } from '../openid/provider.ts'
import { toCertificates, toJsonWebKeySet } from '../openid/signing-keys.ts'
import { bearerToken, revokeToken, tokenInfo, userInfo } from '../openid/token-facts.ts'
import type { Workspace } from '../organization/workspace.ts'
import { type Answer, html, json } from './answer.ts'
import { answerApiCall } from './api-endpoint.ts'
import { answerBatch, isBatch } from './batch.ts'
import { discoveryDocumentOf } from './discovery.ts'
import { GoogleError, noSuchPage, tokenError } from './errors.ts'
import { answerUnder } from './fault-answer.ts'
import type { Fault, FaultList } from './faults.ts'
import type { HttpHandler, HttpReply, HttpRequest } from './http-server.ts'
import type { RequestLogEntry } from './request-log.ts'
import { findRoute } from './routes.ts'

export type HandlerOptions = {
  workspace: Workspace
  faults: FaultList
  latencyMilliseconds: number
  /** Called when a request arrives; the entry is filled in when it was answered. */
  onArrival: (entry: RequestLogEntry) => void
  onAnswer: (entry: RequestLogEntry) => void
}

/** Google's signing keys may be kept for some hours; shorter here, so that a rotation shows. */
const keysAreFresh = { 'cache-control': 'public, max-age=300, must-revalidate, no-transform' }

/** Answers requests of all kinds, under the faults that are set. */
export function createRequestHandler(options: HandlerOptions): HttpHandler {
  const { workspace, faults } = options
  const handle: HttpHandler = async (arriving) => {
    const request = withoutOverride(arriving)
    if (isBatch(request)) return answerWhole(request)
    const arrived = performance.now()
    const target = findTarget(workspace, request)
    const query = request.url.searchParams
    const entry: RequestLogEntry = {
      method: request.method,
      path: request.url.pathname,
      query: Object.fromEntries(query),
      status: 0,
      call: target?.call ?? null,
      milliseconds: 0,
    }
    options.onArrival(entry)
    const finish = (status: number) => {
      entry.status = status
      entry.milliseconds = performance.now() - arrived
      options.onAnswer(entry)
    }

    const pageToken = query.get('pageToken')
    const page = workspace.pager.pageNumber(pageToken)
    const fault = faults.take({ call: entry.call, page, keys: target?.keys ?? [] })
    const delay = options.latencyMilliseconds + (fault?.delayMs ?? 0)
    if (delay > 0) await wait(delay)
    if (fault?.hang === true || fault?.reset === true) {
      finish(0)
      return fault.hang === true ? 'hang' : 'reset'
    }
    const answer = await answerUnder(fault, pageToken, () => answerOrRefuse(target, fault))
    finish(answer.status)
    const isPretty = query.get('prettyPrint')?.toLowerCase() !== 'false'
    return { answer, isPretty, truncate: fault?.truncate ?? false, now: workspace.now() }
  }

  /** A batch is no call of its own: its parts are, in the log too. */
  async function answerWhole(request: HttpRequest): Promise<HttpReply | 'reset' | 'hang'> {
    const now = workspace.now()
    try {
      const answer = await answerBatch(request, handle)
      return typeof answer === 'string' ? answer : { answer, isPretty: false, truncate: false, now }
    } catch (error) {
      if (!(error instanceof GoogleError)) throw error
      return { answer: error.answer, isPretty: true, truncate: false, now }
    }
  }
  return handle
}

/** What a request is for: its name in the log, the keys in its path, and how to answer it. */
type Target = {
  call: string
  keys: readonly string[]
  answer: (fault: Fault | undefined) => Answer | Promise<Answer>
}

async function answerOrRefuse(target: Target | undefined, fault: Fault | undefined): Promise<Answer> {
  try {
    if (target === undefined) throw noSuchPage()
    return await target.answer(fault)
  } catch (error) {
    if (error instanceof GoogleError) return error.answer
    return html(`<!DOCTYPE html><title>A bug in the simulator</title><pre>${String(error)}</pre>\n`, 500)
  }
}

function findTarget(workspace: Workspace, request: HttpRequest): Target | undefined {
  const { url, method } = request
  const { provider } = workspace
  if (tokenPaths.includes(url.pathname)) return method === 'POST' ? tokenTarget(workspace, request) : undefined
  const found = findRoute(url.pathname)
  if (found !== undefined) {
    const { route, path } = found
    const { authorization } = request.headers
    return {
      call: route.name,
      keys: Object.values(path),
      answer: () => answerApiCall(workspace, route, { method, authorization, query: url.searchParams, path }),
    }
  }
  const personTarget = signInTarget(workspace, request)
  if (personTarget !== undefined) return personTarget
  if (method !== 'GET' && method !== 'HEAD') return undefined
  const target = (call: string, answer: () => Answer | Promise<Answer>): Target => ({ call, keys: [], answer })
  switch (url.pathname) {
    case '/.well-known/openid-configuration':
      return target('oidc.discovery', () => json(discoveryDocument(url.origin, workspace.issuerAt(url.origin))))
    case '/oauth2/v3/certs':
      return target('oidc.certs', async () => json(toJsonWebKeySet(await provider.keys.published()), 200, keysAreFresh))
    case '/oauth2/v1/certs':
      return target('oidc.certs', async () => json(toCertificates(await provider.keys.published()), 200, keysAreFresh))
    default: {
      const document = discoveryDocumentOf(url)
      return document === undefined ? undefined : target('discovery', () => json(document))
    }
  }
}

function tokenTarget(workspace: Workspace, { url, body, headers }: HttpRequest): Target {
  const form = readForm(body, headers['content-type'])
  const grantType = form.get('grant_type')
  const { authorization } = headers
  const issuer = workspace.issuerAt(url.origin)
  const requestUnder = (fault: Fault | undefined) => ({ form, authorization, issuer, hostile: fault?.idToken })
  if (grantType === 'authorization_code') {
    return {
      call: 'oidc.token',
      keys: [],
      answer: (fault) => exchangeCode(workspace, requestUnder(fault)),
    }
  }
  if (grantType === 'refresh_token') {
    return { call: 'oidc.token', keys: [], answer: (fault) => refreshAccess(workspace, requestUnder(fault)) }
  }
  return {
    call: 'token',
    keys: [],
    answer: () => {
      if (grantType === null) throw tokenError('invalid_request', 'Missing required parameter: grant_type')
      if (grantType !== jwtBearer) throw tokenError('unsupported_grant_type', `Invalid grant_type: ${grantType}`)
      return exchangeAssertion(workspace, form, url.origin)
    },
  }
}

/** The calls around a sign-in, which take their parameters from the address or from a form. */
function signInTarget(workspace: Workspace, { method, url, body, headers }: HttpRequest): Target | undefined {
  if (method !== 'GET' && method !== 'POST' && method !== 'HEAD') return undefined
  const parameters = new URLSearchParams([
    ...url.searchParams,
    ...(method === 'POST' ? readForm(body, headers['content-type']) : []),
  ])
  const token = bearerToken(headers.authorization, parameters)
  const target = (call: string, answer: () => Answer | Promise<Answer>): Target => ({ call, keys: [], answer })
  switch (url.pathname) {
    case '/o/oauth2/v2/auth':
    case '/o/oauth2/auth':
      return target('oidc.authorize', () => authorize(workspace, parameters))
    case '/v1/userinfo':
    case '/oauth2/v3/userinfo':
      return target('oidc.userinfo', () => userInfo(workspace, token, false))
    case '/oauth2/v2/userinfo':
    case '/userinfo/v2/me':
      return target('oidc.userinfo', () => userInfo(workspace, token, true))
    case '/tokeninfo':
    case '/oauth2/v3/tokeninfo':
      return target('oidc.tokeninfo', () => tokenInfo(workspace, parameters, false))
    case '/oauth2/v1/tokeninfo':
    case '/oauth2/v2/tokeninfo':
      return target('oidc.tokeninfo', () => tokenInfo(workspace, parameters, true))
    case '/revoke':
    case '/o/oauth2/revoke':
      return target('oidc.revoke', () => revokeToken(workspace, parameters.get('token')))
    default:
      return undefined
  }
}

/** Clients send a GET with a long query as a POST that says so, with the query in its body. */
function withoutOverride(request: HttpRequest): HttpRequest {
  const { method, url, body, headers } = request
  if (method !== 'POST' || String(headers['x-http-method-override'] ?? '').toUpperCase() !== 'GET') return request
  const whole = new URL(url)
  for (const [name, value] of new URLSearchParams(body)) whole.searchParams.append(name, value)
  return { ...request, method: 'GET', url: whole, body: '' }
}

/** The token endpoint takes forms, and JSON as well. */
function readForm(body: string, contentType: string | undefined): URLSearchParams {
  if (!/json/i.test(contentType ?? '')) return new URLSearchParams(body)
  try {
    const value: unknown = JSON.parse(body)
    const form = new URLSearchParams()
    const entries = typeof value === 'object' && value !== null ? Object.entries(value) : []
    for (const [name, held] of entries) form.set(name, String(held))
    return form
  } catch {
    return new URLSearchParams()
  }
}
