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
  /** `alg: HS256`, signed with the published key as if it were a shared secret. */
  'keyConfusion',
  /** Made out for this client and handed to another one. */
  'otherParty',
  /** Made out for this client and another one. */
  'severalAudiences',
  /** Made an hour from now. */
  'madeInTheFuture',
  /** Names the address twice: one reader takes the first, another the last. */
  'doubledClaims',
  /** Cut off in the signature. */
  'truncated',
  /** As long as a book. */
  'tooLong',
  /** The administrator's account in place of the one that was picked. */
  'otherAccount',
] as const
export type HostileToken = (typeof hostileTokens)[number]
