import { render } from 'ink'
import type { GoogleEndpoint } from '../google/endpoint.ts'
import type { Home } from '../store/home.ts'
import { createServices } from './create-services.ts'
import { type Opened, Root } from './root.tsx'
import type { Capabilities } from './terminal/capabilities.ts'
import { type EndingSignal, openTerminal } from './terminal/terminal-session.ts'
import { glyphsFor } from './theme/glyphs.ts'

/** What the interface is opened with. */
export type InterfaceOptions = {
  home: Home
  google: GoogleEndpoint
  capabilities: Capabilities
  /** Opens the set-up whatever is set up already. */
  wizard: boolean
  /** Values for the set-up's fields, where they are known. */
  suggestions: { keyFile: string; administrator: string } | null
}

/** How the interface ended. */
export type InterfaceEnd = { exitCode: number; signal: EndingSignal | null }

/**
 * Runs the terminal interface until the person leaves it or a signal ends it. The terminal is as it was when this
 * returns; a commit that had begun is finished. One line with the result stays in the normal screen.
 *
 * @throws Problem what reading the home throws, after the terminal has been given back
 */
export async function runTerminalInterface(options: InterfaceOptions): Promise<InterfaceEnd> {
  const { home, google, capabilities } = options
  const services = createServices({ home, google })
  const open = async (): Promise<Opened> => {
    const state = await services.readHome()
    const needsSetup = state.key === null || state.settings.administrator === null || services.readDraft() !== null
    return { home: state, start: { screen: options.wizard || needsSetup ? 'wizard' : 'home' } }
  }

  const work = new Set<Promise<unknown>>()
  let result: string | null = null
  let unmount = (): void => undefined
  const ended = new Promise<InterfaceEnd>((resolve, reject) => {
    const end = (outcome: InterfaceEnd): void => {
      // Ink unmounts: work that can be cancelled is, and a commit is waited for.
      unmount()
      session.close()
      void Promise.allSettled(work).then(() => resolve(outcome))
    }
    const session = openTerminal(capabilities, (signal) => end({ exitCode: 1, signal }))
    const instance = render(
      <Root
        session={session}
        services={services}
        open={open}
        folder={home.folder}
        onUnreadable={(error) => {
          unmount()
          session.close()
          reject(error)
        }}
        suggestions={options.suggestions}
        simulated={google.origin !== null}
        glyphs={glyphsFor(capabilities.unicode)}
        hyperlinks={capabilities.hyperlinks}
        onEnd={(how) => end({ exitCode: how === 'done' ? 0 : 130, signal: null })}
        onResult={(line) => {
          result = line
        }}
        onBusy={(task) => {
          work.add(task)
          const forget = (): void => void work.delete(task)
          task.then(forget, forget)
        }}
      />,
      {
        stdin: session.input as unknown as NodeJS.ReadStream,
        stdout: session.output as unknown as NodeJS.WriteStream,
        // Whole frames, which the session's writer compares with the screen: it sends what changed and nothing else.
        debug: true,
        exitOnCtrlC: false,
        patchConsole: false,
      },
    )
    unmount = () => instance.unmount()
  })
  const outcome = await ended
  if (result !== null && outcome.signal !== 'SIGHUP') process.stdout.write(`${String(result)}\n`)
  return outcome
}
