import { createHash } from 'node:crypto'
import type { FieldsMask } from '../directory/fields-mask.ts'
import type { Grant } from '../oauth/access-tokens.ts'
import { directoryIdFor } from '../organization/organization.ts'
import type { Workspace } from '../organization/workspace.ts'
import { badRequest, domainNotFound, notAuthorized } from './errors.ts'

/** One authorized call of an API. */
export type ApiCall = {
  workspace: Workspace
  /** The parts of the path that stand for something, such as `userKey`. */
  path: Readonly<Record<string, string>>
  query: URLSearchParams
  grant: Grant
  /** Which fields of the answer are wanted. */
  mask: FieldsMask
}

/** Takes the path's part of this name. */
export function pathPart(call: ApiCall, name: string): string {
  return call.path[name] ?? ''
}

/**
 * Refuses whoever may not read this part of the directory.
 *
 * @throws GoogleError 403
 */
export function requireRight({ workspace, grant }: ApiCall, right: 'users' | 'groups'): void {
  if (!hasRight(workspace, grant, right)) throw notAuthorized()
}

/** Whether the account that is acted for is an administrator with this right. */
function hasRight({ organization, index, key }: Workspace, grant: Grant, right: 'users' | 'groups'): boolean {
  // A service account that acts for nobody is an administrator where it was made one itself.
  const idOf = (address: string): string | null =>
    address === key.client_email ? null : (index.user(address)?.id ?? directoryIdFor(address))
  const admin = organization.admins.find((address) => idOf(address) === grant.userId)
  if (admin === undefined) return false
  const rights = Object.entries(organization.rights).find(([address]) => idOf(address) === grant.userId)
  return rights === undefined || rights[1].includes(right)
}

/**
 * Reads which part of the organization is asked for.
 *
 * @returns the domain that the answer is limited to, in lower case, or null for the whole organization
 * @throws GoogleError 400 without either parameter and for something that is no customer; 404 for another's domain
 */
export function askedDomain({ workspace, query }: ApiCall): string | null {
  const { customerId, domains } = workspace.organization
  const customer = query.get('customer')
  const domain = query.get('domain')?.toLowerCase() ?? null
  if (customer !== null && customer !== 'my_customer' && customer !== customerId) throw badRequest()
  if (domain !== null) {
    if (!domains.some((each) => each.toLowerCase() === domain)) throw domainNotFound()
    return domain
  }
  if (customer === null) throw badRequest()
  return null
}

/** The domain of an address, in lower case. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase()
}

/** A short text that changes whenever the value does, in the form of Google's etags. */
export function etagOf(value: unknown): string {
  return `"${createHash('sha1').update(JSON.stringify(value)).digest('base64url')}"`
}
