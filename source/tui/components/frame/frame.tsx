import { Box } from 'ink'
import type { ReactNode } from 'react'
import { useInterface } from '../../hooks/use-interface.ts'
import { SpaceContext, useSpace } from '../../hooks/use-space.ts'
import { atBothEnds, type Line, segmentsOf } from '../../text/line.ts'
import { Footer } from './footer.tsx'
import { frameLayout, frameRule } from './frame-layout.ts'
import { Lines } from './lines.tsx'

/** The smallest window the interface works in. */
export const smallestWindow = { columns: 40, rows: 10 }

type FrameProps = {
  /** The first line: what this is, for which organization. */
  title: Line
  /** At the right of the first line: SIMULATED, or nothing. */
  note: Line
  /** The second line: which screen this is, and at its right what it counts. */
  heading: Line
  headingNote?: Line
  /** A short message in the rule above the hints, or in their place where there is no rule; until the next key. */
  message?: string | null
  children: ReactNode
}

/**
 * The one frame of the interface: two lines of header, the body, one line of footer, with rules between them where the
 * window is high enough. Exactly as tall as the space it has, whatever the body holds.
 */
export function Frame(props: FrameProps) {
  const { title, note, heading, headingNote = '', message = null, children } = props
  const { columns, rows } = useSpace()
  const { glyphs } = useInterface()
  const { hasRules, bodyRows } = frameLayout(rows)
  const rule = frameRule(columns, glyphs.rule)
  const body = { columns: columns - 2, rows: bodyRows }
  const header: Line[] = [
    atBothEnds([{ text: ' ' }, ...segmentsOf(title)], note, columns - 1, glyphs.ellipsis),
    atBothEnds([{ text: ' ' }, ...segmentsOf(heading)], headingNote, columns - 1, glyphs.ellipsis),
  ]
  return (
    <Box flexDirection="column" width={columns} height={rows} overflowY="hidden">
      <Lines lines={hasRules ? [...header, rule] : header} columns={columns} />
      <Box height={body.rows} width={columns} paddingLeft={1} flexDirection="column" overflowY="hidden" flexShrink={0}>
        <SpaceContext.Provider value={body}>{children}</SpaceContext.Provider>
      </Box>
      <Footer columns={columns} hasRule={hasRules} message={message} />
    </Box>
  )
}
