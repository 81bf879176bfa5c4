import { Box, Text } from 'ink'
import TextInput from 'ink-text-input'
import { useState } from 'react'
import { holdsSecret } from '../../../text/mask-secrets.ts'
import { textWidth } from '../../../text/width/width.ts'
import { useActions } from '../../hooks/use-actions.ts'
import { useFocusState } from '../../hooks/use-focus-state.ts'
import { useInterface } from '../../hooks/use-interface.ts'
import type { Layer } from '../../keys/key-router.ts'
import type { Key } from '../../terminal/key.ts'
import { plainKey } from '../../terminal/key.ts'
import { cursorAfter, isForTextInput, withoutWordBefore } from './field-cursor.ts'

type TextFieldProps = {
  value: string
  onChange: (value: string) => void
  onSubmit: (value: string) => void
  /** The columns the field may take. */
  columns: number
  isActive?: boolean
  /** Where the field stands; a part of a screen unless told otherwise. */
  layer?: Layer
  placeholder?: string
  /** Shows `*` for each character. */
  isSecret?: boolean
  /** What Enter does. */
  submits: string
  /** What letters do, where that needs to be said. */
  typing?: string
  /** Takes a pasted text that is not meant for the line itself, such as a whole key. */
  paste?: { isMine: (text: string) => boolean; take: (text: string) => void }
}

const highest = 3
/** A longer edge says no more. */
const widestEdge = 48
const narrowest = 4

/** The rows that a field with this text takes, so that its screen can make room for all of it. */
export function fieldRows(text: string, columns: number): number {
  return Math.max(1, Math.min(highest, Math.ceil((textWidth(text) + 1) / Math.max(narrowest, columns))))
}

/** What a field must not show raw: controls, signs without width, the fifth mark on one letter and those after it. */
const unshowable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?<=\p{M}{4})\p{M}/gu

/** As many signs as before, so that the cursor stays where it is. What is typed and pasted holds none of them. */
function showable(text: string): string {
  return text.replace(unshowable, (sign) => '\ufffd'.repeat(sign.length))
}

/**
 * A line of text to type: ink-text-input, with Home, End, Delete, Ctrl-A, E, U and W as shells have them, and as many rows
 * as a long text needs. A value that is set from outside puts the cursor at its end.
 */
export function TextField(props: TextFieldProps) {
  const {
    onChange,
    onSubmit,
    submits,
    typing = '',
    columns,
    isActive = true,
    placeholder = '',
    isSecret = false,
    paste,
    layer = 'part',
  } = props
  const value = showable(props.value)
  // Whatever a field is for, a secret that is pasted into it is not drawn.
  const isMasked = isSecret || holdsSecret(value)
  const { putFirst } = useInterface()
  const hasFocus = useFocusState()
  // `known` is the value this field gave out last; another one comes from outside and starts the field anew.
  const [field, setField] = useState({ known: value, offset: value.length, epoch: 0 })
  if (field.known !== value) setField({ known: value, offset: value.length, epoch: field.epoch + 1 })
  const offset = Math.min(field.offset, value.length)

  const wants = (key: Key): boolean => {
    if (key.name === 'paste' && paste?.isMine(key.text)) return false
    return isForTextInput(key, offset, value.length)
  }
  const take = (key: Key): void => {
    if (key.name === 'paste' && paste?.isMine(key.text)) paste.take(key.text)
    else if (isForTextInput(key, offset, value.length)) {
      setField((current) => ({ ...current, offset: cursorAfter(key, offset) }))
    }
  }
  const deleteNext = (): void => {
    const next = value.slice(0, offset) + value.slice(offset + 1)
    setField((current) => ({ ...current, known: next }))
    onChange(next)
  }
  const moveBy = (name: 'left' | 'right', count: number): void => putFirst(new Array(count).fill(plainKey(name)))
  useActions(
    [
      { keys: 'accept', does: submits, rank: 'first' },
      { keys: 'lineStart', does: 'to the start of the line', run: () => moveBy('left', offset), rank: 'help' },
      { keys: 'lineEnd', does: 'to its end', run: () => moveBy('right', value.length - offset), rank: 'help' },
      { keys: 'deleteNext', does: 'delete', run: deleteNext, rank: 'help' },
      { keys: 'clear', does: 'clear', run: () => onChange(''), rank: 'late' },
      {
        keys: 'deleteWord',
        does: 'delete the word before',
        run: () => onChange(withoutWordBefore(value, offset)),
        rank: 'help',
      },
    ],
    { layer, wants, typed: { does: typing, take }, isActive },
  )

  const change = (next: string): void => {
    const whole = next.replace(/\p{Cs}/gu, '')
    setField((current) => ({ ...current, known: whole }))
    onChange(whole)
  }
  const width = Math.max(narrowest, columns)
  const rows = fieldRows(value, columns)
  const edge =
    rows > 1
      ? 0
      : Math.min(width, widestEdge) - Math.max(textWidth(value) + 1, value === '' ? textWidth(placeholder) : 0)
  return (
    <Box width={width} height={rows} overflowY="hidden" flexDirection="column" justifyContent="flex-end" flexShrink={0}>
      {isActive ? (
        <Box>
          <TextInput
            key={field.epoch}
            value={value}
            focus={hasFocus || layer === 'overlayPart'}
            placeholder={placeholder}
            onChange={change}
            onSubmit={onSubmit}
            {...(isMasked ? { mask: '*' } : {})}
          />
          {/* The edge of the field: a line as far as there is room for text. */}
          <Text dimColor wrap="truncate">
            {edge < 4 ? '' : '_'.repeat(edge)}
          </Text>
        </Box>
      ) : (
        <Text wrap="truncate" dimColor={value === ''}>
          {(isMasked ? '*'.repeat(value.length) : value) || placeholder || ' '}
        </Text>
      )}
    </Box>
  )
}
