import { Box } from 'ink'
import type { ReactNode } from 'react'
import { useInterface } from '../../hooks/use-interface.ts'
import { SpaceContext, useSpace } from '../../hooks/use-space.ts'
import type { Line, Segment } from '../../text/line.ts'
import { Footer } from './footer.tsx'
import { frameHeader } from './frame-header.ts'
import { frameLayout } from './frame-layout.ts'
import { Lines } from './lines.tsx'

/** The smallest window the interface works in. */
export const smallestWindow = { columns: 40, rows: 10 }

type FrameProps = {
  /** At the left of the header: what this is, for which organization. What has no room gives way, the last first. */
  title: readonly Segment[]
  /** At the right of the header, behind the heading: SIMULATED, or nothing. */
  note: Line
  /** Which screen this is. */
  heading: Line
  /** A short message above the hints, or in their place where the window is low; until the next key. */
  message?: string | null
  children: ReactNode
}

/**
 * The one frame of the interface: a line of header, the body, a line of footer, with air between them where the window is
 * high enough. Exactly as tall as the space it has, whatever the body holds.
 */
export function Frame(props: FrameProps) {
  const { title, note, heading, message = null, children } = props
  const { columns, rows } = useSpace()
  const { glyphs } = useInterface()
  const { hasAir, bodyRows } = frameLayout(rows)
  const body = { columns: columns - 2, rows: bodyRows }
  const header = frameHeader({ title, heading, note }, columns, glyphs.ellipsis)
  return (
    <Box flexDirection="column" width={columns} height={rows} overflowY="hidden">
      <Lines lines={hasAir ? [header, ''] : [header]} columns={columns} />
      <Box height={body.rows} width={columns} paddingLeft={1} flexDirection="column" overflowY="hidden" flexShrink={0}>
        <SpaceContext.Provider value={body}>{children}</SpaceContext.Provider>
      </Box>
      <Footer columns={columns} hasAir={hasAir} message={message} />
    </Box>
  )
}
