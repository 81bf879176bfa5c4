import { randomBytes } from 'node:crypto'

/** What a person agreed to for good: until it is revoked. */
export type RefreshGrant = { clientId: string; userId: string; scopes: readonly string[]; authTime: number | null }

/** The refresh tokens that were given out. */
export type RefreshTokens = {
  issue: (grant: RefreshGrant) => string
  find: (token: string) => RefreshGrant | undefined
  /** Whether the person has one for this client already: Google gives another one only where it asks for consent. */
  hasOne: (clientId: string, userId: string) => boolean
  revoke: (token: string) => void
}

export function createRefreshTokens(): RefreshTokens {
  const grants = new Map<string, RefreshGrant>()
  return {
    issue: (grant) => {
      const token = `1//0${randomBytes(48).toString('base64url')}`
      grants.set(token, grant)
      return token
    },
    find: (token) => grants.get(token),
    hasOne: (clientId, userId) =>
      [...grants.values()].some((grant) => grant.clientId === clientId && grant.userId === userId),
    revoke: (token) => {
      grants.delete(token)
    },
  }
}
