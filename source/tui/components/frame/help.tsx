import { wrap } from '../../../text/width/wrap.ts'
import { useHints } from '../../hooks/use-hints.ts'
import { useKeys } from '../../hooks/use-keys.ts'
import { useSpace } from '../../hooks/use-space.ts'
import type { Line } from '../../text/line.ts'
import type { Hint } from './key-hints.ts'
import { paneMargin, ScrollPane } from './scroll-pane.tsx'

/** The keys that work everywhere. */
const everywhere: readonly Hint[] = [
  { keys: 'Up Down, k j', does: 'move' },
  { keys: 'PgUp PgDn, Ctrl-U Ctrl-D', does: 'move by a page, by half a page' },
  { keys: 'Home End, g G', does: 'first, last' },
  { keys: 'Enter', does: 'go on' },
  { keys: 'Esc, Shift-Tab', does: 'go back' },
  { keys: '/', does: 'filter a list; Esc clears it' },
  { keys: 'q', does: 'quit, outside text fields' },
  { keys: 'Ctrl-C', does: 'quit anywhere' },
  { keys: 'Ctrl-Z', does: 'suspend; fg comes back' },
  { keys: 'Ctrl-L', does: 'draw the screen again' },
]

const ownHints: readonly Hint[] = [
  { keys: 'Up Down', does: 'scroll' },
  { keys: 'other keys', does: 'close' },
]

type HelpProps = { about: string; hints: readonly Hint[]; onClose: () => void }

/** What this screen is for and every key, over the screen it explains. */
export function Help({ about, hints, onClose }: HelpProps) {
  const { columns, rows } = useSpace()
  useHints(ownHints)
  useKeys(
    () => {
      onClose()
      return true
    },
    { layer: 'overlay' },
  )
  const keys = (list: readonly Hint[]): Line[] => {
    const width = Math.max(...list.map(({ keys: names }) => names.length), 0)
    return list.flatMap(({ keys: names, does }) =>
      wrap(does, columns - paneMargin - width - 4).map((text, index) => [
        { text: `  ${(index === 0 ? names : '').padEnd(width)}`, bold: true },
        { text: `  ${text}` },
      ]),
    )
  }
  const lines: Line[] = [
    ...wrap(about, columns - paneMargin),
    '',
    'On this screen',
    ...keys(hints),
    '',
    'Everywhere',
    ...keys(everywhere),
  ]
  return <ScrollPane lines={lines} columns={columns} height={rows} layer="overlayPart" />
}
