import { Box } from 'ink'
import { useState } from 'react'
import { useInterface } from '../hooks/use-interface.ts'
import { useKeys } from '../hooks/use-keys.ts'
import { useSpace } from '../hooks/use-space.ts'
import { asksFor } from '../keys/bindings.ts'
import { fitLeft, truncate } from '../text/fit.ts'
import type { Line } from '../text/line.ts'
import { textWidth } from '../text/width.ts'
import { wrap } from '../text/wrap.ts'
import { Lines } from './lines.tsx'
import { TextField } from './text-field.tsx'
import { useList } from './use-list.ts'

/** One setting of a form, with one line on what it does. */
export type FormRow = {
  id: string
  label: string
  about: string
  /** What is shown; safe to show. */
  value: string
} & (
  | { kind: 'toggle'; toggle: () => void }
  | { kind: 'text'; text: string; isSecret?: boolean; change: (text: string) => string | null }
)

type FormProps = {
  rows: readonly FormRow[]
  onAccept: () => void
  /** Lines under the rows, such as what is wrong. */
  notes: readonly Line[]
}

/** Settings one under the other: Space changes the one at the cursor, Enter goes on with all of them. */
export function Form({ rows, onAccept, notes }: FormProps) {
  const { glyphs } = useInterface()
  const space = useSpace()
  const [editing, setEditing] = useState<{ id: string; text: string; wrong: string | null } | null>(null)
  const noteRows = Math.min(notes.length, Math.max(0, space.rows - 5))
  const height = Math.max(1, Math.min(rows.length, space.rows - 3 - noteRows))
  const list = useList({ count: rows.length, height, isActive: editing === null })
  const current = rows[list.cursor]

  useKeys(
    (key) => {
      if (editing !== null) {
        if (!asksFor(key, 'back')) return false
        setEditing(null)
        return true
      }
      if (asksFor(key, 'accept')) onAccept()
      else if (asksFor(key, 'toggle') && current) {
        if (current.kind === 'toggle') current.toggle()
        else setEditing({ id: current.id, text: current.text, wrong: null })
      } else return false
      return true
    },
    { layer: 'part' },
  )
  const width = Math.max(...rows.map(({ label }) => textWidth(label)))
  const lines = rows.slice(list.top, list.top + height).map((row, index): Line => {
    const isCurrent = list.top + index === list.cursor
    return [
      { text: `${isCurrent ? glyphs.cursor : ' '} ${fitLeft(row.label, width, glyphs.ellipsis)}  `, bold: isCurrent },
      { text: truncate(row.value, Math.max(1, space.columns - width - 5), glyphs.ellipsis), bold: isCurrent },
    ]
  })
  const about = current ? wrap(current.about, space.columns).slice(0, 2) : []
  if (editing !== null && current?.kind === 'text') {
    const submit = (text: string): void => {
      const wrong = current.change(text)
      setEditing(wrong === null ? null : { ...editing, text, wrong })
    }
    return (
      <Box flexDirection="column">
        <Lines lines={[[{ text: current.label, bold: true }]]} columns={space.columns} />
        <TextField
          value={editing.text}
          onChange={(text) => setEditing({ ...editing, text, wrong: null })}
          onSubmit={submit}
          columns={space.columns}
          isSecret={current.isSecret ?? false}
        />
        <Lines
          lines={[
            '',
            ...(editing.wrong === null ? about : wrap(`${glyphs.failed} ${editing.wrong}`, space.columns)),
            '',
            'Enter keeps it, Esc leaves it as it was.',
          ]}
          columns={space.columns}
        />
      </Box>
    )
  }
  return <Lines lines={[...lines, '', ...about, ...notes.slice(0, noteRows)]} columns={space.columns} />
}
