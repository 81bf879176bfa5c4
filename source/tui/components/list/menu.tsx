import { Box, Text } from 'ink'
import SelectInput from 'ink-select-input'
import { createContext, useContext, useState } from 'react'
import { fitLeft, truncate } from '../../../text/width/fit.ts'
import { textWidth } from '../../../text/width/width.ts'
import { useFocusState } from '../../hooks/use-focus-state.ts'
import { useInterface } from '../../hooks/use-interface.ts'
import { useKeys } from '../../hooks/use-keys.ts'
import { useSpace } from '../../hooks/use-space.ts'
import { asksFor } from '../../keys/bindings.ts'
import type { Key } from '../../terminal/key.ts'

/** One choice: what it is called, and one line on what it does. */
export type MenuItem<V extends string> = { value: V; label: string; about: string }

type MenuProps<V extends string> = {
  items: readonly MenuItem<V>[]
  /** The choice the cursor starts at. */
  initial?: V | undefined
  onSelect: (value: V) => void
  isActive?: boolean
}

/** A menu: arrows or j k, digits choose at once, Enter chooses. */
export function Menu<V extends string>({ items, initial, onSelect, isActive = true }: MenuProps<V>) {
  const hasFocus = useFocusState()
  const { glyphs } = useInterface()
  const { columns, rows } = useSpace()
  const width = Math.max(...items.map((item) => textWidth(item.label)))
  const [current, setCurrent] = useState(() =>
    Math.max(
      0,
      items.findIndex((item) => item.value === initial),
    ),
  )
  const limit = items.length <= rows ? items.length : Math.max(1, rows - 1)
  useKeys(
    (key) => {
      const chosen = isDigit(key) ? items[Number(key.text) - 1] : undefined
      if (chosen !== undefined) onSelect(chosen.value)
      return isDigit(key) || asksFor(key, 'up') || asksFor(key, 'down') || asksFor(key, 'accept')
    },
    // ink-select-input counts digits from the first item in sight, which changes while it scrolls.
    { layer: 'part', isActive, wants: (key) => (isDigit(key) ? false : null) },
  )
  return (
    <MenuContext.Provider value={{ columns, width, about: new Map(items.map((item) => [item.label, item.about])) }}>
      <SelectInput
        // It keeps a place in a window of this height, so another height begins it anew.
        key={limit}
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
  )
}

/** With less room a sentence is cut so early that it says nothing. */
const leastAbout = 24

const isDigit = (key: Key): boolean => key.name === 'character' && !key.ctrl && /^[1-9]$/.test(key.text)

type Shown = { columns: number; width: number; about: ReadonlyMap<string, string> }
const MenuContext = createContext<Shown>({ columns: 80, width: 10, about: new Map() })

function Indicator({ isSelected = false }: { isSelected?: boolean }) {
  const { glyphs } = useInterface()
  return (
    <Box width={2} flexShrink={0}>
      <Text bold={isSelected}>{isSelected ? glyphs.cursor : ' '}</Text>
    </Box>
  )
}

function Item({ isSelected = false, label }: { isSelected?: boolean; label: string }) {
  const { glyphs } = useInterface()
  const { columns, width, about } = useContext(MenuContext)
  const room = columns - width - 5
  const hasRoom = room >= leastAbout
  return (
    <Text wrap="truncate">
      <Text bold={isSelected}>
        {hasRoom ? fitLeft(label, width, glyphs.ellipsis) : truncate(label, columns - 2, glyphs.ellipsis)}
      </Text>
      {hasRoom ? `   ${truncate(about.get(label) ?? '', room, glyphs.ellipsis)}` : ''}
    </Text>
  )
}
