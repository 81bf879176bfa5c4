import type { GoogleEndpoint } from '../google/http/endpoint.ts'
import type { Home } from '../store/home.ts'
import { createServices } from './create-services.ts'
import type { Opened, RootProps } from './root.tsx'
import { openingFrame } from './screens/opening-frame.ts'
import type { Capabilities } from './terminal/capabilities.ts'
import { type EndingSignal, openTerminal } from './terminal/terminal-session.ts'
import { glyphsFor } from './theme/glyphs.ts'

/** What the interface is opened with. */
export type InterfaceOptions = {
  home: Home
  google: GoogleEndpoint
  capabilities: Capabilities
  /** Opens the setup whatever is set up already. */
  wizard: boolean
  /** Values for the setup's fields, where they are known. */
  suggestions: { keyFile: string; administrator: string } | null
}

/** How the interface ended. */
export type InterfaceEnd = {
  exitCode: number
  signal: EndingSignal | null
  /** What is opened in its place. */
  next?: 'demo'
}

/**
 * Runs the terminal interface until the person leaves it or a signal ends it. The terminal is as it was when this
 * returns; a commit that had begun is finished. One line with the result stays in the normal screen.
 *
 * @throws what reading the home throws, and what went wrong in the interface itself, after the terminal has been given back
 */
export async function runTerminalInterface(options: InterfaceOptions): Promise<InterfaceEnd> {
  const { home, google, capabilities } = options
  const services = createServices({ home, google })
  const open = async (): Promise<Opened> => {
    const state = await services.readHome()
    const hasDraft = services.readDraft() !== null
    const isFresh = state.key === null && state.settings.administrator === null && !hasDraft
    const needsSetup = state.key === null || state.settings.administrator === null || hasDraft
    // Whoever asked for the setup or the demo knows what this is.
    const isNew = isFresh && !options.wizard && options.suggestions === null
    return { home: state, start: { screen: isNew ? 'welcome' : options.wizard || needsSetup ? 'wizard' : 'home' } }
  }

  const work = new Set<Promise<unknown>>()
  let result: string | null = null
  const bugs: unknown[] = []
  let unmount = (): void => undefined
  let isOver = false
  const ended = new Promise<InterfaceEnd>((resolve, reject) => {
    const end = (outcome: InterfaceEnd): void => {
      isOver = true
      // Ink unmounts: work that can be cancelled is, and a commit is waited for.
      unmount()
      session.close()
      void Promise.allSettled(work).then(() => resolve(outcome))
    }
    const fail = (error: unknown): void => {
      isOver = true
      unmount()
      session.close()
      void Promise.allSettled(work).then(() => reject(error))
    }
    const session = openTerminal(capabilities, (signal) => end({ exitCode: 1, signal }))
    const { output } = session
    const simulated = google.origin !== null
    const glyphs = glyphsFor(capabilities.unicode)
    const { theme } = capabilities
    output.write(
      openingFrame({ folder: home.folder, simulated, glyphs, theme, columns: output.columns, rows: output.rows - 1 }),
    )
    output.flush()
    const props: RootProps = {
      session,
      services,
      open,
      onUnreadable: fail,
      suggestions: options.suggestions,
      simulated,
      glyphs,
      theme,
      hyperlinks: capabilities.hyperlinks,
      onEnd: (how) => {
        if (how === 'demo') end({ exitCode: 0, signal: null, next: 'demo' })
        else end({ exitCode: how === 'done' ? 0 : 130, signal: null })
      },
      onResult: (line) => {
        result = line
      },
      onBug: (error) => bugs.push(error),
      onBusy: (task) => {
        work.add(task)
        const forget = (): void => void work.delete(task)
        task.then(forget, forget)
      },
    }
    // React and Ink take longer to load than everything before: the first frame does not wait for them.
    const mount = async (): Promise<void> => {
      const { mountRoot } = await import('./mount-root.tsx')
      if (isOver) return
      const mounted = mountRoot(props)
      unmount = mounted.unmount
      await mounted.ended
      if (!isOver) throw new Error('The interface was taken away before it was left.')
    }
    mount().catch(fail)
  })
  const outcome = await ended
  if (result !== null && outcome.signal !== 'SIGHUP') process.stdout.write(`${String(result)}\n`)
  if (bugs.length > 0 && outcome.signal === null) throw bugs[0]
  return outcome
}
