import { readSettings } from '../../settings/settings.ts'
import type { Home } from '../../store/home.ts'
import { openStore } from '../../store/open-store.ts'
import type { OpenSession } from '../../store/sessions/session-list.ts'
import type { Store } from '../../store/store.ts'
import { fold } from '../../sync/addresses.ts'

/** A session after two hours without a request is over, in milliseconds. */
const idleMilliseconds = 2 * 60 * 60 * 1000

/** The browsers that are signed in, the newest first. */
export async function listSessions(home: Home, now: number): Promise<OpenSession[]> {
  const { signIn } = await readSettings(home)
  const longest = signIn.sessionHours * 60 * 60 * 1000
  const { open } = await (await openStore(home)).sessions.read()
  return open
    .filter(({ since, seen }) => now < since + longest && now < seen + idleMilliseconds)
    .sort((a, b) => b.since - a.since)
}

/** Whose sessions end: one session by its name in the list, all of a user, or all there are. */
export type EndedSessions = { id: string } | { userName: string } | 'all'

/** Ends sessions: the next request of each is refused, also after a restart. */
export async function endSessions(home: Home, whose: EndedSessions, now: number): Promise<OpenSession[]> {
  const store = await openStore(home)
  if (whose !== 'all' && 'id' in whose) return endSession(home, store, whose.id)
  const directoryId =
    whose === 'all'
      ? null
      : ((await store.read()).users.find(({ userName }) => fold(userName) === fold(whose.userName))?.directoryId ??
        null)
  const isTheirs = (session: OpenSession): boolean =>
    whose === 'all' ||
    fold(session.userName) === fold(whose.userName) ||
    (directoryId !== null && session.directoryId === directoryId)
  let ended: OpenSession[] = []
  await store.sessions.change((list) => {
    ended = list.open.filter(isTheirs)
    const open = list.open.filter((session) => !isTheirs(session))
    if (whose === 'all') return { ...list, open, endedAll: now }
    const others = list.endedUsers.filter(({ userName }) => fold(userName) !== fold(whose.userName))
    return { ...list, open, endedUsers: [...others, { userName: fold(whose.userName), directoryId, before: now }] }
  })
  return ended
}

async function endSession(home: Home, store: Store, id: string): Promise<OpenSession[]> {
  const { signIn } = await readSettings(home)
  const longest = signIn.sessionHours * 60 * 60 * 1000
  let ended: OpenSession[] = []
  await store.sessions.change((list) => {
    ended = list.open.filter((session) => session.id === id)
    const ends = ended.map(({ since }) => ({ id, until: since + longest }))
    return { ...list, open: list.open.filter((session) => session.id !== id), ended: [...list.ended, ...ends] }
  })
  return ended
}
