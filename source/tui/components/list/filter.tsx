import { Box, Text } from 'ink'
import { type ReactNode, useState } from 'react'
import { useEscapeHint, useHints } from '../../hooks/use-hints.ts'
import { useKeys } from '../../hooks/use-keys.ts'
import { useSpace } from '../../hooks/use-space.ts'
import { asksFor } from '../../keys/bindings.ts'
import { TextField } from '../form/text-field.tsx'
import type { Hint } from '../frame/key-hints.ts'

/** A filter over a list: what is typed, and the line that shows it. */
export type Filter = {
  text: string
  /** The field is open, so letters are text. */
  isOpen: boolean
  /** One line while the filter is open or holds text; otherwise null. */
  line: ReactNode
}

const openHints: readonly Hint[] = [
  { keys: 'letters', does: 'filter' },
  { keys: 'Enter', does: 'keep it' },
  { keys: 'Esc', does: 'clear it' },
  { keys: 'Up Down', does: 'move' },
]

/** What Esc does, in the footer, while rows are kept out of sight. */
export const showAll = 'show all'

/**
 * A filter that `/` opens. The arrows move the list meanwhile; Enter goes back to it and keeps the filter, Escape clears it: it
 * never traps.
 * @param note what the filter has left, such as `12 of 340`
 */
export function useFilter(note: (text: string) => string, isActive = true): Filter {
  const [text, setText] = useState('')
  const [isOpen, setIsOpen] = useState(false)
  const { columns } = useSpace()
  useHints(isOpen && isActive ? openHints : null)
  useEscapeHint(text !== '' && !isOpen && isActive ? showAll : null)

  useKeys(
    (key) => {
      if (isOpen) {
        if (asksFor(key, 'back')) {
          setText('')
          setIsOpen(false)
          return true
        }
        return false
      }
      if (asksFor(key, 'filter')) {
        setIsOpen(true)
        return true
      }
      if (text !== '' && asksFor(key, 'back')) {
        setText('')
        return true
      }
      return false
    },
    { layer: 'part', isActive },
  )
  const isShown = isOpen || text !== ''
  const noteText = isShown ? note(text) : ''
  const line = isShown ? (
    <Box height={1} overflowY="hidden">
      <Text bold={isOpen}>{'/ '}</Text>
      <TextField
        value={text}
        onChange={setText}
        onSubmit={() => setIsOpen(false)}
        columns={Math.max(10, columns - noteText.length - 5)}
        isActive={isOpen && isActive}
      />
      <Text wrap="truncate"> {noteText}</Text>
    </Box>
  ) : null
  return { text, isOpen, line }
}
