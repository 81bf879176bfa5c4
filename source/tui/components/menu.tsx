import { Box, Text } from 'ink'
import SelectInput from 'ink-select-input'
import { createContext, useContext } from 'react'
import { useFocusState } from '../hooks/use-focus-state.ts'
import { useInterface } from '../hooks/use-interface.ts'
import { useKeys } from '../hooks/use-keys.ts'
import { useSpace } from '../hooks/use-space.ts'
import { asksFor } from '../keys/bindings.ts'
import { fitLeft, truncate } from '../text/fit.ts'
import { textWidth } from '../text/width.ts'

/** One choice: what it is called, and one line on what it does. */
export type MenuItem<V extends string> = { value: V; label: string; about: string }

type MenuProps<V extends string> = {
  items: readonly MenuItem<V>[]
  /** The choice the cursor starts at. */
  initial?: V | undefined
  onSelect: (value: V) => void
  onHighlight?: ((value: V) => void) | undefined
  isActive?: boolean
}

/** A menu: arrows or j k, digits choose at once, Enter chooses. */
export function Menu<V extends string>({ items, initial, onSelect, onHighlight, isActive = true }: MenuProps<V>) {
  const hasFocus = useFocusState()
  const { columns, rows } = useSpace()
  const width = Math.max(...items.map((item) => textWidth(item.label)))
  const start = Math.max(
    0,
    items.findIndex((item) => item.value === initial),
  )
  useKeys((key) => asksFor(key, 'up') || asksFor(key, 'down') || asksFor(key, 'accept') || /^[1-9]$/.test(key.text), {
    layer: 'part',
    isActive,
  })
  return (
    <MenuContext.Provider value={{ columns, width, about: new Map(items.map((item) => [item.label, item.about])) }}>
      <SelectInput
        items={items.map(({ value, label }) => ({ value, label }))}
        initialIndex={start}
        isFocused={hasFocus && isActive}
        limit={Math.max(1, rows)}
        indicatorComponent={Indicator}
        itemComponent={Item}
        onSelect={(item) => onSelect(item.value)}
        {...(onHighlight ? { onHighlight: (item: { value: V }) => onHighlight(item.value) } : {})}
      />
    </MenuContext.Provider>
  )
}

/** With less room a sentence is cut so early that it says nothing. */
const leastAbout = 24

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
