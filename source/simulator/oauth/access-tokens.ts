import { randomBytes } from 'node:crypto'

/** What a token was given for. */
export type Grant = {
  scopes: readonly string[]
  /** The account that is acted for; null for the service account itself. */
  userId: string | null
  /** The client that people sign in to, where it is one's. */
  clientId?: string
  /** The refresh token behind it. */
  refreshToken?: string | undefined
}

/** The tokens that were given out. */
export type AccessTokens = {
  issue: (grant: Grant, now: number) => string
  /** Undefined for a token that was never given out or has expired. */
  find: (token: string, now: number) => Grant | undefined
  /** How many seconds a token is good for. */
  secondsLeft: (token: string, now: number) => number
  /** Ends those that are meant. */
  revoke: (isMeant: (grant: Grant, token: string) => boolean) => void
}

/** Seconds that a token lives, as Google's answers say it. */
export const tokenLifetimeSeconds = 3599

export function createAccessTokens(): AccessTokens {
  const grants = new Map<string, { grant: Grant; expires: number }>()
  return {
    issue: (grant, now) => {
      const token = `ya29.${randomBytes(48).toString('base64url')}`
      grants.set(token, { grant, expires: now + tokenLifetimeSeconds * 1000 })
      return token
    },
    find: (token, now) => {
      const found = grants.get(token)
      return found !== undefined && found.expires > now ? found.grant : undefined
    },
    secondsLeft: (token, now) => Math.max(0, Math.floor(((grants.get(token)?.expires ?? now) - now) / 1000)),
    revoke: (isMeant) => {
      for (const [token, { grant }] of grants) if (isMeant(grant, token)) grants.delete(token)
    },
  }
}
