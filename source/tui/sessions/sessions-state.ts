import type { OpenSession } from '../../store/sessions/session-list.ts'
import { fold } from '../../sync/addresses.ts'
import type { SignInState } from '../services.ts'

/** What lies over the list of sessions. */
export type OverSessions =
  /** Asks before sessions end: one, or all of a person. */
  { kind: 'ask'; session: OpenSession; count: number | null }

/** The screen of sessions. */
export type SessionsState = { signIn: SignInState | null; over: OverSessions | null }

/** What happens on it. */
export type SessionsEvent =
  | { type: 'loaded'; signIn: SignInState }
  | { type: 'endingAsked'; session: OpenSession; whose: 'session' | 'person' }
  | { type: 'closed' }

/** Nothing is known yet. */
export const emptySessions: SessionsState = { signIn: null, over: null }

/** Takes one event into the state. A question about a session that is over by now is closed. */
export function sessionsReducer(state: SessionsState, event: SessionsEvent): SessionsState {
  switch (event.type) {
    case 'loaded': {
      const isThere = event.signIn.sessions?.some(({ id }) => id === state.over?.session.id) ?? false
      return { signIn: event.signIn, over: isThere ? state.over : null }
    }
    case 'endingAsked': {
      const { session, whose } = event
      const count = whose === 'session' ? null : ofSamePerson(state.signIn?.sessions ?? [], session).length
      return { ...state, over: { kind: 'ask', session, count } }
    }
    case 'closed':
      return { ...state, over: null }
  }
}

/** The sessions of the person whose one of them is. A name may have changed since; the account has not. */
function ofSamePerson(sessions: readonly OpenSession[], one: OpenSession): OpenSession[] {
  return sessions.filter(
    ({ userName, directoryId }) =>
      fold(userName) === fold(one.userName) || (directoryId !== null && directoryId === one.directoryId),
  )
}
