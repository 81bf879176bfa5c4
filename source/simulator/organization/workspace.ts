import type { KeyObject } from 'node:crypto'
import { type DirectoryIndex, indexOrganization } from '../directory/directory-index.ts'
import { createPager, type Pager } from '../directory/paging.ts'
import { type AccessTokens, createAccessTokens } from '../oauth/access-tokens.ts'
import { publicKeyOf, type ServiceAccountKeyJson } from '../oauth/service-account.ts'
import { createProvider, type OpenIdProvider } from '../openid/provider.ts'
import { createQuota, type Quota } from '../server/quota.ts'
import type { Organization } from './organization.ts'

/** Everything the calls of one running simulator share. */
export type Workspace = {
  organization: Organization
  /** Look-ups in the organization as it is now. */
  index: DirectoryIndex
  pager: Pager
  accessTokens: AccessTokens
  quota: Quota
  provider: OpenIdProvider
  key: ServiceAccountKeyJson
  /** The public half of the key. */
  publicKey: KeyObject
  /** What id tokens name as their issuer to a client that reaches the simulator under this origin. */
  issuerAt: (origin: string) => string
  /** This Google's clock: milliseconds since 1970. */
  now: () => number
  /** To be called after the organization was changed. */
  refresh: () => void
}

/**
 * @param minute how long the minute of the quota lasts, in milliseconds
 * @param hasOwnIssuer id tokens name the simulator as their issuer, for clients that compare it with where they asked
 */
export function createWorkspace(
  organization: Organization,
  key: ServiceAccountKeyJson,
  minute = 60_000,
  hasOwnIssuer = false,
): Workspace {
  const now = () => Date.now() + organization.clockOffsetSeconds * 1000
  const workspace: Workspace = {
    organization,
    index: indexOrganization(organization),
    pager: createPager(),
    accessTokens: createAccessTokens(),
    quota: createQuota(minute),
    provider: createProvider(organization.oauthClient, now),
    key,
    publicKey: publicKeyOf(key),
    issuerAt: (origin) => (hasOwnIssuer ? origin : 'https://accounts.google.com'),
    now,
    refresh: () => {
      workspace.index = indexOrganization(organization)
    },
  }
  return workspace
}
