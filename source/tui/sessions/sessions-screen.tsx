import { useCallback, useEffect, useReducer } from 'react'
import type { OpenSession } from '../../store/sessions/session-list.ts'
import { counted } from '../../text/numbers.ts'
import { safeText } from '../../text/safe-text.ts'
import { cutAddress } from '../../text/width/cut-address.ts'
import { serviceWords } from '../../views/service-words.ts'
import { fromWords, sessionTime, wayWords } from '../../views/sessions.ts'
import { useApp } from '../app-context.ts'
import { Confirm, confirmRows, type Question } from '../components/messages/confirm.tsx'
import { RecordTable, type ShownRows } from '../components/table/record-table.tsx'
import type { TableColumn } from '../components/table/table.tsx'
import { useActions } from '../hooks/use-actions.ts'
import { useSpace } from '../hooks/use-space.ts'
import type { Action } from '../keys/action.ts'
import { ScreenFrame } from '../screens/screen-frame.tsx'
import {
  emptySessions,
  type OverSessions,
  type SessionsEvent,
  type SessionsState,
  sessionsReducer,
} from './sessions-state.ts'

const columns: readonly TableColumn<OpenSession>[] = [
  { title: 'User', cell: ({ userName }) => safeText(userName), cut: cutAddress, minimum: 16, yields: 0, weight: 2 },
  { title: 'Signed in (UTC)', cell: ({ since }) => sessionTime(since), minimum: 16, yields: 2 },
  { title: 'Last seen (UTC)', cell: ({ seen }) => sessionTime(seen), minimum: 16, yields: 3 },
  { title: 'With', cell: wayWords, minimum: 6, yields: 4 },
  { title: 'From', cell: fromWords, minimum: 7, yields: 1 },
]
const textOf = ({ userName, from, agent }: OpenSession): string => `${userName} ${from ?? ''} ${agent ?? ''}`

/** Who is signed in to the archive, and whether the service runs; sessions can be ended. */
export function SessionsScreen() {
  const app = useApp()
  const [state, send] = useReducer(sessionsReducer, emptySessions)
  const { services, fail, hold } = app
  const load = useCallback(
    () => services.readSignIn().then((signIn) => send({ type: 'loaded', signIn }), fail),
    [services, fail],
  )
  useEffect(() => hold(load()), [load, hold])
  const leave = (): void => {
    if (state.over === null) app.go({ screen: 'home' })
    else send({ type: 'closed' })
  }
  useActions([{ keys: 'back', does: state.over === null ? 'home' : 'back', run: leave }], { layer: 'screen' })
  return (
    <ScreenFrame
      heading={[
        { text: 'Sessions', bold: true },
        { text: state.signIn === null ? '' : `   ${serviceWords(state.signIn)}` },
      ]}
      about="A session that you end is over with the person's next click."
    >
      {state.signIn !== null && <Body state={state} send={send} load={load} />}
    </ScreenFrame>
  )
}

type BodyProps = { state: SessionsState; send: (event: SessionsEvent) => void; load: () => Promise<void> }

function Body({ state: { signIn, over }, send, load }: BodyProps) {
  const app = useApp()
  const space = useSpace()
  const end = ({ session, count }: Extract<OverSessions, { kind: 'ask' }>): void => {
    const whose = count === null ? { id: session.id } : { userName: session.userName }
    app.hold(
      app.services
        .endSessions(whose)
        .then(async (ended) => {
          send({ type: 'closed' })
          app.say(ended.length === 0 ? 'It was over already.' : `${counted(ended.length, 'session')} ended.`)
          await Promise.all([load(), app.refresh()])
        })
        .catch((error: unknown) => {
          send({ type: 'closed' })
          app.fail(error)
        }),
    )
  }
  const actions = ({ current }: ShownRows<OpenSession>): readonly Action[] => {
    const ask = (whose: 'session' | 'person') => (): void => {
      if (current !== undefined) send({ type: 'endingAsked', session: current, whose })
    }
    return [
      { keys: 'd', does: 'end the session', run: ask('session') },
      { keys: 'D', does: 'end all sessions of this person', run: ask('person'), rank: 'late' },
      { keys: 'r', does: 'refresh', run: () => app.hold(load()), rank: 'late' },
    ]
  }
  const question = over?.kind === 'ask' ? questionOf(over) : null
  return (
    <RecordTable
      rows={signIn?.sessions ?? []}
      columns={columns}
      textOf={textOf}
      empty={emptyWords(signIn)}
      detail={detailLines}
      actions={actions}
      exported={(rows) => ({ kind: 'sessions', rows })}
      isActive={over === null}
      reserved={question === null ? 0 : confirmRows(question, space.columns)}
      below={
        question !== null &&
        over?.kind === 'ask' && (
          <Confirm
            question={question}
            columns={space.columns}
            onConfirm={() => end(over)}
            onCancel={() => send({ type: 'closed' })}
          />
        )
      }
    />
  )
}

function emptyWords(signIn: SessionsState['signIn']): string {
  if (signIn?.sessions === null) return "The list of sessions can't be read. In a shell: rollcall sessions"
  return signIn?.isSetUp === false ? 'The sign-in is not set up: Settings, Authentication.' : 'Nobody is signed in.'
}

function questionOf({ session, count }: Extract<OverSessions, { kind: 'ask' }>): Question {
  const name = safeText(session.userName)
  const sentence =
    count === null
      ? `End this session of ${name}? The person must sign in again in that browser.`
      : `End ${count === 1 ? 'the only session' : `all ${count} sessions`} of ${name}? The person must sign in again.`
  return { sentence, verb: 'end', typed: null }
}

function detailLines(session: OpenSession): string[] {
  return [
    `User        ${safeText(session.userName)}`,
    `Signed in   ${sessionTime(session.since)} UTC`,
    `Last seen   ${sessionTime(session.seen)} UTC`,
    `With        ${wayWords(session)}`,
    `From        ${fromWords(session)}`,
    `Browser     ${safeText(session.agent ?? 'unknown')}`,
  ]
}
