import { Box } from 'ink'
import { useState } from 'react'
import { wrap } from '../../../text/width/wrap.ts'
import { useHints } from '../../hooks/use-hints.ts'
import { useKeys } from '../../hooks/use-keys.ts'
import { asksFor } from '../../keys/bindings.ts'
import type { Line } from '../../text/line.ts'
import { TextField } from '../form/text-field.tsx'
import type { Hint } from '../frame/key-hints.ts'
import { Lines } from '../frame/lines.tsx'

/** What is asked before something is done. */
export type Question = {
  /** One sentence: what will happen. */
  sentence: string
  /** What must be typed before it happens, such as the number of deletions; null: Enter is enough. */
  typed: { wanted: string; why: string } | null
}

type ConfirmProps = {
  question: Question
  columns: number
  onConfirm: () => void
  onCancel: () => void
}

const hints: readonly Hint[] = [
  { keys: 'Enter', does: 'does it' },
  { keys: 'Esc', does: 'goes back' },
]

/** The rows that a question takes, so that its screen can make room for all of it. */
export function confirmRows(question: Question, columns: number): number {
  return linesOf(question, columns, true).length + (question.typed === null ? 0 : 1)
}

/** Asks before something is done. Lies over its screen: nothing else takes keys meanwhile. */
export function Confirm({ question, columns, onConfirm, onCancel }: ConfirmProps) {
  const { typed } = question
  const [text, setText] = useState('')
  const [isWrong, setIsWrong] = useState(false)
  const submit = (): void => {
    if (typed === null || text.trim() === typed.wanted) onConfirm()
    else setIsWrong(true)
  }
  useHints(hints)
  useKeys(
    (key) => {
      if (asksFor(key, 'back')) onCancel()
      else if (typed === null && asksFor(key, 'accept')) submit()
      return true
    },
    { layer: 'overlay' },
  )
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Lines lines={linesOf(question, columns, isWrong)} columns={columns} />
      {typed !== null && (
        <TextField value={text} onChange={setText} onSubmit={submit} columns={20} layer="overlayPart" />
      )}
    </Box>
  )
}

function linesOf({ sentence, typed }: Question, columns: number, isWrong: boolean): Line[] {
  const wrong = isWrong && typed !== null ? ` This is not ${typed.wanted}.` : ''
  const ask =
    typed === null
      ? 'Enter does it, Esc goes back.'
      : `${typed.why} Type ${typed.wanted} and Enter to do it; Esc goes back.${wrong}`
  return [...wrap(sentence, columns).map((line): Line => [{ text: line, bold: true }]), ...wrap(ask, columns)]
}
