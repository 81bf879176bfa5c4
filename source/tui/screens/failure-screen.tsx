import { useState } from 'react'
import { Frame } from '../components/frame/frame.tsx'
import type { Hint } from '../components/frame/key-hints.ts'
import { ProblemBox } from '../components/messages/problem-box.tsx'
import { useKeys } from '../hooks/use-keys.ts'
import { useSpace } from '../hooks/use-space.ts'
import type { Line } from '../text/line.ts'

type FailureScreenProps = {
  error: unknown
  note: Line
  /** What a key does that has no other meaning here. */
  closes?: 'back' | 'quit'
  onClose: () => void
}

/** A failure that has no better place, over the screen where it happened; that screen takes no keys meanwhile. */
export function FailureScreen({ error, note, closes = 'back', onClose }: FailureScreenProps) {
  const hints: readonly Hint[] = [
    { keys: 'Up Down', does: 'scroll' },
    { keys: 'c', does: 'copy the values' },
    { keys: 'any other key', does: closes },
  ]
  const [isCopied, setIsCopied] = useState(false)
  useKeys(
    () => {
      onClose()
      return true
    },
    { layer: 'overlay' },
  )
  return (
    <Frame
      title={[{ text: 'Rollcall', bold: true }]}
      note={note}
      heading={[{ text: 'It did not work', bold: true }]}
      hints={hints}
      hasHelp={false}
      message={isCopied ? 'Copied the values, where the terminal allows it.' : null}
    >
      <Body error={error} onCopied={() => setIsCopied(true)} />
    </Frame>
  )
}

function Body({ error, onCopied }: { error: unknown; onCopied: () => void }) {
  const { columns, rows } = useSpace()
  return <ProblemBox error={error} columns={columns} height={rows} layer="overlayPart" onCopied={onCopied} />
}
