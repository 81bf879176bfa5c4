import type { Tenant } from '../tenant.ts'
import type { ServiceContext } from './service-tools.ts'

/**
 * Whether a form comes from a page of this service: told by the browser, in headers that pages cannot set. A browser that
 * says nothing is not believed.
 */
export function isOwnForm(context: ServiceContext, tenant: Tenant): boolean {
  const site = context.req.header('sec-fetch-site')
  const origin = context.req.header('origin')
  if (site !== undefined && site !== 'same-origin') return false
  if (origin !== undefined) return origin === tenant.returnRules.origin
  return site === 'same-origin'
}

/** The fields of a form; null where the body is none. */
export async function formFields(context: ServiceContext): Promise<URLSearchParams | null> {
  const type = context.req.header('content-type') ?? ''
  if (!/^application\/x-www-form-urlencoded\b/i.test(type)) return null
  return new URLSearchParams(await context.req.text())
}
