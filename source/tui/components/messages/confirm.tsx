import { Box } from 'ink'
import { useState } from 'react'
import { wrap } from '../../../text/width/wrap.ts'
import { useActions } from '../../hooks/use-actions.ts'
import { type Action, ignored } from '../../keys/action.ts'
import type { Command } from '../../keys/bindings.ts'
import type { Line } from '../../text/line.ts'
import { TextField } from '../form/text-field.tsx'
import { Lines } from '../frame/lines.tsx'

/** What is asked before something is done. */
export type Question = {
  /** One sentence: what will happen. */
  sentence: string
  /** What Enter does, in a word: `synchronize`. */
  verb: string
  /** What must be typed before it happens, such as the number of deletions; null: Enter is enough. */
  typed: { wanted: string; why: string } | null
}

type ConfirmProps = {
  question: Question
  columns: number
  onConfirm: () => void
  onCancel: () => void
  /** What other keys do while it is asked. */
  actions?: readonly Action[]
  /** What is asked about stays in sight, and can be scrolled. */
  canScroll?: boolean
}

/** The keys that scroll. */
const scrolling: readonly Command[] = [
  'up',
  'down',
  'pageUp',
  'pageDown',
  'halfPageUp',
  'halfPageDown',
  'first',
  'last',
]

/** The rows that a question takes, so that its screen can make room for all of it. */
export function confirmRows(question: Question, columns: number): number {
  return linesOf(question, columns, true).length + (question.typed === null ? 0 : 1)
}

/** Asks before something is done. Lies over its screen: nothing else takes keys meanwhile. */
export function Confirm({ question, columns, onConfirm, onCancel, actions = [], canScroll = false }: ConfirmProps) {
  const { typed } = question
  const [text, setText] = useState('')
  const [isWrong, setIsWrong] = useState(false)
  const submit = (): void => {
    if (typed === null || text.trim() === typed.wanted) onConfirm()
    else setIsWrong(true)
  }
  useActions(
    [
      { keys: 'accept', does: question.verb, run: submit, when: typed === null },
      { keys: 'back', does: 'cancel', run: onCancel },
      ...actions,
    ],
    { layer: 'overlay', rest: { ...ignored, passes: canScroll && typed === null ? scrolling : [] } },
  )
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Lines lines={linesOf(question, columns, isWrong)} columns={columns} />
      {typed !== null && (
        <TextField
          value={text}
          onChange={setText}
          onSubmit={submit}
          submits={question.verb}
          columns={20}
          layer="overlayPart"
        />
      )}
    </Box>
  )
}

function linesOf({ sentence, verb, typed }: Question, columns: number, isWrong: boolean): Line[] {
  const ask =
    typed === null ? `Press Enter to ${verb}, Esc to cancel.` : `${typed.why} Type ${typed.wanted} and press Enter.`
  return [
    ...wrap(sentence, columns).map((line): Line => [{ text: line, bold: true, tone: 'warning' }]),
    ...wrap(ask, columns),
    ...(isWrong && typed !== null ? wrap(`Type ${typed.wanted} to confirm.`, columns) : []),
  ]
}
