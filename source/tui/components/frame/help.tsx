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
  const width = Math.max(...actions.map(({ long }) => long.length), 0)
  const keys = actions.flatMap(({ long, does }) =>
    wrap(does, columns - paneMargin - width - 4).map(
      (text, index): Line => [
        { text: `  ${(index === 0 ? long : '').padEnd(width)}`, bold: true },
        { text: `  ${text}` },
      ],
    ),
  )
  const lines: Line[] = [...wrap(about, columns - paneMargin), '', ...keys]
  return <ScrollPane lines={lines} columns={columns} height={rows} layer="overlayPart" />
}
