import { useCallback, useEffect, useState } from 'react'
import type { User } from '../../sync/user.ts'
import { safeText } from '../../text/safe-text.ts'
import { userDetailText } from '../../views/user-detail.ts'
import { authenticationWords } from '../../views/users.ts'
import { useApp } from '../app-context.ts'
import type { Hint } from '../components/frame/key-hints.ts'
import { Lines } from '../components/frame/lines.tsx'
import { ScrollPane } from '../components/frame/scroll-pane.tsx'
import { Confirm, confirmRows } from '../components/messages/confirm.tsx'
import { RecordTable } from '../components/table/record-table.tsx'
import type { TableColumn } from '../components/table/table.tsx'
import { useKeys } from '../hooks/use-keys.ts'
import { useSpace } from '../hooks/use-space.ts'
import { asksFor, isLetter } from '../keys/bindings.ts'
import { ScreenFrame } from '../screens/screen-frame.tsx'
import type { ListedUsers, Services } from '../services.ts'
import type { Key } from '../terminal/key.ts'
import { SignInTest } from './sign-in-test.tsx'
import { UserForm } from './user-form.tsx'
import { UserPrivilegesForm } from './user-privileges-form.tsx'

type Over =
  | { kind: 'detail'; user: User }
  | { kind: 'privileges'; user: User }
  | { kind: 'form'; user: User | null }
  | { kind: 'signIn'; user: User }
  | { kind: 'confirm'; sentence: string; act: () => Promise<unknown>; said: string }

const hints: readonly Hint[] = [
  { keys: 'Enter', does: 'detail' },
  { keys: '/', does: 'filter' },
  { keys: 'p', does: 'privileges' },
  { keys: 'a', does: 'add' },
  { keys: 'Esc', does: 'home' },
  { keys: 'e', does: 'edit an integrated user: name, addresses, password' },
  { keys: 't', does: 'take over: the next synchronization ties the user to the Google account of its name' },
  { keys: 'r', does: 'release: the user becomes an integrated one' },
  { keys: 'd', does: 'remove an integrated user' },
  { keys: 's', does: 'test the sign-in with Google' },
  { keys: 'E', does: 'export the rows shown' },
  { keys: 'q', does: 'quit' },
]
const signInHints: readonly Hint[] = [
  { keys: 'Enter', does: 'test this user' },
  { keys: '/', does: 'filter' },
  { keys: 'Esc', does: 'home' },
  { keys: 'q', does: 'quit' },
]
const back: Hint = { keys: 'Esc', does: 'back to the users' }
const paneHints: readonly Hint[] = [{ keys: 'Up Down', does: 'scroll' }, back]
const formHints: readonly Hint[] = [{ keys: 'Space', does: 'change' }, { keys: 'Enter', does: 'save' }, back]

const columns: readonly TableColumn<User>[] = [
  { title: 'User name', cell: (user) => safeText(user.userName), minimum: 16, yields: 0, weight: 2 },
  { title: 'Full name', cell: (user) => safeText(user.fullName), minimum: 8, yields: 2 },
  { title: 'Authentication', cell: (user) => authenticationWords[user.authentication], minimum: 10, yields: 3 },
  { title: 'Privileges', cell: (user) => user.privileges.join(', '), minimum: 5, yields: 1 },
]
const textOf = (user: User): string => `${user.userName} ${user.fullName} ${user.emailAddresses.join(' ')}`

/** The users of the store: looked into, filtered, and changed by hand; or one of them chosen to prove its sign-in. */
export function UsersScreen({ purpose }: { purpose: 'look' | 'signIn' }) {
  const app = useApp()
  const [listed, setListed] = useState<ListedUsers | null>(null)
  const [over, setOver] = useState<Over | null>(null)
  const { services, fail, hold } = app
  const load = useCallback(() => services.listUsers().then(setListed, fail), [services, fail])
  useEffect(() => hold(load()), [load, hold])
  useKeys(
    (key) => {
      if (!asksFor(key, 'back')) return false
      if (over === null) app.go({ screen: 'home' })
      else setOver(null)
      return true
    },
    { layer: 'screen' },
  )
  const [added, setAdded] = useState<{ isIt: (user: User) => boolean } | null>(null)
  const done = (said: string, userName?: string): void => {
    setOver(null)
    app.say(said)
    if (userName !== undefined) setAdded({ isIt: (user) => user.userName === userName })
    hold(Promise.all([load(), app.refresh()]))
  }
  const isForm = over !== null && over.kind !== 'confirm'
  const count = listed === null ? '' : `   ${listed.users.length.toLocaleString('en-US')} in the store`
  return (
    <ScreenFrame
      heading={[
        { text: purpose === 'look' ? 'Users' : 'Authentication test', bold: true },
        { text: isForm ? `   ${placeWords(over)}` : purpose === 'look' ? count : '   choose a user' },
      ]}
      about="The users of the store. Those from the directory follow Google; privileges and rights are set here."
      hints={hintsOf(over, purpose)}
      canQuit={!isForm}
    >
      {listed !== null && (
        <Body listed={listed} over={over} setOver={setOver} done={done} added={added} purpose={purpose} />
      )}
    </ScreenFrame>
  )
}

function hintsOf(over: Over | null, purpose: 'look' | 'signIn'): readonly Hint[] {
  switch (over?.kind) {
    case 'detail':
      return paneHints
    case 'privileges':
    case 'form':
      return formHints
    case 'signIn':
      return paneHints
    default:
      return purpose === 'look' ? hints : signInHints
  }
}

/** Where one is among the users. */
function placeWords(over: Exclude<Over, { kind: 'confirm' }>): string {
  const name = over.user === null ? 'a new one' : safeText(over.user.userName)
  const part = { detail: '', privileges: ': privileges and rights', form: '', signIn: ': sign-in with Google' }
  return `${name}${part[over.kind]}`
}

type BodyProps = {
  listed: ListedUsers
  over: Over | null
  setOver: (over: Over | null) => void
  /** Something was done, said in a short sentence; with the name of a new user, the cursor goes there. */
  done: (said: string, userName?: string) => void
  added: { isIt: (user: User) => boolean } | null
  purpose: 'look' | 'signIn'
}

function Body({ listed, over, setOver, done, added, purpose }: BodyProps) {
  const app = useApp()
  const space = useSpace()
  const onKey = (key: Key, user: User | undefined): boolean => {
    if (purpose === 'signIn') return false
    const next = nextFor(key, user, app.services)
    if (next === null) return false
    if (typeof next === 'string') app.say(next)
    else setOver(next)
    return true
  }
  const act = ({ act, said }: Extract<Over, { kind: 'confirm' }>): void => {
    app.hold(
      act().then(
        () => done(said),
        (error: unknown) => {
          setOver(null)
          app.fail(error)
        },
      ),
    )
  }
  const shared = [...listed.shared].map(
    ([address, names]) => `! ${safeText(address)}: ${names.map(safeText).join(', ')}`,
  )
  const question = over?.kind === 'confirm' ? { sentence: over.sentence, typed: null } : null
  return (
    <>
      {over?.kind === 'detail' && (
        <ScrollPane
          lines={userDetailText(over.user, listed.shared).split('\n')}
          columns={space.columns}
          height={space.rows}
        />
      )}
      {over?.kind === 'privileges' && <UserPrivilegesForm user={over.user} onDone={done} />}
      {over?.kind === 'form' && <UserForm user={over.user} onDone={done} />}
      {over?.kind === 'signIn' && <SignInTest user={over.user} />}
      <RecordTable
        rows={listed.users}
        columns={columns}
        textOf={textOf}
        empty="The store has no users yet."
        onOpen={(user) => setOver({ kind: purpose === 'look' ? 'detail' : 'signIn', user })}
        onKey={onKey}
        exported={(users) => ({ kind: 'users', rows: users })}
        isActive={over === null}
        cursorOn={added}
        isHidden={over !== null && question === null}
        reserved={question === null ? Math.min(shared.length, 2) : confirmRows(question, space.columns)}
        below={
          question !== null && over?.kind === 'confirm' ? (
            <Confirm
              question={question}
              columns={space.columns}
              onConfirm={() => act(over)}
              onCancel={() => setOver(null)}
            />
          ) : (
            <Lines lines={shared.slice(0, 2)} columns={space.columns} />
          )
        }
      />
    </>
  )
}

/**
 * What a letter asks for; the reason where it cannot be done with this user; null when it is none of these letters, or
 * there is no user to do it with.
 */
function nextFor(key: Key, user: User | undefined, services: Services): Over | string | null {
  if (isLetter(key, 'a')) return { kind: 'form', user: null }
  if (user === undefined) return null
  const name = safeText(user.userName)
  const isIntegrated = user.authentication === 'integrated'
  const fromDirectory = `${name} comes from the directory; r releases it first.`
  if (isLetter(key, 'p')) return { kind: 'privileges', user }
  if (isLetter(key, 'e')) return isIntegrated ? { kind: 'form', user } : fromDirectory
  if (isLetter(key, 's')) return { kind: 'signIn', user }
  if (isLetter(key, 'd')) {
    const sentence = `Remove ${name}. Its archive stays when it holds mail.`
    return isIntegrated
      ? { kind: 'confirm', sentence, act: () => services.removeUser(user.userName), said: `Removed ${name}.` }
      : fromDirectory
  }
  if (isLetter(key, 't')) {
    const password = isIntegrated ? 'its password goes, and ' : ''
    const sentence = `Let the directory have ${name}: ${password}the next synchronization ties it to the Google account of this name.`
    return { kind: 'confirm', sentence, act: () => services.takeOverUser(user.userName), said: `Took over ${name}.` }
  }
  if (isLetter(key, 'r')) {
    const sentence = `Release ${name}: it becomes an integrated user, which no synchronization touches.`
    if (isIntegrated) return `${name} is an integrated user already.`
    return {
      kind: 'confirm',
      sentence,
      act: () => services.releaseUser(user.userName),
      said: `Released ${name}. It has no password yet; e sets one.`,
    }
  }
  return null
}
