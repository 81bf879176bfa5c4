import { Box } from 'ink'
import { type ReactNode, useCallback, useState } from 'react'
import { safeText } from '../../text/safe-text.ts'
import { useApp } from '../app-context.ts'
import { Frame } from '../components/frame/frame.tsx'
import { Help } from '../components/frame/help.tsx'
import type { Hint } from '../components/frame/key-hints.ts'
import { simulationNote } from '../components/messages/simulation-note.ts'
import { FocusContext } from '../hooks/use-focus-state.ts'
import { EscapeContext, HintsContext, type ShownHints } from '../hooks/use-hints.ts'
import { useInterface } from '../hooks/use-interface.ts'
import { useKeys } from '../hooks/use-keys.ts'
import { asksFor } from '../keys/bindings.ts'
import { type Line, segmentsOf } from '../text/line.ts'

type ScreenFrameProps = {
  heading: Line
  headingNote?: Line
  /** What this screen is for, for the help. */
  about: string
  /** The keys that work now; the footer shows the first that fit, the help all. */
  hints: readonly Hint[]
  /** Part of the screen lies over the rest, and takes all keys. */
  isCovered?: boolean
  /** The set-up and a running commit do not end by `q`. */
  canQuit?: boolean
  children: ReactNode
}

/** The frame of every screen: who this is for, the help under `?`, and `q`. */
export function ScreenFrame(props: ScreenFrameProps) {
  const { heading, headingNote = '', about, hints, isCovered = false, canQuit = true, children } = props
  const app = useApp()
  const { glyphs } = useInterface()
  /** The keys that the help tells, while it is open: those that worked when it was opened. */
  const [help, setHelp] = useState<readonly Hint[] | null>(null)
  const isHelpOpen = help !== null
  useKeys(
    (key) => {
      if (asksFor(key, 'help')) setHelp(shown.hints)
      else if (asksFor(key, 'quit') && canQuit) app.quit()
      else return false
      return true
    },
    { layer: 'root' },
  )
  const [over, setOver] = useState<readonly ShownHints[]>([])
  const showHints = useCallback((added: ShownHints) => {
    setOver((all) => [...all, added])
    return () => setOver((all) => all.filter((one) => one !== added))
  }, [])
  const [escapes, setEscapes] = useState<readonly string[]>([])
  const sayEscape = useCallback((does: string) => {
    setEscapes((all) => [...all, does])
    return () => setEscapes((all) => all.toSpliced(all.lastIndexOf(does), 1))
  }, [])
  const escapeNow = escapes.at(-1)
  const own =
    escapeNow === undefined ? hints : hints.map((hint) => (hint.keys === 'Esc' ? { ...hint, does: escapeNow } : hint))
  const shown = over.at(-1) ?? { hints: own, hasHelp: true }
  const administrator = app.home.settings.administrator
  const domain = administrator?.split('@')[1]
  const who =
    administrator === null ? [] : [domain ?? '', administrator].map((text) => ({ text: `   ${safeText(text)}` }))
  const title: Line = [{ text: 'Rollcall', bold: true }, ...who]
  return (
    <Frame
      title={title}
      note={simulationNote(app.simulated)}
      heading={isHelpOpen ? [{ text: `Help ${glyphs.separator} `, bold: true }, ...segmentsOf(heading)] : heading}
      headingNote={headingNote}
      hints={shown.hints}
      hasHelp={shown.hasHelp}
      message={app.message}
    >
      <HintsContext.Provider value={showHints}>
        <EscapeContext.Provider value={sayEscape}>
          {help !== null && <Help about={about} hints={help} onClose={() => setHelp(null)} />}
          <FocusContext.Provider value={!isHelpOpen && !isCovered}>
            <Box display={isHelpOpen ? 'none' : 'flex'} flexDirection="column">
              {children}
            </Box>
          </FocusContext.Provider>
        </EscapeContext.Provider>
      </HintsContext.Provider>
    </Frame>
  )
}
