import { sign } from 'node:crypto'
import type { Simulator } from '../../source/simulator/simulator.ts'

export const userScope = 'https://www.googleapis.com/auth/admin.directory.user.readonly'
export const groupScope = 'https://www.googleapis.com/auth/admin.directory.group.readonly'
export const mailScope = 'https://mail.google.com/'

/** What a test reads of an answer: the JSON, whatever it holds. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json }
export type RawAnswer = { status: number; headers: Headers; body: Json; text: string }

/** The claims of a good assertion for an administrator. */
export function goodClaims(simulator: Simulator): Record<string, unknown> {
  const now = Math.floor(Date.now() / 1000)
  return {
    iss: simulator.key.client_email,
    scope: `${userScope} ${groupScope}`,
    aud: 'https://oauth2.googleapis.com/token',
    iat: now,
    exp: now + 3600,
    sub: simulator.admin,
  }
}

/** A signed assertion, made as Google's page on service accounts describes it. */
export function assertionOf(
  simulator: Simulator,
  claims: Record<string, unknown>,
  options: { privateKey?: string; header?: Record<string, unknown> } = {},
): string {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const header = options.header ?? { alg: 'RS256', typ: 'JWT', kid: simulator.key.private_key_id }
  const signed = `${encode(header)}.${encode(claims)}`
  const key = options.privateKey ?? simulator.key.private_key
  return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), key).toString('base64url')}`
}

/** Posts a form to the token endpoint. */
export async function postToken(simulator: Simulator, form: Record<string, string>): Promise<RawAnswer> {
  return readAnswer(await fetch(`${simulator.url}/token`, { method: 'POST', body: new URLSearchParams(form) }))
}

/** Asks for a token with an assertion. */
export function postAssertion(simulator: Simulator, assertion: string): Promise<RawAnswer> {
  return postToken(simulator, { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion })
}

/** A token with the given changes to the claims of a good assertion. */
export async function tokenFor(simulator: Simulator, changes: Record<string, unknown> = {}): Promise<string> {
  const answer = await postAssertion(simulator, assertionOf(simulator, { ...goodClaims(simulator), ...changes }))
  const token = at(answer.body, 'access_token')
  if (typeof token !== 'string') throw new Error(`no token: ${answer.text}`)
  return token
}

/** A GET that reads whatever comes back; the path begins below `/admin/directory/v1` unless it is absolute. */
export async function get(
  simulator: Simulator,
  token: string,
  path: string,
  query: Record<string, string> = {},
  init: RequestInit = {},
): Promise<RawAnswer> {
  const url = new URL(path.startsWith('/') ? path : `/admin/directory/v1/${path}`, simulator.url)
  url.search = new URLSearchParams(query).toString()
  return readAnswer(await fetch(url, { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } }))
}

/** A value inside of JSON; undefined where there is none. */
export function at(value: Json | undefined, ...path: (string | number)[]): Json | undefined {
  let here: Json | undefined = value
  for (const step of path) {
    if (typeof here !== 'object' || here === null) return undefined
    here = Array.isArray(here) ? here[Number(step)] : here[step]
  }
  return here
}

/** One field of each item of a list in an answer. */
export function column(value: Json, list: string, ...path: (string | number)[]): (Json | undefined)[] {
  const items = at(value, list)
  return Array.isArray(items) ? items.map((item) => at(item, ...path)) : []
}

async function readAnswer(response: Response): Promise<RawAnswer> {
  const text = await response.text()
  let body: Json = null
  try {
    body = JSON.parse(text) as Json
  } catch {
    // Not every answer is JSON; the test looks at the text then.
  }
  return { status: response.status, headers: response.headers, body, text }
}
