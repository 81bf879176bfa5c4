import { useCallback, useEffect, useState } from 'react'
import type { CommittedByHand } from '../../operations/users/commit-by-hand.ts'
import type { User } from '../../sync/user.ts'
import { grouped } from '../../text/numbers.ts'
import { safeText } from '../../text/safe-text.ts'
import { cutAddress } from '../../text/width/cut-address.ts'
import { wrapRow } from '../../text/width/wrap.ts'
import { userDetailText } from '../../views/user-detail.ts'
import { authenticationWords } from '../../views/users.ts'
import { useApp } from '../app-context.ts'
import { Lines } from '../components/frame/lines.tsx'
import { Confirm, confirmRows } from '../components/messages/confirm.tsx'
import { RecordTable, type ShownRows } from '../components/table/record-table.tsx'
import type { TableColumn } from '../components/table/table.tsx'
import { useActions } from '../hooks/use-actions.ts'
import { useInterface } from '../hooks/use-interface.ts'
import { useSpace } from '../hooks/use-space.ts'
import type { Action } from '../keys/action.ts'
import { ScreenFrame } from '../screens/screen-frame.tsx'
import type { ListedUsers, Services } from '../services.ts'
import { tellDone } from '../tell-done.ts'
import type { OnDone } from './on-done.ts'
import { SignInTest } from './sign-in-test.tsx'
import { UserForm } from './user-form.tsx'
import { UserPrivilegesForm } from './user-privileges-form.tsx'

type Over =
  | { kind: 'privileges'; user: User }
  | { kind: 'form'; user: User | null }
  | { kind: 'signIn'; user: User }
  | { kind: 'confirm'; sentence: string; verb: string; act: () => Promise<CommittedByHand>; said: string }

const columns: readonly TableColumn<User>[] = [
  { title: 'User name', cell: (user) => safeText(user.userName), cut: cutAddress, minimum: 16, yields: 0, weight: 2 },
  { title: 'Full name', cell: (user) => safeText(user.fullName), minimum: 8, yields: 2 },
  { title: 'Authentication', cell: (user) => authenticationWords[user.authentication], minimum: 10, yields: 3 },
  { title: 'Privileges', cell: (user) => user.privileges.join(', '), minimum: 5, yields: 1 },
]
const textOf = (user: User): string => `${user.userName} ${user.fullName} ${user.emailAddresses.join(' ')}`

/** The users of the store: looked into, filtered, and changed by hand; or one of them chosen to prove its sign-in. */
export function UsersScreen({ purpose }: { purpose: 'look' | 'signIn' }) {
  const app = useApp()
  const { glyphs } = useInterface()
  const [listed, setListed] = useState<ListedUsers | null>(null)
  const [over, setOver] = useState<Over | null>(null)
  const { services, fail, hold } = app
  const load = useCallback(() => services.listUsers().then(setListed, fail), [services, fail])
  useEffect(() => hold(load()), [load, hold])
  const leave = (): void => {
    if (over === null) app.go({ screen: 'home' })
    else setOver(null)
  }
  useActions([{ keys: 'back', does: over === null ? 'home' : 'back', run: leave }], { layer: 'screen' })
  const [added, setAdded] = useState<{ isIt: (user: User) => boolean } | null>(null)
  const done: OnDone = ({ archives }, said, userName) => {
    setOver(null)
    tellDone(app, archives, said)
    if (userName !== undefined) setAdded({ isIt: (user) => user.userName === userName })
    hold(Promise.all([load(), app.refresh()]))
  }
  const isForm = over !== null && over.kind !== 'confirm'
  const count = listed === null ? '' : `   ${grouped(listed.users.length)} in the store`
  return (
    <ScreenFrame
      heading={[
        { text: purpose === 'look' ? 'Users' : 'Test sign-in', bold: true },
        { text: isForm ? `   ${placeWords(over)}` : purpose === 'look' ? count : ` ${glyphs.separator} choose a user` },
      ]}
      about="Users from Google follow Google. You set privileges and rights here."
      canQuit={!isForm}
    >
      {listed !== null && (
        <Body listed={listed} over={over} setOver={setOver} done={done} added={added} purpose={purpose} />
      )}
    </ScreenFrame>
  )
}

/** Where one is among the users. */
function placeWords(over: Exclude<Over, { kind: 'confirm' }>): string {
  const name = over.user === null ? 'a new one' : safeText(over.user.userName)
  const part = { privileges: ': privileges and rights', form: '', signIn: ': sign-in with Google' }
  return `${name}${part[over.kind]}`
}

type BodyProps = {
  listed: ListedUsers
  over: Over | null
  setOver: (over: Over | null) => void
  done: OnDone
  added: { isIt: (user: User) => boolean } | null
  purpose: 'look' | 'signIn'
}

function Body({ listed, over, setOver, done, added, purpose }: BodyProps) {
  const app = useApp()
  const space = useSpace()
  const actions = ({ current }: ShownRows<User>): readonly Action[] =>
    purpose === 'signIn' ? [] : userActions(current, app.services, { say: app.say, setOver })
  const act = ({ act, said }: Extract<Over, { kind: 'confirm' }>): void => {
    app.hold(
      act().then(
        (result) => done(result, said),
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
  const close = (): void => setOver(null)
  const question = over?.kind === 'confirm' ? { sentence: over.sentence, verb: over.verb, typed: null } : null
  return (
    <>
      {over?.kind === 'privileges' && <UserPrivilegesForm user={over.user} onDone={done} onLeave={close} />}
      {over?.kind === 'form' && <UserForm user={over.user} onDone={done} onLeave={close} />}
      {over?.kind === 'signIn' && <SignInTest user={over.user} />}
      <RecordTable
        rows={listed.users}
        columns={columns}
        textOf={textOf}
        empty="No users yet."
        detail={(user, room) =>
          userDetailText(user, listed.shared)
            .split('\n')
            .flatMap((line) => wrapRow(line, room))
        }
        {...(purpose === 'signIn'
          ? { onOpen: (user: User) => setOver({ kind: 'signIn', user }), opens: 'test this user' }
          : {})}
        actions={actions}
        exported={(users) => ({ kind: 'users', rows: users })}
        isActive={over === null}
        cursorOn={added}
        isHidden={over !== null && question === null}
        reserved={question === null ? Math.min(shared.length, 2) : confirmRows(question, space.columns)}
        below={
          question !== null && over?.kind === 'confirm' ? (
            <Confirm question={question} columns={space.columns} onConfirm={() => act(over)} onCancel={close} />
          ) : (
            <Lines lines={shared.slice(0, 2)} columns={space.columns} />
          )
        }
      />
    </>
  )
}

/** What keys do with the user at the cursor; each says so where it cannot be done with this one. */
function userActions(
  user: User | undefined,
  services: Services,
  { say, setOver }: { say: (words: string) => void; setOver: (over: Over) => void },
): readonly Action[] {
  const name = safeText(user?.userName ?? '')
  const isIntegrated = user?.authentication === 'integrated'
  const fromDirectory = `${name} comes from Google. Press l to make it local first.`
  const withUser = (next: (user: User) => Over | string) => (): void => {
    if (user === undefined) return
    const over = next(user)
    if (typeof over === 'string') say(over)
    else setOver(over)
  }
  const remove = ({ userName }: User): Over | string => {
    const sentence = `Remove ${name}? The archive stays if it holds mail.`
    const act = () => services.removeUser(userName)
    return { kind: 'confirm', sentence, verb: 'remove', act, said: `Removed ${name}.` }
  }
  const takeOver = ({ userName, directoryId }: User): Over => {
    const tie = directoryId === null ? '' : 'The link to its Google account is removed. '
    const loses = isIntegrated ? 'The local password is removed. ' : tie
    const sentence = `Hand ${name} over to Google? ${loses}The next sync links it to the Google account of this name.`
    const act = () => services.takeOverUser(userName)
    return { kind: 'confirm', sentence, verb: 'take over', act, said: `Took over ${name}.` }
  }
  const release = ({ userName }: User): Over | string => {
    if (isIntegrated) return `${name} is a local user already.`
    const sentence = `Make ${name} a local user? Syncs won't touch it any more.`
    const act = () => services.releaseUser(userName)
    return {
      kind: 'confirm',
      sentence,
      verb: 'release',
      act,
      said: `${name} is local now. Press e to set a password.`,
    }
  }
  const edit = (user: User): Over | string => (isIntegrated ? { kind: 'form', user } : fromDirectory)
  return [
    { keys: 'p', does: 'privileges', run: withUser((user) => ({ kind: 'privileges', user })) },
    { keys: 'n', does: 'new', run: () => setOver({ kind: 'form', user: null }) },
    { keys: 'e', does: 'edit a local user: name, addresses, password', run: withUser(edit), rank: 'late' },
    {
      keys: 't',
      does: 'take over: hand the user over to Google',
      run: withUser(takeOver),
      rank: 'late',
    },
    { keys: 'l', does: 'release: make the user local', run: withUser(release), rank: 'late' },
    { keys: 'd', does: 'remove the user', run: withUser(remove), rank: 'late' },
    {
      keys: 'i',
      does: 'test the sign-in with Google',
      run: withUser((user) => ({ kind: 'signIn', user })),
      rank: 'late',
    },
  ]
}
