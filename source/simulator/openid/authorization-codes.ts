import { randomBytes } from 'node:crypto'

/** What a person agreed to, kept until the client comes for it. */
export type CodeGrant = {
  userId: string
  clientId: string
  redirectUri: string
  nonce: string | null
  scopes: string[]
  /** A refresh token comes with the code. */
  offline: boolean
  /** When the person signed in, in seconds since 1970; null where the client did not ask by max_age. */
  authTime: number | null
  challenge: { value: string; method: 'S256' | 'plain' } | null
}

/** One-time codes. */
export type AuthorizationCodes = {
  issue: (grant: CodeGrant, now: number) => string
  /** What a code stands for; undefined when it was never given out, was used, or is older than ten minutes. */
  find: (code: string, now: number) => CodeGrant | undefined
  /** The code has been exchanged and is good no more. */
  use: (code: string) => void
}

const lifetimeMilliseconds = 10 * 60 * 1000

export function createAuthorizationCodes(): AuthorizationCodes {
  const codes = new Map<string, { grant: CodeGrant; expires: number }>()
  return {
    issue: (grant, now) => {
      const code = `4/0A${randomBytes(48).toString('base64url')}`
      codes.set(code, { grant, expires: now + lifetimeMilliseconds })
      return code
    },
    find: (code, now) => {
      const found = codes.get(code)
      return found !== undefined && found.expires > now ? found.grant : undefined
    },
    use: (code) => {
      codes.delete(code)
    },
  }
}
