/** The ways in which an id token can be made wrong on purpose. */
export const hostileTokens = [
  /** Another nonce than the one that was sent. */
  'wrongNonce',
  /** No nonce at all. */
  'missingNonce',
  /** Made out for another client. */
  'wrongAudience',
  /** Made by another provider. */
  'otherIssuer',
  /** Good until two hours ago. */
  'expired',
  /** `alg: none` and no signature. */
  'unsigned',
  /** A signature by another key under the published key's id. */
  'wrongSignature',
  /** Signed with a key that is not published. */
  'unknownKey',
  /** Somebody of another organization. */
  'foreignHostedDomain',
  /** A private Google account, which belongs to no organization. */
  'noHostedDomain',
  /** `email_verified` is false. */
  'addressNotVerified',
  /** The administrator's account in place of the one that was picked. */
  'otherAccount',
] as const
export type HostileToken = (typeof hostileTokens)[number]
