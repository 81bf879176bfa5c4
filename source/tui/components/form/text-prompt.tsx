import { Box } from 'ink'
import { useState } from 'react'
import { truncate } from '../../../text/width/fit.ts'
import { wrap } from '../../../text/width/wrap.ts'
import { useActions } from '../../hooks/use-actions.ts'
import { useInterface } from '../../hooks/use-interface.ts'
import { ignored } from '../../keys/action.ts'
import { Lines } from '../frame/lines.tsx'
import { problemSentence } from '../messages/problem-lines.ts'
import { TextField } from './text-field.tsx'

type TextPromptProps = {
  label: string
  /** What Enter does. */
  submits: string
  columns: number
  initial?: string
  /** Does it; what it throws is shown, and the text stays. */
  onSubmit: (text: string) => Promise<void>
  onCancel: () => void
  /** Told of the work, which keys that are typed meanwhile wait for. */
  onBusy: (work: Promise<unknown>) => void
}

/** The rows of a prompt in so many columns: what is asked, the field, and room for what is wrong and what to do about it. */
export function promptRows(columns: number): number {
  return 2 + Math.min(5, Math.ceil(200 / columns))
}

/** Asks for one line over a screen, which takes no keys meanwhile. */
export function TextPrompt({ label, submits, columns, initial = '', onSubmit, onCancel, onBusy }: TextPromptProps) {
  const { glyphs } = useInterface()
  const [text, setText] = useState(initial)
  const [wrong, setWrong] = useState('')
  useActions([{ keys: 'back', does: 'cancel', run: onCancel }], { layer: 'overlay', rest: ignored })
  const submit = (value: string): void => {
    if (value.trim() === '') return
    onBusy(
      onSubmit(value).catch((error: unknown) => {
        setWrong(`${glyphs.failed} ${problemSentence(error)}`)
      }),
    )
  }
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Lines lines={[[{ text: truncate(label, columns, glyphs.ellipsis), bold: true }]]} columns={columns} />
      <TextField
        value={text}
        onChange={setText}
        onSubmit={submit}
        submits={submits}
        columns={columns}
        layer="overlayPart"
      />
      <Lines lines={wrap(wrong, columns).slice(0, promptRows(columns) - 2)} columns={columns} />
    </Box>
  )
}
