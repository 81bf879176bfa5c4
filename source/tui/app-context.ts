import { createContext, useContext } from 'react'
import type { HomeState, Services } from './services.ts'
import type { SettingsPart } from './wizard/settings-parts.ts'

/** A screen, and what it was opened with. */
export type Place =
  | { screen: 'welcome' }
  | { screen: 'wizard' }
  | { screen: 'home' }
  | { screen: 'synchronize'; wantsCommit: boolean }
  /** Opens this part at once. */
  | { screen: 'settings'; part?: SettingsPart }
  | { screen: 'users'; purpose: 'look' | 'signIn' }
  | { screen: 'archives' }
  /** Previews the undo of the last commit at once. */
  | { screen: 'history'; undoes?: boolean }
  | { screen: 'sessions' }
  | { screen: 'signInCheck' }

/** What the screens share. */
export type App = {
  services: Services
  home: HomeState
  /** Values for the first setup, where the demo knows them. */
  suggestions: { keyFile: string; administrator: string } | null
  simulated: boolean
  go: (place: Place) => void
  /** Reads settings, key and counts again. */
  refresh: () => Promise<void>
  /** Ends the program. */
  quit: () => void
  /** Ends the interface, and opens the demo in its place. */
  openDemo: () => void
  /** The line that stays in the scrollback when the program ends. */
  setResult: (line: string) => void
  /** Shows a short message in the footer until the next key. */
  say: (message: string) => void
  message: string | null
  /** Shows a failure over the screen, where there is no better place for it. */
  fail: (error: unknown) => void
  /** Told of each use case that runs, so that the program waits for it before it ends. */
  onBusy: (work: Promise<unknown>) => void
  /**
   * The same for work that takes a moment, such as saving a file: keys that are typed meanwhile wait, because they are for
   * what comes after it.
   */
  hold: (work: Promise<unknown>) => void
}

/** Provided by the root. */
export const AppContext = createContext<App | null>(null)

/** What this screen shares with the others. */
export function useApp(): App {
  const app = useContext(AppContext)
  if (app === null) throw new Error('A screen stands outside the program.')
  return app
}
