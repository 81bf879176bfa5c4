import { useState } from 'react'
import { Frame } from '../components/frame/frame.tsx'
import { ProblemBox } from '../components/messages/problem-box.tsx'
import { useActions } from '../hooks/use-actions.ts'
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
  const [isCopied, setIsCopied] = useState(false)
  useActions([], { layer: 'overlay', rest: { does: closes, run: onClose } })
  return (
    <Frame
      title={[{ text: 'Rollcall', bold: true, tone: 'accent' }]}
      note={note}
      heading={[{ text: 'Failed', bold: true, tone: 'danger' }]}
      message={isCopied ? 'Copied the values (if your terminal supports it).' : null}
    >
      <Body error={error} onCopied={() => setIsCopied(true)} />
    </Frame>
  )
}

function Body({ error, onCopied }: { error: unknown; onCopied: () => void }) {
  const { columns, rows } = useSpace()
  return <ProblemBox error={error} columns={columns} height={rows} layer="overlayPart" onCopied={onCopied} />
}
