import { Box } from 'ink'
import { useState } from 'react'
import { truncate } from '../../../text/width/fit.ts'
import { wrap } from '../../../text/width/wrap.ts'
import { useHints } from '../../hooks/use-hints.ts'
import { useInterface } from '../../hooks/use-interface.ts'
import { useKeys } from '../../hooks/use-keys.ts'
import { asksFor } from '../../keys/bindings.ts'
import type { Hint } from '../frame/key-hints.ts'
import { Lines } from '../frame/lines.tsx'
import { problemSentence } from '../messages/problem-lines.ts'
import { TextField } from './text-field.tsx'

type TextPromptProps = {
  label: string
  columns: number
  initial?: string
  /** Does it; what it throws is shown, and the text stays. */
  onSubmit: (text: string) => Promise<void>
  onCancel: () => void
  /** Told of the work, which keys that are typed meanwhile wait for. */
  onBusy: (work: Promise<unknown>) => void
}

const hints: readonly Hint[] = [
  { keys: 'Enter', does: 'does it' },
  { keys: 'Esc', does: 'goes back' },
]

/** The rows of a prompt in so many columns: what is asked, the field, and room for what is wrong and what to do about it. */
export function promptRows(columns: number): number {
  return 2 + Math.min(5, Math.ceil(200 / columns))
}

/** Asks for one line over a screen, which takes no keys meanwhile. */
export function TextPrompt({ label, columns, initial = '', onSubmit, onCancel, onBusy }: TextPromptProps) {
  const { glyphs } = useInterface()
  const [text, setText] = useState(initial)
  const [wrong, setWrong] = useState('')
  useHints(hints)
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
        setWrong(`${glyphs.failed} ${problemSentence(error)}`)
      }),
    )
  }
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Lines lines={[[{ text: truncate(label, columns, glyphs.ellipsis), bold: true }]]} columns={columns} />
      <TextField value={text} onChange={setText} onSubmit={submit} columns={columns} layer="overlayPart" />
      <Lines
        lines={wrap(wrong || 'Enter does it, Esc goes back.', columns).slice(0, promptRows(columns) - 2)}
        columns={columns}
      />
    </Box>
  )
}
