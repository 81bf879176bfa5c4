import { Box } from 'ink'
import { type ReactNode, useState } from 'react'
import { safeText } from '../../text/safe-text.ts'
import { useApp } from '../app-context.ts'
import { Frame } from '../components/frame/frame.tsx'
import { Help } from '../components/frame/help.tsx'
import { simulationNote } from '../components/messages/simulation-note.ts'
import { useActions } from '../hooks/use-actions.ts'
import { FocusContext } from '../hooks/use-focus-state.ts'
import { useInterface } from '../hooks/use-interface.ts'
import type { ShownAction } from '../keys/action.ts'
import { type Line, type Segment, segmentsOf } from '../text/line.ts'

type ScreenFrameProps = {
  heading: Line
  /** What this screen is for, for the help. */
  about: string
  /** Part of the screen lies over the rest, and takes all keys. */
  isCovered?: boolean
  /** The setup and a running commit do not end by `q`. */
  canQuit?: boolean
  children: ReactNode
}

/** The frame of every screen: who this is for, the help under `?`, and `q`. */
export function ScreenFrame(props: ScreenFrameProps) {
  const { heading, about, isCovered = false, canQuit = true, children } = props
  const app = useApp()
  const { glyphs, router } = useInterface()
  /** What the help tells, while it is open: what the keys did when it was opened. */
  const [help, setHelp] = useState<readonly ShownAction[] | null>(null)
  const isHelpOpen = help !== null
  useActions(
    [
      { keys: 'help', does: 'more', run: () => setHelp(router.shown()) },
      { keys: 'quit', does: 'quit', run: app.quit, when: canQuit },
    ],
    { layer: 'root' },
  )
  const administrator = app.home.settings.administrator
  const domain = administrator?.split('@')[1]
  const who = administrator === null ? [] : [domain ?? '', administrator]
  const title: readonly Segment[] = [
    { text: 'Rollcall', bold: true, tone: 'accent' },
    ...who.map((text, index) => ({ text: `  ${safeText(text)}`, dim: index > 0 })),
  ]
  return (
    <Frame
      title={title}
      note={simulationNote(app.simulated)}
      heading={isHelpOpen ? [{ text: `Help ${glyphs.separator} `, bold: true }, ...segmentsOf(heading)] : heading}
      message={app.message}
    >
      {help !== null && <Help about={about} actions={help} onClose={() => setHelp(null)} />}
      <FocusContext.Provider value={!isHelpOpen && !isCovered}>
        <Box display={isHelpOpen ? 'none' : 'flex'} flexDirection="column">
          {children}
        </Box>
      </FocusContext.Provider>
    </Frame>
  )
}
