import type { GoogleEndpoint } from '../google/http/endpoint.ts'
import type { Home } from '../store/home.ts'
import type { StoreReader } from '../store/users/follow/store-reader.ts'
import { Problem } from '../text/problem.ts'
import { openTenant } from './open-tenant.ts'
import { serviceProblem } from './problems.ts'
import type { ServiceTools } from './routes/service-tools.ts'
import type { Tenant } from './tenant.ts'

/** Where tenants come from. */
export type TenantSource = {
  /** Finds the homes to serve; asked again at each reload. */
  homes: () => readonly Home[]
  /** Several organizations: one that cannot be served is left out, and the others are served without it. */
  hasSeveral: boolean
  google: GoogleEndpoint
  startReader: (folder: string) => StoreReader
}

/** Names that a tenant cannot have, because the archive at the root answers them. */
const taken = ['auth', 'signin', 'signout', 'oidc']

/**
 * Opens the tenants of a service. Of several, one that cannot be opened is told in the log; it goes on with what was read
 * of it before, where it was served before.
 *
 * @param before those that are served now; the ones that are not in the answer are no longer needed
 * @throws Problem when the only home cannot be served, or none of several
 */
export async function openTenants(
  source: TenantSource,
  { log, now }: Pick<ServiceTools, 'log' | 'now'>,
  before: readonly Tenant[],
): Promise<Tenant[]> {
  const { google, startReader, hasSeveral } = source
  const opened: Tenant[] = []
  let fault: unknown = null
  for (const home of source.homes()) {
    const former = before.find((tenant) => tenant.home.folder === home.folder)
    try {
      const passwords = former === undefined ? {} : { passwords: former.passwords }
      const tenant = await openTenant(home, { google, startReader, now, ...passwords })
      const clash = clashOf(tenant, opened)
      if (clash !== null) {
        await tenant.close()
        throw clash
      }
      opened.push(tenant)
    } catch (error) {
      if (!hasSeveral) throw error
      fault ??= error
      const reason = error instanceof Problem ? error.code : 'unexpected'
      log({ event: 'failed', reason, detail: `home=${JSON.stringify(home.folder)}` })
      if (former !== undefined && clashOf(former, opened) === null) opened.push(former)
    }
  }
  if (opened.length === 0 && fault !== null) throw fault
  return opened
}

/** Says why a tenant cannot be served beside the others; the one that comes first stays. */
function clashOf({ instanceId, home }: Tenant, others: readonly Tenant[]): Problem | null {
  const same = others.find((tenant) => tenant.instanceId === instanceId)
  if (same !== undefined) {
    const homes = [same.home.folder, home.folder]
    return serviceProblem('tenantsClash', { why: 'Two homes have the same instance ID.', homes })
  }
  if (instanceId === null || !taken.includes(instanceId)) return null
  const why = `The instance ID ${instanceId} is a path of the service.`
  return serviceProblem('tenantsClash', { why, homes: [home.folder] })
}
