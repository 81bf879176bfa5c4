import { Box, Text } from 'ink'
import { type ReactNode, useState } from 'react'
import { useActions } from '../../hooks/use-actions.ts'
import { useSpace } from '../../hooks/use-space.ts'
import { TextField } from '../form/text-field.tsx'

/** A filter over a list: what is typed, and the line that shows it. */
export type Filter = {
  text: string
  /** The field is open, so letters are text. */
  isOpen: boolean
  /** One line while the filter is open or holds text; otherwise null. */
  line: ReactNode
}

/** The text of a filter that outlives the list it is over. */
export type KeptText = { text: string; change: (text: string) => void }

/** What Esc does, in the footer, while rows are kept out of sight. */
export const showAll = 'show all'

/**
 * A filter that `/` opens. The arrows move the list meanwhile; Enter goes back to it and keeps the filter, Escape clears it: it
 * never traps.
 * @param note what the filter has left, such as `12 of 340`
 * @param kept where the text is kept; in the filter itself unless given
 */
export function useFilter(note: (text: string) => string, isActive = true, kept?: KeptText): Filter {
  const [ownText, setOwnText] = useState('')
  const text = kept?.text ?? ownText
  const setText = kept?.change ?? setOwnText
  const [isOpen, setIsOpen] = useState(false)
  const { columns } = useSpace()
  const clear = (): void => {
    setText('')
    setIsOpen(false)
  }
  useActions(
    [
      { keys: 'filter', does: 'filter', run: () => setIsOpen(true), when: !isOpen },
      { keys: 'back', does: isOpen ? 'clear it' : showAll, run: clear, when: isOpen || text !== '' },
    ],
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
        submits="keep it"
        typing="filter"
        columns={Math.max(10, columns - noteText.length - 5)}
        isActive={isOpen && isActive}
      />
      <Text wrap="truncate"> {noteText}</Text>
    </Box>
  ) : null
  return { text, isOpen, line }
}
