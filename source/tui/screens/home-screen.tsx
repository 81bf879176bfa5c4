import { Box } from 'ink'
import { counted } from '../../text/numbers.ts'
import { safeText } from '../../text/safe-text.ts'
import { utcMinute } from '../../text/utc-minute.ts'
import { truncate } from '../../text/width/fit.ts'
import { wrap } from '../../text/width/wrap.ts'
import { serviceWords } from '../../views/service-words.ts'
import { type Place, useApp } from '../app-context.ts'
import { Lines } from '../components/frame/lines.tsx'
import { Menu, type MenuItem } from '../components/list/menu.tsx'
import { useInterface } from '../hooks/use-interface.ts'
import { SpaceContext, useSpace } from '../hooks/use-space.ts'
import type { HomeState } from '../services.ts'
import type { Line } from '../text/line.ts'
import { ScreenFrame } from './screen-frame.tsx'

type HomeChoice =
  | 'synchronize'
  | 'test'
  | 'users'
  | 'archives'
  | 'history'
  | 'settings'
  | 'signIn'
  | 'sessions'
  | 'quit'

const items: readonly MenuItem<HomeChoice>[] = [
  { value: 'synchronize', label: 'Synchronize now', about: 'Preview changes, then apply them' },
  { value: 'test', label: 'Test settings', about: 'Preview changes only' },
  { value: 'users', label: 'Users', about: 'Look up people, change privileges, add users' },
  { value: 'archives', label: 'Archives', about: 'See sizes, find archives without a user' },
  { value: 'history', label: 'History', about: 'See what changed, and undo it' },
  { value: 'settings', label: 'Settings', about: 'Change any step of the setup' },
  { value: 'signIn', label: 'Authentication test', about: 'Test that a user can sign in with Google' },
  { value: 'sessions', label: 'Sessions', about: 'See who is signed in, and sign people out' },
  { value: 'quit', label: 'Quit', about: 'Leave Rollcall' },
]

const placeOf: Readonly<Record<Exclude<HomeChoice, 'quit'>, Place>> = {
  synchronize: { screen: 'synchronize', wantsCommit: true },
  test: { screen: 'synchronize', wantsCommit: false },
  users: { screen: 'users', purpose: 'look' },
  archives: { screen: 'archives' },
  signIn: { screen: 'users', purpose: 'signIn' },
  settings: { screen: 'settings' },
  history: { screen: 'history' },
  sessions: { screen: 'sessions' },
}

/**
 * The home screen: how things stand, and what can be done. Synchronize now is the first: two keys re-sync.
 * @param from the place that was open before; its choice has the cursor
 */
export function HomeScreen({ from }: { from: Place }) {
  return (
    <ScreenFrame
      heading={[{ text: 'Home', bold: true }]}
      about="Press Enter on Synchronize now to preview changes, and Enter again to apply them."
    >
      <Home from={from} />
    </ScreenFrame>
  )
}

function Home({ from }: { from: Place }) {
  const app = useApp()
  const { columns, rows } = useSpace()
  const { glyphs } = useInterface()
  const room = Math.max(app.home.lastFailure === null ? 0 : 1, rows - items.length)
  const whole = statusLines(app.home).flatMap((text) => wrap(text, columns, 2))
  const status =
    whole.length <= room
      ? whole
      : statusLines(app.home)
          .slice(0, room)
          .map((text) => truncate(text, columns, glyphs.ellipsis))
  const shown: Line[] = rows > items.length + status.length ? [...status, ''] : status
  const initial = items.find(({ value }) => value !== 'quit' && isSamePlace(placeOf[value], from))?.value
  return (
    <Box flexDirection="column">
      <Lines lines={shown} columns={columns} />
      <SpaceContext.Provider value={{ columns, rows: Math.max(1, rows - shown.length) }}>
        <Menu
          items={items}
          initial={initial}
          accepts="choose"
          onSelect={(choice) => (choice === 'quit' ? app.quit() : app.go(placeOf[choice]))}
        />
      </SpaceContext.Provider>
    </Box>
  )
}

const isSamePlace = (one: Place, other: Place): boolean => JSON.stringify(one) === JSON.stringify(other)

/** How things stand, a line each; a failure first. */
function statusLines({ lastCommit, lastFailure, users, settings, signIn }: HomeState): string[] {
  const last = lastCommit === null ? 'never' : `${utcMinute(lastCommit.time)} UTC   ${lastCommit.changes}`
  const count = settings.groups.length
  const groups = count === 0 ? 'everyone' : `the members of ${counted(count, 'group')}`
  const failed =
    lastFailure === null ? [] : [`! Failed       ${utcMinute(lastFailure.time)} UTC   ${safeText(lastFailure.title)}`]
  return [
    ...failed,
    `Last change    ${last}`,
    `Users          ${users.directoryServices} from Google, ${users.integrated} local`,
    `Synchronizes   ${groups}, automatic deletion ${settings.automaticDeletion ? 'on' : 'off'}`,
    ...(signIn.isSetUp ? [`Sign-in        ${serviceWords(signIn)}`] : []),
  ]
}
