import type { OrganizationUser } from '../organization/organization.ts'
import { domainOf } from '../server/api-call.ts'
import { signInScopes } from './granted-scopes.ts'

/** The picture of somebody who never set one. */
const usualPicture = 'https://lh3.googleusercontent.com/a/default-user=s96-c'

/** What Google says of a person, by the scopes: the claims of an id token and of userinfo. */
export function profileClaims(user: OrganizationUser, scopes: readonly string[]): Record<string, string | boolean> {
  const { email, profile } = signInScopes(scopes)
  const claims: Record<string, string | boolean> = { sub: user.id, hd: domainOf(user.primaryEmail) }
  if (email) {
    claims.email = user.primaryEmail
    claims.email_verified = true
  }
  if (!profile) return claims
  claims.name = user.name?.fullName ?? [user.name?.givenName, user.name?.familyName].join(' ').trim()
  claims.picture = user.thumbnailPhotoUrl ?? usualPicture
  if (user.name?.givenName !== undefined) claims.given_name = user.name.givenName
  if (user.name?.familyName !== undefined) claims.family_name = user.name.familyName
  return claims
}
