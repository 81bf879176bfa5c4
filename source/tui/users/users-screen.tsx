import { useCallback, useEffect, useState } from 'react'
import type { User } from '../../sync/user.ts'
import { safeText } from '../../views/safe-text.ts'
import { userDetailText } from '../../views/user-detail.ts'
import { authenticationWords } from '../../views/users.ts'
import { useApp } from '../app-context.ts'
import { Confirm } from '../components/confirm.tsx'
import type { Hint } from '../components/key-hints.ts'
import { Lines } from '../components/lines.tsx'
import { RecordTable } from '../components/record-table.tsx'
import { ScrollPane } from '../components/scroll-pane.tsx'
import type { TableColumn } from '../components/table.tsx'
import { useKeys } from '../hooks/use-keys.ts'
import { useSpace } from '../hooks/use-space.ts'
import { asksFor, isLetter } from '../keys/bindings.ts'
import { ScreenFrame } from '../screens/screen-frame.tsx'
import type { ListedUsers } from '../services.ts'
import type { Key } from '../terminal/key.ts'
import { SignInTest } from './sign-in-test.tsx'
import { UserForm } from './user-form.tsx'
import { UserPrivilegesForm } from './user-privileges-form.tsx'

type Over =
  | { kind: 'detail'; user: User }
  | { kind: 'privileges'; user: User }
  | { kind: 'form'; user: User | null }
  | { kind: 'signIn'; user: User }
  | { kind: 'confirm'; sentence: string; act: () => Promise<unknown> }

const hints: readonly Hint[] = [
  { keys: 'Enter', does: 'detail' },
  { keys: '/', does: 'filter' },
  { keys: 'p', does: 'privileges' },
  { keys: 'a', does: 'add' },
  { keys: 'e', does: 'edit an integrated user: name, addresses, password' },
  { keys: 'Esc', does: 'home' },
  { keys: 't', does: 'take over: the next synchronization ties the user to the Google account of its name' },
  { keys: 'r', does: 'release: the user becomes an integrated one' },
  { keys: 'd', does: 'remove an integrated user' },
  { keys: 's', does: 'test the sign-in with Google' },
  { keys: 'q', does: 'quit' },
]
const overHints: readonly Hint[] = [{ keys: 'Esc', does: 'back to the users' }]

const columns: readonly TableColumn<User>[] = [
  { title: 'User name', cell: (user) => safeText(user.userName), minimum: 16, yields: 0, favour: 9 },
  { title: 'Full name', cell: (user) => safeText(user.fullName), minimum: 8, yields: 2 },
  { title: 'Authentication', cell: (user) => authenticationWords[user.authentication], minimum: 10, yields: 3 },
  { title: 'Privileges', cell: (user) => user.privileges.join(', '), minimum: 5, yields: 1 },
]
const textOf = (user: User): string => `${user.userName} ${user.fullName} ${user.emailAddresses.join(' ')}`

/** The users of the store: looked into, filtered, and changed by hand. */
export function UsersScreen() {
  const app = useApp()
  const [listed, setListed] = useState<ListedUsers | null>(null)
  const [over, setOver] = useState<Over | null>(null)
  const { services, fail } = app
  const load = useCallback(() => services.listUsers().then(setListed, fail), [services, fail])
  useEffect(() => void load(), [load])
  useKeys(
    (key) => {
      if (!asksFor(key, 'back')) return false
      if (over === null) app.go({ screen: 'home' })
      else setOver(null)
      return true
    },
    { layer: 'screen' },
  )
  const done = (): void => {
    setOver(null)
    app.onBusy(Promise.all([load(), app.refresh()]))
  }
  const isForm = over !== null && over.kind !== 'confirm'
  return (
    <ScreenFrame
      heading={[
        { text: 'Users', bold: true },
        { text: listed === null ? '' : `   ${listed.users.length} in the store` },
      ]}
      about="The users of the store. Those from the directory follow Google; privileges and rights are set here."
      hints={isForm ? overHints : hints}
      canQuit={!isForm}
    >
      {listed !== null && <Body listed={listed} over={over} setOver={setOver} done={done} />}
    </ScreenFrame>
  )
}

type BodyProps = { listed: ListedUsers; over: Over | null; setOver: (over: Over | null) => void; done: () => void }

function Body({ listed, over, setOver, done }: BodyProps) {
  const app = useApp()
  const space = useSpace()
  const onKey = (key: Key, user: User | undefined): boolean => {
    const next = nextFor(key, user, app.services)
    if (next === null) return false
    setOver(next)
    return true
  }
  if (over?.kind === 'detail') {
    const lines = userDetailText(over.user, listed.shared).split('\n')
    return <ScrollPane lines={lines} columns={space.columns} height={space.rows} />
  }
  if (over?.kind === 'privileges') return <UserPrivilegesForm user={over.user} onDone={done} />
  if (over?.kind === 'form') return <UserForm user={over.user} onDone={done} />
  if (over?.kind === 'signIn') return <SignInTest user={over.user} />
  const act = (work: () => Promise<unknown>): void => {
    app.onBusy(
      work().then(done, (error: unknown) => {
        setOver(null)
        app.fail(error)
      }),
    )
  }
  const shared = [...listed.shared].map(
    ([address, names]) => `! ${safeText(address)}: ${names.map(safeText).join(', ')}`,
  )
  const isAsking = over?.kind === 'confirm'
  return (
    <RecordTable
      rows={listed.users}
      columns={columns}
      textOf={textOf}
      empty="The store has no users yet."
      onOpen={(user) => setOver({ kind: 'detail', user })}
      onKey={onKey}
      isActive={!isAsking}
      reserved={isAsking ? 4 : Math.min(shared.length, 2)}
      below={
        over?.kind === 'confirm' ? (
          <Confirm
            sentence={over.sentence}
            typed={null}
            columns={space.columns}
            onConfirm={() => act(over.act)}
            onCancel={() => setOver(null)}
          />
        ) : (
          <Lines lines={shared.slice(0, 2)} columns={space.columns} />
        )
      }
    />
  )
}

/** What a letter asks for; null when it is none of these, or there is no user to do it with. */
function nextFor(key: Key, user: User | undefined, services: ReturnType<typeof useApp>['services']): Over | null {
  if (isLetter(key, 'a')) return { kind: 'form', user: null }
  if (user === undefined) return null
  const name = safeText(user.userName)
  if (isLetter(key, 'p')) return { kind: 'privileges', user }
  if (isLetter(key, 'e')) return { kind: 'form', user }
  if (isLetter(key, 's')) return { kind: 'signIn', user }
  if (isLetter(key, 'd')) {
    const sentence = `Remove ${name}. Its archive stays when it holds mail.`
    return { kind: 'confirm', sentence, act: () => services.removeUser(user.userName) }
  }
  if (isLetter(key, 't')) {
    const sentence = `Let the directory have ${name}: the next synchronization ties it to the Google account of this name.`
    return { kind: 'confirm', sentence, act: () => services.takeOverUser(user.userName) }
  }
  if (isLetter(key, 'r')) {
    const sentence = `Release ${name}: it becomes an integrated user, which no synchronization touches.`
    return { kind: 'confirm', sentence, act: () => services.releaseUser(user.userName) }
  }
  return null
}
