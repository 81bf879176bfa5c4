import * as z from 'zod'
import { readableArchives } from '../operations/admission/admit.ts'
import { parseSessionClaims, type SessionClaims } from '../operations/admission/session-claims.ts'
import type { User } from '../sync/user.ts'
import { sessionState } from './cookies/session-cookie.ts'
import { audience, mailTokenMilliseconds, type Tenant } from './tenant.ts'

const schema = z.strictObject({ session: z.unknown(), archive: z.string().min(1), until: z.int() })

/**
 * Seals a token with which a mail server lets a webmail open one archive: bound to the session, the user and the archive,
 * good for minutes.
 *
 * @param archive another archive that the user may read; null for the own one
 */
export function sealMailToken(
  tenant: Tenant,
  session: SessionClaims,
  user: User,
  archive: string | null,
  now: number,
): Promise<string> {
  const until = now + mailTokenMilliseconds
  return tenant.sealer.seal(audience(tenant, 'mail'), { session, archive: archive ?? user.userName, until })
}

/** The archive that a mail token opens at this moment; null for one that opens nothing, or no longer. */
export async function openMailToken(
  tenant: Tenant,
  token: string,
  now: number,
): Promise<{ user: User; archive: string; until: number } | null> {
  const opened = await tenant.sealer.open(audience(tenant, 'mail'), token, read)
  if (opened === null || now >= opened.until) return null
  const { session, archive, until } = opened
  const found = await sessionState(session, tenant, now)
  if (found.state !== 'open') return null
  return readableArchives(found.user).includes(archive) ? { user: found.user, archive, until } : null
}

function read(value: unknown): { session: SessionClaims; archive: string; until: number } | null {
  const parsed = schema.safeParse(value)
  const session = parsed.success ? parseSessionClaims(parsed.data.session) : null
  return parsed.success && session !== null ? { ...parsed.data, session } : null
}
