import { useState } from 'react'
import { wrapRow } from '../../../text/width/wrap.ts'
import { useActions } from '../../hooks/use-actions.ts'
import { useInterface } from '../../hooks/use-interface.ts'
import type { Layer } from '../../keys/key-router.ts'
import { atBothEnds, type Line } from '../../text/line.ts'
import { listActions } from '../list/list-actions.ts'
import { Lines } from './lines.tsx'

type ScrollPaneProps = { lines: readonly Line[]; columns: number; height: number; layer?: Layer; isActive?: boolean }

/** The columns that lines in a pane may have, so that the signs for what is above and below stand free. */
export const paneMargin = 3

/** Lines that may be more than fit: scrolled by the keys of a list, with signs for what is above and below. */
export function ScrollPane({ lines: given, columns, height, layer = 'part', isActive = true }: ScrollPaneProps) {
  const { glyphs } = useInterface()
  const [wanted, setTop] = useState(0)
  // What is too wide goes on below, where it can be read.
  const lines = given.flatMap((line): readonly Line[] =>
    typeof line === 'string' ? wrapRow(line, columns - paneMargin) : [line],
  )
  const lowest = Math.max(0, lines.length - height)
  const top = Math.min(wanted, lowest)
  const scroll = listActions(height, 'scroll', (move) => {
    const next = move.kind === 'by' ? top + move.rows : move.row
    setTop(Math.max(0, Math.min(next, lowest)))
  })
  useActions(lowest === 0 ? [] : scroll, { layer, isActive })
  const shown = lines.slice(top, top + height).map((line, index, all): Line => {
    const above = index === 0 && top > 0 ? glyphs.moreAbove : ''
    const below = index === all.length - 1 && top < lowest ? glyphs.moreBelow : ''
    return above + below === '' ? line : atBothEnds(line, above + below, columns, glyphs.ellipsis)
  })
  return <Lines lines={shown} columns={columns} />
}
