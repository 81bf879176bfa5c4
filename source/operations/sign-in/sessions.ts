import { readSettings } from '../../settings/settings.ts'
import type { Home } from '../../store/home.ts'
import { openStore } from '../../store/open-store.ts'
import type { OpenSession } from '../../store/sessions/session-list.ts'
import type { Store } from '../../store/store.ts'
import { fold } from '../../sync/addresses.ts'
import { findUser } from '../users/find-user.ts'

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

/**
 * Ends sessions: the next request of each is refused, also after a restart.
 *
 * @throws Problem `userNotFound` for somebody who is neither a user nor signed in
 */
export async function endSessions(home: Home, whose: EndedSessions, now: number): Promise<OpenSession[]> {
  const store = await openStore(home)
  if (whose !== 'all' && 'id' in whose) return endSession(home, store, whose.id)
  const directoryId = whose === 'all' ? null : await accountOf(store, whose.userName)
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

/** The account of a user. One that is removed meanwhile can still have sessions. */
async function accountOf(store: Store, userName: string): Promise<string | null> {
  const users = await store.read()
  const { open } = await store.sessions.read()
  const isUser = users.users.some((user) => fold(user.userName) === fold(userName))
  const isSignedIn = open.some((session) => fold(session.userName) === fold(userName))
  return isSignedIn && !isUser ? null : findUser(users, userName).directoryId
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
