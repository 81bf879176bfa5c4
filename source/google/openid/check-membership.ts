import { signInProblem } from '../problems/sign-in-problems.ts'
import type { IdTokenClaims } from './id-token-claims.ts'

/** Somebody whose id token was verified in full and who belongs to the organization. */
export type SignedInAccount = {
  /** The id token's `sub`. */
  id: string
  /** Verified by Google. As Google has it; compare in lower case. */
  address: string
  fullName: string | null
  hostedDomain: string
}

/**
 * Makes sure that an account belongs to the organization and that its address is its own.
 *
 * @param domains the organization's, in lower case
 * @throws Problem `accountOtherOrganization`, `accountWithoutOrganization`, `addressNotVerified`
 */
export function checkMembership(claims: IdTokenClaims, domains: ReadonlySet<string>): SignedInAccount {
  const { sub, email, emailVerified, hostedDomain, name } = claims
  const facts = { signedIn: email, organizationDomains: [...domains] }
  if (hostedDomain === null) throw signInProblem('accountWithoutOrganization', facts)
  if (!domains.has(hostedDomain)) throw signInProblem('accountOtherOrganization', { ...facts, hostedDomain })
  if (email === null || !emailVerified) throw signInProblem('addressNotVerified', facts)
  return { id: sub, address: email, fullName: name, hostedDomain }
}
