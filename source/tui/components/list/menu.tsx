import { Box, Text } from 'ink'
import SelectInput from 'ink-select-input'
import { createContext, useContext, useState } from 'react'
import { fitLeft, truncate } from '../../../text/width/fit.ts'
import { textWidth } from '../../../text/width/width.ts'
import { useActions } from '../../hooks/use-actions.ts'
import { useClicks } from '../../hooks/use-clicks.ts'
import { useFocusState } from '../../hooks/use-focus-state.ts'
import { useInterface } from '../../hooks/use-interface.ts'
import { useSpace } from '../../hooks/use-space.ts'
import { asksFor } from '../../keys/bindings.ts'
import type { Key } from '../../terminal/key.ts'
import { textProps } from '../../theme/text-props.ts'
import { listActions } from './list-actions.ts'
import { moveInList } from './list-window.ts'

/** One choice: what it is called, and one line on what it does. */
export type MenuItem<V extends string> = { value: V; label: string; about: string }

type MenuProps<V extends string> = {
  items: readonly MenuItem<V>[]
  /** The choice the cursor starts at. */
  initial?: V | undefined
  onSelect: (value: V) => void
  /** What Enter does with a choice. */
  accepts: string
  isActive?: boolean
}

/** A menu: the keys of every list, digits choose at once, Enter chooses. */
export function Menu<V extends string>({ items, initial, onSelect, accepts, isActive = true }: MenuProps<V>) {
  const hasFocus = useFocusState()
  const { glyphs } = useInterface()
  const { columns, rows } = useSpace()
  const width = Math.max(...items.map((item) => textWidth(item.label)))
  const start = items.findIndex((item) => item.value === initial)
  /** A jump begins ink-select-input once more, at another item. */
  const [jump, setJump] = useState({ to: Math.max(0, start), count: 0 })
  const [current, setCurrent] = useState(jump.to)
  const limit = items.length <= rows ? items.length : Math.max(1, rows - 1)
  const last = items.length - 1
  const moves = listActions(limit, 'move', (move) => {
    const { cursor } = moveInList({ cursor: current, top: 0 }, move, items.length, limit)
    // Steps are its own.
    if (move.kind === 'by' && Math.abs(move.rows) === 1) return
    setJump({ to: cursor, count: jump.count + 1 })
    setCurrent(cursor)
  })
  const choose = (key: Key): void => {
    const chosen = items[Number(key.text) - 1]
    if (chosen !== undefined) onSelect(chosen.value)
  }
  useActions(
    [
      { keys: 'accept', does: accepts, rank: 'first' },
      ...moves,
      { keys: 'digit', name: `1-${Math.min(9, items.length)}`, does: `${accepts} at once`, run: choose, rank: 'late' },
    ],
    {
      layer: 'part',
      isActive,
      // It counts digits from the first item in sight, which changes while it scrolls, and goes round at the ends.
      wants: (key) => {
        const isAtEnd = (asksFor(key, 'up') && current === 0) || (asksFor(key, 'down') && current === last)
        return asksFor(key, 'digit') || isAtEnd ? false : null
      },
    },
  )
  const click = (row: number): void => {
    const item = items[row]
    if (item === undefined) return
    if (row === current) onSelect(item.value)
    else {
      setJump({ to: row, count: jump.count + 1 })
      setCurrent(row)
    }
  }
  // In a menu that scrolls, ink-select-input alone knows what is in sight.
  const box = useClicks(click, isActive && limit === items.length)
  return (
    <Box ref={box} flexDirection="column">
      <MenuContext.Provider value={{ columns, width, about: new Map(items.map((item) => [item.label, item.about])) }}>
        <SelectInput
          // It keeps a place in a window of this height, so another height begins it again.
          key={`${limit} ${jump.count}`}
          items={items.map(({ value, label }) => ({ value, label }))}
          initialIndex={current}
          isFocused={hasFocus && isActive}
          limit={limit}
          indicatorComponent={Indicator}
          itemComponent={Item}
          onSelect={(item) => onSelect(item.value)}
          onHighlight={(item) => setCurrent(items.findIndex(({ value }) => value === item.value))}
        />
        {limit < items.length && <Text>{`  ${glyphs.moreBelow} and ${items.length - limit} more`}</Text>}
      </MenuContext.Provider>
    </Box>
  )
}

/** With less room a sentence is cut so early that it says nothing. */
const leastAbout = 24

type Shown = { columns: number; width: number; about: ReadonlyMap<string, string> }
const MenuContext = createContext<Shown>({ columns: 80, width: 10, about: new Map() })

function Indicator({ isSelected = false }: { isSelected?: boolean }) {
  const { glyphs, theme } = useInterface()
  return (
    <Box width={2} flexShrink={0}>
      <Text {...(isSelected ? textProps(theme.selection) : {})}>{`${isSelected ? glyphs.cursor : ' '} `}</Text>
    </Box>
  )
}

function Item({ isSelected = false, label }: { isSelected?: boolean; label: string }) {
  const { glyphs, theme } = useInterface()
  const { columns, width, about } = useContext(MenuContext)
  const room = columns - width - 5
  const hasRoom = room >= leastAbout
  const name = hasRoom ? fitLeft(label, width, glyphs.ellipsis) : truncate(label, columns - 2, glyphs.ellipsis)
  const more = hasRoom ? `   ${truncate(about.get(label) ?? '', room, glyphs.ellipsis)}` : ''
  if (isSelected) {
    return (
      <Text wrap="truncate" {...textProps(theme.selection)}>
        {fitLeft(name + more, columns - 2, glyphs.ellipsis)}
      </Text>
    )
  }
  return (
    <Text wrap="truncate">
      {name}
      <Text dimColor>{more}</Text>
    </Text>
  )
}
