import { wrap } from '../../../text/width/wrap.ts'
import { useActions } from '../../hooks/use-actions.ts'
import { useSpace } from '../../hooks/use-space.ts'
import type { ShownAction } from '../../keys/action.ts'
import type { Line } from '../../text/line.ts'
import { paneMargin, ScrollPane } from './scroll-pane.tsx'

type HelpProps = { about: string; actions: readonly ShownAction[]; onClose: () => void }

/** What this screen is for and every key that does something on it, over the screen it explains. */
export function Help({ about, actions, onClose }: HelpProps) {
  const { columns, rows } = useSpace()
  useActions([], { layer: 'overlay', rest: { does: 'close', run: onClose } })
  const room = columns - paneMargin
  const widest = Math.max(...actions.map(({ long }) => long.length), 0)
  // Where the keys would take most of a line, those with long names have one of their own.
  const width = Math.min(widest, Math.max(8, Math.floor(room * 0.4)))
  const keys = actions.flatMap(({ long, does }): Line[] => {
    const texts = wrap(does, room - width - 4)
    const isLong = long.length > width
    return [
      ...(isLong ? [[{ text: `  ${long}`, bold: true }]] : []),
      ...texts.map(
        (text, index): Line => [
          { text: `  ${(index === 0 && !isLong ? long : '').padEnd(width)}`, bold: true },
          { text: `  ${text}` },
        ],
      ),
    ]
  })
  const lines: Line[] = [...wrap(about, columns - paneMargin), '', ...keys]
  return <ScrollPane lines={lines} columns={columns} height={rows} layer="overlayPart" />
}
