import { setTimeout as wait } from 'node:timers/promises'
import { exchangeAssertion, jwtBearer } from '../oauth/token-endpoint.ts'
import { authorize } from '../openid/authorize.ts'
import { exchangeCode } from '../openid/exchange-code.ts'
import { discoveryDocument } from '../openid/provider.ts'
import { toCertificates, toJsonWebKeySet } from '../openid/signing-keys.ts'
import type { Workspace } from '../organization/workspace.ts'
import { type Answer, html, json } from './answer.ts'
import { answerApiCall } from './api-endpoint.ts'
import { discoveryDocumentOf } from './discovery.ts'
import { GoogleError, noSuchPage, tokenError } from './errors.ts'
import { answerUnder } from './fault-answer.ts'
import type { Fault, FaultList } from './faults.ts'
import type { HttpHandler, HttpRequest } from './http-server.ts'
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
  return async (request) => {
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
  if (url.pathname === '/token') return method === 'POST' ? tokenTarget(workspace, request) : undefined
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
  if (method !== 'GET' && method !== 'HEAD') return undefined
  const target = (call: string, answer: () => Answer | Promise<Answer>): Target => ({ call, keys: [], answer })
  switch (url.pathname) {
    case '/.well-known/openid-configuration':
      return target('oidc.discovery', () => json(discoveryDocument(url.origin)))
    case '/o/oauth2/v2/auth':
      return target('oidc.authorize', () => authorize(workspace, url.searchParams))
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
  if (grantType === 'authorization_code') {
    return {
      call: 'oidc.token',
      keys: [],
      answer: (fault) => exchangeCode(workspace, form, headers.authorization, fault?.idToken),
    }
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
