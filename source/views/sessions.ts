import type { OpenSession } from '../store/sessions/session-list.ts'
import { columns } from '../text/columns.ts'
import { safeText } from '../text/safe-text.ts'
import { utcMinute } from '../text/utc-minute.ts'

/** Who is signed in, as a table. */
export function sessionsText(sessions: readonly OpenSession[]): string {
  if (sessions.length === 0) return 'Nobody is signed in.'
  return columns([
    ['User', 'Signed in', 'Last seen', 'With', 'From'],
    ...sessions.map((session) => [
      safeText(session.userName),
      sessionTime(session.since),
      sessionTime(session.seen),
      wayWords(session),
      fromWords(session),
    ]),
  ]).join('\n')
}

/** A time of a session to the minute, in UTC. */
export function sessionTime(milliseconds: number): string {
  return utcMinute(new Date(milliseconds).toISOString())
}

/** How somebody signed in. */
export function wayWords({ way }: OpenSession): string {
  return way === 'google' ? 'Google' : 'password'
}

/** The address that somebody signed in from. */
export function fromWords({ from }: OpenSession): string {
  return safeText(from ?? 'unknown')
}

/** A session as scripts get it: times as ISO 8601. */
export function sessionRecord({ id, userName, way, since, seen, from, agent }: OpenSession) {
  return {
    id,
    userName,
    way,
    since: new Date(since).toISOString(),
    seen: new Date(seen).toISOString(),
    from,
    agent,
  }
}
