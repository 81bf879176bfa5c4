import { Box } from 'ink'
import { useState } from 'react'
import { useApp } from '../../app-context.ts'
import { TextField } from '../../components/form/text-field.tsx'
import { Lines } from '../../components/frame/lines.tsx'
import { ProblemBox } from '../../components/messages/problem-box.tsx'
import { useSpace } from '../../hooks/use-space.ts'
import type { Line } from '../../text/line.ts'

type FieldStepProps = {
  label: string
  value: string
  placeholder: string
  onChange: (value: string) => void
  /** Accepts the value; what it throws is shown beside the field, and the value stays. */
  onSubmit: (value: string) => Promise<void>
  /** What Enter does. */
  submits: string
  /** Shows signs in place of what is typed. */
  isSecret?: boolean
  paste?: { isMine: (text: string) => boolean; take: (text: string) => Promise<void> }
  /** Lines under the field. */
  notes: readonly Line[]
}

/** A step that asks for one line of text, with its problem beside it. */
export function FieldStep({
  label,
  value,
  placeholder,
  onChange,
  onSubmit,
  submits,
  isSecret = false,
  paste,
  notes,
}: FieldStepProps) {
  const { columns, rows } = useSpace()
  const app = useApp()
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setIsBusy] = useState(false)
  const attempt = (work: () => Promise<void>): void => {
    if (isBusy) return
    setIsBusy(true)
    setError(null)
    app.hold(
      work()
        .catch((problem: unknown) => setError(problem))
        .finally(() => setIsBusy(false)),
    )
  }
  return (
    <Box flexDirection="column">
      <Lines lines={[[{ text: label, bold: true }]]} columns={columns} />
      <TextField
        value={value}
        onChange={(next) => {
          setError(null)
          onChange(next)
        }}
        onSubmit={(next) => attempt(() => onSubmit(next))}
        submits={submits}
        columns={columns}
        placeholder={placeholder}
        isSecret={isSecret}
        {...(paste ? { paste: { isMine: paste.isMine, take: (text: string) => attempt(() => paste.take(text)) } } : {})}
      />
      <Lines lines={['']} columns={columns} />
      {error === null ? (
        <Lines lines={shortened(notes, Math.max(1, rows - 3))} columns={columns} />
      ) : (
        <ProblemBox error={error} columns={columns} height={Math.max(1, rows - 3)} isActive={false} />
      )}
    </Box>
  )
}

/** The first of these lines, with the number of those that have no room. */
function shortened(lines: readonly Line[], room: number): readonly Line[] {
  if (lines.length <= room) return lines
  return [...lines.slice(0, room - 1), `  and ${lines.length - room + 1} more`]
}
