import { Box } from 'ink'
import { useState } from 'react'
import { useKeys } from '../hooks/use-keys.ts'
import { asksFor } from '../keys/bindings.ts'
import { wrap } from '../text/wrap.ts'
import { Lines } from './lines.tsx'
import { TextField } from './text-field.tsx'

type ConfirmProps = {
  /** One sentence: what will happen. */
  sentence: string
  /** What must be typed before it happens, such as the number of deletions; null: Enter is enough. */
  typed: { wanted: string; why: string } | null
  columns: number
  onConfirm: () => void
  onCancel: () => void
}

/** Asks before something is done. Lies over its screen: nothing else takes keys meanwhile. */
export function Confirm({ sentence, typed, columns, onConfirm, onCancel }: ConfirmProps) {
  const [text, setText] = useState('')
  const [isWrong, setIsWrong] = useState(false)
  const submit = (): void => {
    if (typed === null || text.trim() === typed.wanted) onConfirm()
    else setIsWrong(true)
  }
  useKeys(
    (key) => {
      if (asksFor(key, 'back')) onCancel()
      else if (typed === null && asksFor(key, 'accept')) submit()
      return true
    },
    { layer: 'overlay' },
  )
  const ask =
    typed === null
      ? 'Enter does it, Esc goes back.'
      : `${typed.why} Type ${typed.wanted} and Enter to do it; Esc goes back.`
  const wrong = isWrong ? ` This is not ${typed?.wanted}.` : ''
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Lines
        lines={[...wrap(sentence, columns).map((line) => [{ text: line, bold: true }]), ...wrap(ask + wrong, columns)]}
        columns={columns}
      />
      {typed !== null && (
        <TextField value={text} onChange={setText} onSubmit={submit} columns={20} layer="overlayPart" />
      )}
    </Box>
  )
}
