import type { HostileToken } from '../../../../source/simulator/openid/hostile-token.ts'

/** What each hostile token ends with. Of another account of the organization it depends on the store whether it gets in. */
export const tokenRefusals: Record<Exclude<HostileToken, 'otherAccount'>, string> = {
  wrongNonce: 'idTokenNonce',
  missingNonce: 'idTokenNonceMissing',
  wrongAudience: 'idTokenAudience',
  otherIssuer: 'idTokenIssuer',
  expired: 'idTokenExpired',
  unsigned: 'idTokenUnsigned',
  keyConfusion: 'idTokenAlgorithm',
  wrongSignature: 'idTokenSignature',
  unknownKey: 'idTokenKeyUnknown',
  otherParty: 'idTokenAudience',
  severalAudiences: 'idTokenAudience',
  madeInTheFuture: 'idTokenEarly',
  doubledClaims: 'idTokenBroken',
  truncated: 'idTokenSignature',
  tooLong: 'idTokenBroken',
  foreignHostedDomain: 'accountOtherOrganization',
  noHostedDomain: 'accountWithoutOrganization',
  addressNotVerified: 'addressNotVerified',
}
