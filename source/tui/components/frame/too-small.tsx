import { wrap } from '../../../text/width/wrap.ts'
import { useSpace } from '../../hooks/use-space.ts'
import { smallestWindow } from './frame.tsx'
import { Lines } from './lines.tsx'

/** Shown in place of everything while the window is too small for a frame. Nothing entered is lost meanwhile. */
export function TooSmall() {
  const { columns, rows } = useSpace()
  const text = `The window has ${columns} columns and ${rows + 1} rows. Rollcall needs ${smallestWindow.columns} and ${smallestWindow.rows}. Make it larger, or press Ctrl-C to leave.`
  return <Lines lines={wrap(text, columns).slice(0, rows)} columns={columns} />
}
