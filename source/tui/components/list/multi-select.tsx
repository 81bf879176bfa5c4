import { Box } from 'ink'
import { useMemo, useReducer } from 'react'
import { grouped } from '../../../text/numbers.ts'
import { fitLeft, fitRight } from '../../../text/width/fit.ts'
import { textWidth } from '../../../text/width/width.ts'
import { useActions } from '../../hooks/use-actions.ts'
import { useClicks } from '../../hooks/use-clicks.ts'
import { useInterface } from '../../hooks/use-interface.ts'
import { useSpace } from '../../hooks/use-space.ts'
import { useTextSearch } from '../../hooks/use-text-search.ts'
import { atBothEnds, type Line } from '../../text/line.ts'
import { filterWords, markedMatches } from '../../text/marked-matches.ts'
import { Lines } from '../frame/lines.tsx'
import { placeWords } from '../messages/place-words.ts'
import { type KeptText, showAll, useFilter } from './filter.tsx'
import { type MultiSelectAction, type MultiSelectState, multiSelectReducer } from './multi-select-state.ts'
import { selectionBar } from './selection-bar.ts'
import { useList } from './use-list.ts'

/** One thing to choose. The texts must be safe to show. */
export type Choice = { id: string; label: string; about: string; note: string }

type MultiSelectProps = {
  choices: readonly Choice[]
  initial: ReadonlySet<string>
  onAccept: (chosen: ReadonlySet<string>) => void
  /** What Enter does: `save`, or `continue`. */
  accepts: string
  /** Called with each change, so that what is chosen survives leaving. */
  onChange: (chosen: ReadonlySet<string>) => void
  /** What it means that nothing is chosen. */
  noneMeans: string
  isActive?: boolean
  /** The order means something, as that of a tree does: the chosen ones do not come first. */
  keepsOrder?: boolean
  /** What stands at the right of a row, where that depends on what is chosen. */
  noteOf?: (choice: Choice, chosen: ReadonlySet<string>) => string
  /** Where the text of the filter is kept. */
  filterText?: KeptText
}

const textOf = ({ label, about }: Choice): string => `${label} ${about}`

/** Chooses any number of many: Space toggles, a all or none of what is filtered, f the chosen alone, / filters. */
export function MultiSelect({
  choices,
  initial,
  onAccept,
  accepts,
  onChange,
  noneMeans,
  isActive = true,
  keepsOrder = false,
  noteOf = ({ note }) => note,
  filterText,
}: MultiSelectProps) {
  const { glyphs } = useInterface()
  const { columns, rows } = useSpace()
  const [state, dispatch] = useReducer(multiSelectReducer, { chosen: initial, onlyChosen: false })
  // The chosen ones come first; toggling does not move rows under the cursor.
  const ordered = useMemo(() => {
    if (keepsOrder) return choices
    return [...choices.filter(({ id }) => initial.has(id)), ...choices.filter(({ id }) => !initial.has(id))]
  }, [choices, initial, keepsOrder])
  const search = useTextSearch(ordered, textOf)
  const visible = (text: string): readonly Choice[] => {
    const found = search.find(text)
    return state.onlyChosen ? found.filter(({ id }) => state.chosen.has(id)) : found
  }
  const filter = useFilter((text) => placeWords(visible(text).length, choices.length), isActive, filterText)
  const shown = visible(filter.text)
  const height = Math.max(1, rows - 1 - (filter.line === null ? 0 : 1))
  const list = useList({ count: shown.length, height, isActive })
  const current = shown[list.cursor]

  const change = (action: MultiSelectAction): void => {
    dispatch(action)
    onChange(multiSelectReducer(state, action).chosen)
  }
  const ids = (): string[] => shown.map(({ id }) => id)
  const areAllChosen = shown.length > 0 && shown.every(({ id }) => state.chosen.has(id))
  const toggle = (): void => {
    if (current) change({ kind: 'toggle', id: current.id })
  }
  const onlyChosen = (): void => change({ kind: 'toggleOnlyChosen' })
  useActions(
    [
      { keys: 'accept', does: accepts, run: () => onAccept(state.chosen), rank: 'first' },
      { keys: 'toggle', does: 'choose', run: toggle, rank: 'first' },
      { keys: 'f', does: state.onlyChosen ? 'show all' : 'selected only', run: onlyChosen },
      {
        keys: 'a',
        does: areAllChosen ? 'select none' : 'select all shown',
        run: () => change({ kind: areAllChosen ? 'drop' : 'choose', ids: ids() }),
        rank: 'late',
      },
      { keys: 'back', does: showAll, run: onlyChosen, when: state.onlyChosen },
    ],
    { layer: 'part', isActive: isActive && !filter.isOpen },
  )

  const words = filterWords(filter.text)
  const widths = useMemo(() => layout(choices, columns), [choices, columns])
  const lines = shown.slice(list.top, list.top + height).map((choice, index): Line => {
    const isCurrent = list.top + index === list.cursor
    const box = state.chosen.has(choice.id) ? glyphs.checked : glyphs.unchecked
    const line: Line = [
      { text: `${isCurrent ? glyphs.cursor : ' '} ` },
      { text: `${box} `, ...(state.chosen.has(choice.id) ? { tone: 'accent' } : {}) },
      ...markedMatches({ text: fitLeft(choice.label, widths.label, glyphs.ellipsis) }, words),
      ...markedMatches({ text: `  ${fitLeft(choice.about, widths.about, glyphs.ellipsis)}`, dim: true }, words),
      { text: `  ${fitRight(noteOf(choice, state.chosen), widths.note, glyphs.ellipsis)}`, dim: true },
    ]
    return isCurrent ? selectionBar(line, columns) : line
  })
  const click = (row: number): void => {
    const choice = shown[row]
    if (choice === undefined) return
    if (row === list.cursor) change({ kind: 'toggle', id: choice.id })
    else list.moveTo(row)
  }
  const box = useClicks((row) => click(list.top + row), isActive)
  const summary = summaryWords(state, shown, noneMeans)
  const position = shown.length === 0 ? '' : placeWords(list.cursor + 1, shown.length)
  return (
    <Box flexDirection="column">
      <Lines
        lines={[atBothEnds([{ text: summary, bold: true }], position, columns, glyphs.ellipsis)]}
        columns={columns}
      />
      {filter.line}
      <Box ref={box} flexDirection="column">
        <Lines lines={shown.length === 0 ? [`  ${nothingWords(state, filter.text)}`] : lines} columns={columns} />
      </Box>
    </Box>
  )
}

/** How many are chosen, and whether some of them are out of sight. */
function summaryWords({ chosen, onlyChosen }: MultiSelectState, shown: readonly Choice[], noneMeans: string): string {
  if (chosen.size === 0) return `None chosen: ${noneMeans}`
  const hidden = chosen.size - shown.filter(({ id }) => chosen.has(id)).length
  const more = hidden > 0 ? `, ${grouped(hidden)} of them not among these` : ''
  return `${grouped(chosen.size)} chosen${onlyChosen ? ', only these are shown' : ''}${more}`
}

function nothingWords({ chosen, onlyChosen }: MultiSelectState, text: string): string {
  if (text !== '') return 'Nothing matches. Esc clears the filter.'
  return onlyChosen && chosen.size === 0 ? 'Nothing selected. Press f to show all.' : 'Nothing to select.'
}

/** Widths that fit the content; a sample of it, where there is much. */
function layout(choices: readonly Choice[], columns: number): { label: number; about: number; note: number } {
  const sample = choices.slice(0, 2000)
  const widest = (text: (choice: Choice) => string): number =>
    Math.max(0, ...sample.map((item) => textWidth(text(item))))
  const room = columns - 11
  const note = Math.min(
    14,
    widest((choice) => choice.note),
  )
  const label = Math.min(
    widest((choice) => choice.label),
    Math.max(12, Math.floor((room - note) * 0.45)),
  )
  return {
    label,
    note,
    about: Math.max(
      0,
      Math.min(
        widest((choice) => choice.about),
        room - note - label,
      ),
    ),
  }
}
