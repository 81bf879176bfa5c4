import * as z from 'zod'

const claims = z.strictObject({
  id: z.string().min(16).max(64),
  userName: z.string().min(1),
  directoryId: z.string().min(1).nullable(),
  way: z.enum(['google', 'password']),
  since: z.int().nonnegative(),
  seen: z.int().nonnegative(),
})

/** What a session's cookie says. Times are milliseconds since 1970. */
export type SessionClaims = {
  /** Random; known to the browser and to the list of sessions alone. */
  id: string
  userName: string
  /** The Google account's id; null for a password, and for a user that had no id yet. */
  directoryId: string | null
  way: 'google' | 'password'
  /** When the person signed in. */
  since: number
  /** When the cookie was sealed; it is renewed while the session is used. */
  seen: number
}

/** Reads what was sealed; null where it is not a session's. */
export function parseSessionClaims(value: unknown): SessionClaims | null {
  const parsed = claims.safeParse(value)
  return parsed.success ? parsed.data : null
}
