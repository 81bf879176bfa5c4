import { Box } from 'ink'
import { useState } from 'react'
import type { Change } from '../../sync/plan.ts'
import { safeText } from '../../views/safe-text.ts'
import { useApp } from '../app-context.ts'
import { Lines } from '../components/lines.tsx'
import { shownProblem } from '../components/problem-lines.ts'
import { TextField } from '../components/text-field.tsx'
import { useKeys } from '../hooks/use-keys.ts'
import { asksFor } from '../keys/bindings.ts'
import { truncate } from '../text/fit.ts'

/** Asks where to write the rows that are shown. */
export function ExportPrompt({
  rows,
  columns,
  onClose,
}: {
  rows: readonly Change[]
  columns: number
  onClose: () => void
}) {
  const app = useApp()
  const [path, setPath] = useState('rollcall-plan.csv')
  const [wrong, setWrong] = useState('')
  useKeys(
    (key) => {
      if (asksFor(key, 'back')) onClose()
      return true
    },
    { layer: 'overlay' },
  )
  const write = async (): Promise<void> => {
    try {
      const written = await app.services.exportRows(path.trim(), rows)
      app.say(`Wrote ${rows.length} rows to ${safeText(written)}`)
      onClose()
    } catch (error) {
      setWrong(shownProblem(error).title)
    }
  }
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Lines lines={[[{ text: `Export ${rows.length} rows to (.csv or .json):`, bold: true }]]} columns={columns} />
      <TextField
        value={path}
        onChange={setPath}
        onSubmit={() => app.onBusy(write())}
        columns={columns}
        layer="overlayPart"
      />
      <Lines lines={[truncate(wrong || 'Enter writes the file, Esc goes back.', columns, '')]} columns={columns} />
    </Box>
  )
}
