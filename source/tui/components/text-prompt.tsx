import { Box } from 'ink'
import { useState } from 'react'
import { useKeys } from '../hooks/use-keys.ts'
import { asksFor } from '../keys/bindings.ts'
import { truncate } from '../text/fit.ts'
import { Lines } from './lines.tsx'
import { shownProblem } from './problem-lines.ts'
import { TextField } from './text-field.tsx'

type TextPromptProps = {
  label: string
  columns: number
  initial?: string
  /** Does it; what it throws is shown, and the text stays. */
  onSubmit: (text: string) => Promise<void>
  onCancel: () => void
  onBusy: (work: Promise<unknown>) => void
}

/** Asks for one line over a screen, which takes no keys meanwhile. */
export function TextPrompt({ label, columns, initial = '', onSubmit, onCancel, onBusy }: TextPromptProps) {
  const [text, setText] = useState(initial)
  const [wrong, setWrong] = useState('')
  useKeys(
    (key) => {
      if (asksFor(key, 'back')) onCancel()
      return true
    },
    { layer: 'overlay' },
  )
  const submit = (value: string): void => {
    onBusy(
      onSubmit(value).catch((error: unknown) => {
        const problem = shownProblem(error)
        setWrong(`${problem.title}. ${problem.cause}`)
      }),
    )
  }
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Lines lines={[[{ text: label, bold: true }]]} columns={columns} />
      <TextField value={text} onChange={setText} onSubmit={submit} columns={columns} layer="overlayPart" />
      <Lines lines={[truncate(wrong || 'Enter does it, Esc goes back.', columns, '')]} columns={columns} />
    </Box>
  )
}
