import { fold } from '../../sync/addresses.ts'
import type { SessionLists } from '../store.ts'
import { type OpenSession, type SessionList, sessionDigest } from './session-list.ts'

/** A session, as far as its end can be told. */
export type KnownSession = { id: string; userName: string; directoryId: string | null; since: number }

/** The sessions of one store, kept in memory and in step with what other processes write. */
export type SessionBook = {
  /** Whether the session was ended by a sign-out or by an admin. */
  isEnded: (session: KnownSession) => boolean
  /** When the session was used last, as far as is known here; 0 where nothing is known. */
  lastSeen: (id: string) => number
  noteSeen: (id: string) => void
  begin: (session: Omit<OpenSession, 'id' | 'seen'> & { id: string }) => Promise<void>
  end: (session: KnownSession) => Promise<void>
  /** How many sessions are open and used within their idle time. */
  count: () => number
  /** Writes down when sessions were used last. */
  save: () => Promise<void>
  close: () => Promise<void>
}

/** More sessions than this are not remembered as used; their cookies' own times count. */
const mostSeen = 200_000

/**
 * Opens the book of sessions.
 *
 * @param longest how long a session lasts at most, in milliseconds
 * @throws Problem when the list cannot be read
 */
export async function openSessionBook(lists: SessionLists, longest: number, now: () => number): Promise<SessionBook> {
  const followed = await lists.follow()
  let list: SessionList = followed.newest()
  let ended = new Set<string>()
  let endedNames = new Map<string, number>()
  let endedAccounts = new Map<string, number>()
  const seen = new Map<string, number>()
  let isSeenChanged = false

  const take = (next: SessionList): void => {
    list = next
    ended = new Set(next.ended.map(({ id }) => id))
    const users = next.endedUsers
    endedNames = new Map(users.map(({ userName, before }) => [fold(userName), before]))
    endedAccounts = new Map(users.flatMap(({ directoryId, before }) => (directoryId ? [[directoryId, before]] : [])))
    for (const session of next.open) {
      if ((seen.get(session.id) ?? 0) < session.seen) seen.set(session.id, session.seen)
    }
  }
  const look = (): void => {
    const newest = followed.newest()
    if (newest !== list) take(newest)
  }
  const change = async (how: (list: SessionList) => SessionList): Promise<void> => {
    take(await lists.change((current) => how(withoutOld(current, now(), longest))))
  }
  take(list)

  return {
    isEnded({ id, userName, directoryId, since }) {
      look()
      const before = Math.max(
        endedNames.get(fold(userName)) ?? 0,
        directoryId === null ? 0 : (endedAccounts.get(directoryId) ?? 0),
        list.endedAll ?? 0,
      )
      return since <= before || ended.has(sessionDigest(id))
    },
    lastSeen: (id) => seen.get(sessionDigest(id)) ?? 0,
    noteSeen(id) {
      const digest = sessionDigest(id)
      seen.delete(digest)
      seen.set(digest, now())
      isSeenChanged = true
      if (seen.size > mostSeen) {
        const [oldest] = seen.keys()
        if (oldest !== undefined) seen.delete(oldest)
      }
    },
    begin: (session) =>
      change((current) => ({
        ...current,
        open: [...current.open, { ...session, id: sessionDigest(session.id), seen: session.since }],
      })),
    async end(session) {
      const digest = sessionDigest(session.id)
      seen.delete(digest)
      await change((current) => ({
        ...current,
        open: current.open.filter(({ id }) => id !== digest),
        ended: [...current.ended.filter(({ id }) => id !== digest), { id: digest, until: session.since + longest }],
      }))
    },
    count: () => list.open.length,
    async save() {
      if (!isSeenChanged) return
      isSeenChanged = false
      await change((current) => ({
        ...current,
        open: current.open.map((session) => ({
          ...session,
          seen: Math.max(session.seen, seen.get(session.id) ?? 0),
        })),
      }))
    },
    close: () => followed.close(),
  }
}

/** Leaves out what no cookie can refer to any more. */
function withoutOld(list: SessionList, now: number, longest: number): SessionList {
  return {
    ...list,
    open: list.open.filter(({ since }) => now < since + longest),
    ended: list.ended.filter(({ until }) => now < until),
    endedUsers: list.endedUsers.filter(({ before }) => now < before + longest),
  }
}
