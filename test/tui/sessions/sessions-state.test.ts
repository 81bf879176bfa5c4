import test from 'ava'
import type { OpenSession } from '../../../source/store/sessions/session-list.ts'
import type { SignInState } from '../../../source/tui/services.ts'
import { emptySessions, type SessionsEvent, sessionsReducer } from '../../../source/tui/sessions/sessions-state.ts'

const session = (id: string, userName: string, directoryId: string | null = null): OpenSession => ({
  id,
  userName,
  directoryId,
  way: 'google',
  since: 0,
  seen: 0,
  from: null,
  agent: null,
})
const ada = session('1', 'ada@example.com', '17')
/** She was renamed since, and signed in once more. */
const adaAgain = session('2', 'ada.king@example.com', '17')
const erik = session('3', 'erik@example.com')
const signIn = (...sessions: OpenSession[]): SignInState => ({ isSetUp: true, service: null, sessions })
const after = (...events: SessionsEvent[]) => events.reduce(sessionsReducer, emptySessions)

test('ending one session asks about that one', (t) => {
  const { over } = after(
    { type: 'loaded', signIn: signIn(ada, adaAgain, erik) },
    { type: 'endingAsked', session: ada, whose: 'session' },
  )
  t.deepEqual(over, { kind: 'ask', session: ada, count: null })
})

test('ending all of a person counts the sessions under a former name too', (t) => {
  const { over } = after(
    { type: 'loaded', signIn: signIn(ada, adaAgain, erik) },
    { type: 'endingAsked', session: ada, whose: 'person' },
  )
  t.deepEqual(over, { kind: 'ask', session: ada, count: 2 })
})

test('a question about a session that ended meanwhile is closed, one about another stays', (t) => {
  const asked = after(
    { type: 'loaded', signIn: signIn(ada, erik) },
    { type: 'endingAsked', session: ada, whose: 'session' },
  )
  t.is(sessionsReducer(asked, { type: 'loaded', signIn: signIn(erik) }).over, null)
  t.deepEqual(sessionsReducer(asked, { type: 'loaded', signIn: signIn(ada) }).over, asked.over)
})

test('what lies over the list is closed, and the list stays', (t) => {
  const state = after(
    { type: 'loaded', signIn: signIn(ada) },
    { type: 'endingAsked', session: ada, whose: 'session' },
    { type: 'closed' },
  )
  t.is(state.over, null)
  t.deepEqual(state.signIn?.sessions, [ada])
})
