import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import * as z from 'zod'
import { audience, type Tenant } from '../tenant.ts'
import { attemptCookieName, attemptCookiePrefix, cookieAttributes } from './cookie-names.ts'

const schema = z.strictObject({
  state: z.string().min(16),
  nonce: z.string().min(16),
  verifier: z.string().min(43),
  /** Where the person wants to go; null for the start page. */
  returnTo: z.string().nullable(),
  begun: z.int(),
})

/** One attempt to sign in with Google, kept by the browser until it comes back. */
export type KeptAttempt = z.infer<typeof schema>

/** How long people take for Google's pages at most, in milliseconds. */
const longestAttempt = 10 * 60 * 1000

/** More tabs than this at once forget the oldest. */
const mostAttempts = 5

/** Gives the browser an attempt to keep. */
export async function keepAttempt(context: Context, tenant: Tenant, attempt: KeptAttempt): Promise<void> {
  const attributes = cookieAttributes(tenant.cookies, false)
  const others = await Promise.all(
    attemptCookies(context, tenant).map(async ([name, sealed]) => ({
      name,
      begun: (await open(tenant, sealed))?.begun ?? 0,
    })),
  )
  const oldest = others.sort((a, b) => a.begun - b.begun).slice(0, Math.max(0, others.length - mostAttempts + 1))
  for (const { name } of oldest) deleteCookie(context, name, attributes)
  const sealed = await tenant.sealer.seal(audience(tenant, 'attempt'), attempt)
  setCookie(context, attemptCookieName(tenant.cookies, attempt.state), sealed, {
    ...attributes,
    maxAge: longestAttempt / 1000,
  })
}

/** The attempt that a return belongs to, once; null when this browser did not begin it, or long ago. */
export async function takeAttempt(
  context: Context,
  tenant: Tenant,
  state: string,
  now: number,
): Promise<KeptAttempt | null> {
  if (!/^[\w-]{16,128}$/.test(state)) return null
  const name = attemptCookieName(tenant.cookies, state)
  const sealed = getCookie(context, name)
  if (sealed === undefined) return null
  deleteCookie(context, name, cookieAttributes(tenant.cookies, false))
  const attempt = await open(tenant, sealed)
  if (attempt === null || attempt.state !== state || now - attempt.begun > longestAttempt) return null
  return attempt
}

function attemptCookies(context: Context, tenant: Tenant): [string, string][] {
  const prefix = attemptCookiePrefix(tenant.cookies)
  return Object.entries(getCookie(context)).filter(([name]) => name.startsWith(prefix))
}

async function open(tenant: Tenant, sealed: string): Promise<KeptAttempt | null> {
  return tenant.sealer.open(audience(tenant, 'attempt'), sealed, read)
}

function read(value: unknown): KeptAttempt | null {
  const parsed = schema.safeParse(value)
  return parsed.success ? parsed.data : null
}
