import { readSettings } from '../../settings/settings.ts'
import type { Home } from '../../store/home.ts'
import { changeSessionList, type OpenSession, readSessionList } from '../../store/sessions/session-list.ts'
import { readStore } from '../../store/users/user-store.ts'
import { fold } from '../../sync/addresses.ts'

/** A session after two hours without a request is over, in milliseconds. */
const idleMilliseconds = 2 * 60 * 60 * 1000

/** The browsers that are signed in, the newest first. */
export async function listSessions(home: Home, now: number): Promise<OpenSession[]> {
  const { signIn } = await readSettings(home)
  const longest = signIn.sessionHours * 60 * 60 * 1000
  return readSessionList(home)
    .open.filter(({ since, seen }) => now < since + longest && now < seen + idleMilliseconds)
    .sort((a, b) => b.since - a.since)
}

/** Ends every session of a user, or of everybody: the next request of each is refused, also after a restart. */
export async function endSessions(
  home: Home,
  whose: { userName: string } | 'all',
  now: number,
): Promise<OpenSession[]> {
  const directoryId =
    whose === 'all'
      ? null
      : ((await readStore(home)).users.find(({ userName }) => fold(userName) === fold(whose.userName))?.directoryId ??
        null)
  const isTheirs = (session: OpenSession): boolean =>
    whose === 'all' ||
    fold(session.userName) === fold(whose.userName) ||
    (directoryId !== null && session.directoryId === directoryId)
  let ended: OpenSession[] = []
  await changeSessionList(home, (list) => {
    ended = list.open.filter(isTheirs)
    const open = list.open.filter((session) => !isTheirs(session))
    if (whose === 'all') return { ...list, open, endedAll: now }
    const others = list.endedUsers.filter(({ userName }) => fold(userName) !== fold(whose.userName))
    return { ...list, open, endedUsers: [...others, { userName: fold(whose.userName), directoryId, before: now }] }
  })
  return ended
}
