import { Box } from 'ink'
import type { LastFailure } from '../../store/last-failure.ts'
import { counted } from '../../text/numbers.ts'
import { Problem } from '../../text/problem.ts'
import { safeText } from '../../text/safe-text.ts'
import type { Tone } from '../../text/theme.ts'
import { utcMinute } from '../../text/utc-minute.ts'
import { wrapRow } from '../../text/width/wrap.ts'
import { serviceWords } from '../../views/service-words.ts'
import { type Place, useApp } from '../app-context.ts'
import { Lines } from '../components/frame/lines.tsx'
import { Menu, type MenuItem } from '../components/list/menu.tsx'
import { useActions } from '../hooks/use-actions.ts'
import { useInterface } from '../hooks/use-interface.ts'
import { SpaceContext, useSpace } from '../hooks/use-space.ts'
import type { HomeState } from '../services.ts'
import { atBothEnds, type Line } from '../text/line.ts'
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
  | 'signInCheck'
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
  { value: 'signInCheck', label: 'Sign-in check', about: "Check that people's browsers reach the sign-in" },
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
  signInCheck: { screen: 'signInCheck' },
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
  const facts = homeFacts(app.home)
  const isCalm = app.home.lastFailure === null && app.home.decisions.length === 0
  const room = Math.max(isCalm ? 0 : 1, rows - items.length)
  const whole = facts.flatMap((fact) => factLines(fact, columns))
  const status =
    whole.length <= room
      ? whole
      : facts.slice(0, room).map((fact) => atBothEnds(factLines(fact, 10_000)[0] ?? '', '', columns, glyphs.ellipsis))
  const shown: Line[] = rows > items.length + status.length ? [...status, ''] : status
  const { lastFailure } = app.home
  useActions(
    [
      { keys: 's', does: 'sync', run: () => app.go(placeOf.synchronize) },
      {
        keys: 'w',
        does: 'what failed',
        run: () => lastFailure !== null && app.fail(failureProblem(lastFailure)),
        when: lastFailure !== null,
      },
    ],
    { layer: 'screen' },
  )
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

/** Whether both are the same screen, whatever part of it was opened first. */
const isSamePlace = (one: Place, other: Place): boolean => {
  const [first, second] = [one, other].map((place) =>
    JSON.stringify([
      place.screen,
      'purpose' in place ? place.purpose : null,
      'wantsCommit' in place ? place.wantsCommit : null,
    ]),
  )
  return first === second
}

/** How something stands, and what is said about it. */
type Fact = { label: string; value: string; tone?: Tone }

/** The columns of the labels. */
const labelWidth = 15

/** A fact as lines: what has no room goes on below, under its value. */
function factLines({ label, value, tone }: Fact, columns: number): Line[] {
  const look = tone === undefined ? {} : { tone, bold: true }
  return wrapRow(value, Math.max(10, columns - labelWidth)).map((text, index): Line => {
    const first = tone === undefined ? { dim: true } : look
    return [
      { text: (index === 0 ? label : '').padEnd(labelWidth), ...first },
      { text, ...look },
    ]
  })
}

/** How things stand; a failure first. */
function homeFacts({ lastCommit, lastFailure, decisions, users, settings, signIn }: HomeState): Fact[] {
  const count = settings.groups.length
  const groups = count === 0 ? 'everyone' : `the members of ${counted(count, 'group')}`
  const failed: Fact[] =
    lastFailure === null
      ? []
      : [
          {
            label: '! Failed',
            value: `${utcMinute(lastFailure.time)} UTC  ${safeText(lastFailure.title)}. Press w for what to do.`,
            tone: 'danger',
          },
        ]
  return [
    ...failed,
    ...decisions.map((value): Fact => ({ label: '! Decide', value, tone: 'warning' })),
    {
      label: 'Last change',
      value: lastCommit === null ? 'never' : `${utcMinute(lastCommit.time)} UTC  ${lastCommit.changes}`,
    },
    { label: 'Users', value: `${users.directoryServices} from Google, ${users.integrated} local` },
    { label: 'Synchronizes', value: `${groups}, automatic deletion ${settings.automaticDeletion ? 'on' : 'off'}` },
    ...(signIn.isSetUp ? [{ label: 'Sign-in', value: serviceWords(signIn) }] : []),
  ]
}

/** What to do about the failure that the home screen tells. */
function failureProblem({ code, command, time, title, remedy }: LastFailure): Problem {
  const cause = `The last ${safeText(command)} failed, at ${utcMinute(time)} UTC.`
  return new Problem({ code, kind: 'failed', title, cause, remedy })
}
