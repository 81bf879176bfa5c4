import { Box } from 'ink'
import { useReducer, useState } from 'react'
import { safeText } from '../../../text/safe-text.ts'
import { fitLeft, truncate } from '../../../text/width/fit.ts'
import { wrap } from '../../../text/width/wrap.ts'
import { useActions } from '../../hooks/use-actions.ts'
import { useInterface } from '../../hooks/use-interface.ts'
import { useTextSearch } from '../../hooks/use-text-search.ts'
import { ignored } from '../../keys/action.ts'
import type { Line } from '../../text/line.ts'
import { filterWords, markedMatches } from '../../text/marked-matches.ts'
import { Lines } from '../frame/lines.tsx'
import { settleList } from '../list/list-window.ts'
import { selectionBar } from '../list/selection-bar.ts'
import { problemSentence } from '../messages/problem-lines.ts'
import { emptyPicker, type PickerItem, pickedValue, pickerReducer } from './picker-state.ts'
import { TextField } from './text-field.tsx'

type PickerProps = {
  label: string
  items: readonly PickerItem[]
  /** What Enter does. */
  submits: string
  columns: number
  /** The rows it may take: three at least, for what is asked, the field, and what matches or is wrong. */
  rows: number
  /** Does it; what it throws is shown, and the text stays. */
  onPick: (value: string) => Promise<void>
  onCancel: () => void
  /** Told of the work, which keys that are typed meanwhile wait for. */
  onBusy: (work: Promise<unknown>) => void
}

const textOf = ({ value, about }: PickerItem): string => `${value} ${about}`

/** Asks for a name over a screen: letters find it, the arrows choose among those that match, Enter takes it. */
export function Picker({ label, items, submits, columns, rows, onPick, onCancel, onBusy }: PickerProps) {
  const { glyphs } = useInterface()
  const [state, send] = useReducer(pickerReducer, emptyPicker)
  const [wrong, setWrong] = useState('')
  const search = useTextSearch(items, textOf)
  const matches = search.find(state.text)
  const move = (by: number) => (): void => send({ type: 'moved', by, count: matches.length })
  useActions(
    [
      { keys: 'back', does: 'cancel', run: onCancel },
      { keys: 'down', does: 'choose', run: move(1) },
      { keys: 'up', does: '', run: move(-1) },
    ],
    { layer: 'overlay', rest: ignored },
  )
  const submit = (): void => {
    const value = pickedValue(state, matches)
    if (value === null) return
    onBusy(
      onPick(value).catch((error: unknown) => {
        setWrong(`${glyphs.failed} ${problemSentence(error)}`)
      }),
    )
  }
  const height = Math.max(1, rows - 2)
  const { top } = settleList({ cursor: state.cursor ?? 0, top: 0 }, matches.length, height)
  const width = Math.floor(columns * 0.5)
  const words = filterWords(state.text)
  const found = matches.slice(top, top + height).map(({ value, about }, index): Line => {
    const isCurrent = top + index === state.cursor
    const name = { text: fitLeft(safeText(value), width, glyphs.ellipsis) }
    const line: Line = [
      { text: `${isCurrent ? glyphs.cursor : ' '} ` },
      ...markedMatches(name, words),
      { text: `  ${truncate(safeText(about), Math.max(1, columns - width - 4), glyphs.ellipsis)}`, dim: true },
    ]
    return isCurrent ? selectionBar(line, columns) : line
  })
  const below = wrong === '' ? found : wrap(wrong, columns).slice(0, height)
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Lines lines={[[{ text: truncate(label, columns, glyphs.ellipsis), bold: true }]]} columns={columns} />
      <TextField
        value={state.text}
        onChange={(text) => {
          setWrong('')
          send({ type: 'typed', text })
        }}
        onSubmit={submit}
        submits={submits}
        columns={columns}
        layer="overlayPart"
      />
      <Lines lines={below} columns={columns} />
    </Box>
  )
}
