import { Box, useInput, useWindowSize } from 'ink'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { maskCertainSecrets } from '../text/mask-secrets.ts'
import { Problem } from '../text/problem.ts'
import type { Theme } from '../text/theme.ts'
import { type App, AppContext, type Place } from './app-context.ts'
import { DrawingBoundary } from './components/drawing-boundary.tsx'
import { smallestWindow } from './components/frame/frame.tsx'
import { TooSmall } from './components/frame/too-small.tsx'
import { simulationNote } from './components/messages/simulation-note.ts'
import { useFrameRequests } from './hooks/use-frame-requests.ts'
import { type Interface, InterfaceContext } from './hooks/use-interface.ts'
import { SpaceContext } from './hooks/use-space.ts'
import { asksFor } from './keys/bindings.ts'
import { createKeyRouter } from './keys/key-router.ts'
import { ArchivesScreen } from './screens/archives-screen.tsx'
import { FailureScreen } from './screens/failure-screen.tsx'
import { HistoryScreen } from './screens/history-screen.tsx'
import { HomeScreen } from './screens/home-screen.tsx'
import { SettingsScreen } from './screens/settings-screen.tsx'
import { SynchronizeScreen } from './screens/synchronize-screen.tsx'
import { WelcomeScreen } from './screens/welcome-screen.tsx'
import type { HomeState, Services } from './services.ts'
import { SessionsScreen } from './sessions/sessions-screen.tsx'
import { SignInCheckScreen } from './sessions/sign-in-check-screen.tsx'
import type { TerminalSession } from './terminal/terminal-session.ts'
import type { Glyphs } from './theme/glyphs.ts'
import { UsersScreen } from './users/users-screen.tsx'
import { WizardScreen } from './wizard/wizard-screen.tsx'

/** A home that has been read, and the first screen. */
export type Opened = { home: HomeState; start: Place }

/** What the interface is started with. */
export type RootProps = {
  session: TerminalSession
  services: Services
  /** Reads the home, and says which screen is the first. */
  open: () => Promise<Opened>
  /** The home could not be read. */
  onUnreadable: (error: unknown) => void
  suggestions: App['suggestions']
  simulated: boolean
  glyphs: Glyphs
  theme: Theme
  hyperlinks: boolean
  /** Ends the program: by Ctrl-C, because the person is done, or to open the demo. */
  onEnd: (how: 'done' | 'interrupted' | 'demo') => void
  onResult: (line: string) => void
  /** Told of what is no expected failure, besides showing it. */
  onBug: (error: unknown) => void
  onBusy: (work: Promise<unknown>) => void
}

/** The root of the interface: one handler for all keys, the size of the window, and the screen that is open. */
export function Root(props: RootProps) {
  const { session, services, glyphs, theme, hyperlinks, onEnd, onResult, onBug, onBusy, suggestions, simulated } = props
  const window = useWindowSize()
  const [home, setHome] = useState<HomeState | null>(null)
  const [place, setPlace] = useState<Place>({ screen: 'home' })
  const [message, setMessage] = useState<string | null>(null)
  const [failure, setFailure] = useState<unknown>(null)
  const router = useMemo(createKeyRouter, [])
  const box = useFrameRequests(session.output)

  const { open, onUnreadable } = props
  useEffect(() => {
    const opened = open().then(({ home, start }) => {
      setPlace(start)
      setHome(home)
    }, onUnreadable)
    // Keys wait for the screen that they are for.
    session.input.hold(opened)
  }, [session, open, onUnreadable])

  useEffect(() => {
    session.input.fieldWants = (key) => router.fieldWants(key)
  }, [session, router])
  const noteBug = useCallback(
    (error: unknown) => {
      if (!(error instanceof Problem)) onBug(error)
    },
    [onBug],
  )
  const fail = useCallback(
    (error: unknown) => {
      noteBug(error)
      setFailure(error)
    },
    [noteBug],
  )
  useInput(() => {
    const key = session.input.currentKey
    if (key === null) return
    if (asksFor(key, 'interrupt')) return onEnd('interrupted')
    if (asksFor(key, 'suspend')) return session.suspend()
    if (asksFor(key, 'redraw')) return session.output.redraw()
    setMessage(null)
    try {
      router.route(key)
    } catch (error) {
      fail(error)
    }
  })

  const refresh = useCallback(async () => setHome(await services.readHome()), [services])
  const hold = useCallback(
    (work: Promise<unknown>) => {
      onBusy(work)
      session.input.hold(work.catch(fail))
    },
    [onBusy, session, fail],
  )
  const around = useMemo<Interface>(
    () => ({
      glyphs,
      theme,
      hyperlinks,
      router,
      copy: (text) => session.copy(text),
      putFirst: (keys) => session.input.putFirst(keys),
    }),
    [glyphs, theme, hyperlinks, router, session],
  )
  const app = useMemo<App | null>(
    () =>
      home && {
        services,
        home,
        suggestions,
        simulated,
        go: setPlace,
        refresh,
        quit: () => onEnd('done'),
        openDemo: () => onEnd('demo'),
        setResult: onResult,
        say: (words) => setMessage(maskCertainSecrets(words)),
        message,
        fail,
        onBusy,
        hold,
      },
    [services, home, suggestions, simulated, refresh, onEnd, onResult, message, fail, onBusy, hold],
  )
  const space = { columns: window.columns, rows: window.rows - 1 }
  const isTooSmall = window.columns < smallestWindow.columns || window.rows < smallestWindow.rows
  return (
    <InterfaceContext.Provider value={around}>
      <AppContext.Provider value={app}>
        <SpaceContext.Provider value={space}>
          {failure !== null && !isTooSmall && (
            <FailureScreen error={failure} note={simulationNote(simulated)} onClose={() => setFailure(null)} />
          )}
          {isTooSmall && <TooSmall />}
          {/* Hidden, not gone: what was entered stays. */}
          <Box ref={box} display={isTooSmall || failure !== null ? 'none' : 'flex'}>
            {home !== null && (
              <DrawingBoundary
                onFailure={noteBug}
                fallback={(error, again) => (
                  <FailureScreen
                    error={error}
                    note={simulationNote(simulated)}
                    closes={place.screen === 'home' ? 'quit' : 'back'}
                    onClose={() => {
                      if (place.screen === 'home') return onEnd('done')
                      setPlace({ screen: 'home' })
                      again()
                    }}
                  />
                )}
              >
                <Screen place={place} go={setPlace} />
              </DrawingBoundary>
            )}
          </Box>
        </SpaceContext.Provider>
      </AppContext.Provider>
    </InterfaceContext.Provider>
  )
}

/** The screen of a place. */
function Screen({ place, go }: { place: Place; go: (place: Place) => void }) {
  // The home screen's cursor stands where one came from.
  const [last, setLast] = useState(place)
  if (place !== last && place.screen !== 'home') setLast(place)
  const goHome = (): void => go({ screen: 'home' })
  switch (place.screen) {
    case 'welcome':
      return <WelcomeScreen />
    case 'wizard':
      return <WizardScreen />
    case 'home':
      return <HomeScreen from={last} />
    case 'settings':
      return <SettingsScreen {...(place.part === undefined ? {} : { part: place.part })} />
    case 'users':
      return <UsersScreen key={place.purpose} purpose={place.purpose} />
    case 'archives':
      return <ArchivesScreen />
    case 'history':
      return <HistoryScreen undoes={place.undoes === true} />
    case 'sessions':
      return <SessionsScreen />
    case 'signInCheck':
      return <SignInCheckScreen />
    case 'synchronize':
      return (
        <SynchronizeScreen
          wantsCommit={place.wantsCommit}
          title={place.wantsCommit ? 'Synchronize now' : 'Test Settings'}
          onBack={goHome}
          onDone={goHome}
        />
      )
  }
}
