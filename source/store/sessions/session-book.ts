import { fold } from '../../sync/addresses.ts'
import { remember } from '../../text/remember.ts'
import type { SessionLists } from '../store.ts'
import { type OpenSession, type SessionList, sessionDigest } from './session-list.ts'

/** A session, as far as its end can be told. */
export type KnownSession = { id: string; userName: string; directoryId: string | null; since: number }

/** The sessions of one store, kept in memory and in step with what other processes write. */
export type SessionBook = {
  /** Whether the session was ended by a sign-out or by an admin. */
  isEnded: (session: KnownSession) => boolean
  /** When the session was used last, as far as is known here; 0 where nothing is known. */
  lastSeen: (session: KnownSession) => number
  noteSeen: (session: KnownSession) => void
  /** Whether nobody was told yet that this session is over, and why. Remembers that it is told now. */
  isNewsThatOver: (session: KnownSession, why: string) => boolean
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

/** More ends than this are not remembered as told. */
const mostTold = 10_000

/**
 * Opens the book of sessions.
 *
 * @param longest how long a session lasts at most, in milliseconds
 * @throws Problem when the list cannot be read
 */
export async function openSessionBook(lists: SessionLists, longest: number, now: () => number): Promise<SessionBook> {
  const followed = await lists.follow()
  let newest = followed.newest()
  let list: SessionList = newest
  let ended = new Set<string>()
  let endedNames = new Map<string, number>()
  let endedAccounts = new Map<string, number>()
  const seen = new Map<string, number>()
  const told = new Map<string, true>()
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
    const found = followed.newest()
    // What this process wrote itself is known before the file is looked at again.
    if (found === newest) return
    newest = found
    take(found)
  }
  const write = async (hows: readonly Change[]): Promise<void> => {
    take(await lists.change((current) => hows.reduce((list, how) => how(list), withoutOld(current, now(), longest))))
  }
  const change = inBatches(write)
  take(list)

  return {
    isEnded(session) {
      const { userName, directoryId, since } = session
      look()
      if (list.ended.length + list.endedUsers.length === 0 && list.endedAll === null) return false
      const before = Math.max(
        endedNames.get(fold(userName)) ?? 0,
        directoryId === null ? 0 : (endedAccounts.get(directoryId) ?? 0),
        list.endedAll ?? 0,
      )
      return since <= before || ended.has(digestOf(session))
    },
    lastSeen: (session) => seen.get(digestOf(session)) ?? 0,
    noteSeen(session) {
      remember(seen, digestOf(session), now(), mostSeen)
      isSeenChanged = true
    },
    isNewsThatOver(session, why) {
      const news = `${digestOf(session)} ${why}`
      if (told.has(news)) return false
      remember(told, news, true, mostTold)
      return true
    },
    async begin(session) {
      const id = sessionDigest(session.id)
      // A change may be made twice, where the first answer was lost.
      await change((current) => ({
        ...current,
        open: [...current.open.filter((one) => one.id !== id), { ...session, id, seen: session.since }],
      }))
    },
    async end(session) {
      const digest = digestOf(session)
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

type Change = (list: SessionList) => SessionList

/**
 * Writes what comes while something is being written all at once: on a Monday morning everybody signs in, and the list is
 * one file.
 */
function inBatches(write: (hows: readonly Change[]) => Promise<void>): (how: Change) => Promise<void> {
  let waiting: { how: Change; done: () => void; failed: (error: unknown) => void }[] = []
  let isWriting = false
  const work = async (): Promise<void> => {
    isWriting = true
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      await write(batch.map(({ how }) => how)).then(
        () => {
          for (const { done } of batch) done()
        },
        (error: unknown) => {
          for (const { failed } of batch) failed(error)
        },
      )
    }
    isWriting = false
  }
  return (how) =>
    new Promise((done, failed) => {
      waiting.push({ how, done, failed })
      if (!isWriting) void work()
    })
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

/** The digests of sessions that are asked about again and again. */
const digests = new WeakMap<KnownSession, string>()

function digestOf(session: KnownSession): string {
  const known = digests.get(session)
  if (known !== undefined) return known
  const digest = sessionDigest(session.id)
  digests.set(session, digest)
  return digest
}
