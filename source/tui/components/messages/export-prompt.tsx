import { counted } from '../../../text/numbers.ts'
import { safeText } from '../../../text/safe-text.ts'
import { useApp } from '../../app-context.ts'
import type { ExportedTable } from '../../export-table.ts'
import { TextPrompt } from '../form/text-prompt.tsx'

type ExportPromptProps = { table: ExportedTable; columns: number; onClose: () => void }

/** Asks where to write the rows that are shown. */
export function ExportPrompt({ table, columns, onClose }: ExportPromptProps) {
  const app = useApp()
  const count = counted(table.rows.length, 'row')
  return (
    <TextPrompt
      label={`Export ${count} to (.csv or .json):`}
      initial={`rollcall-${table.kind}.csv`}
      submits="export"
      columns={columns}
      onSubmit={async (path) => {
        const written = await app.services.exportTable(path.trim(), table)
        app.say(`Wrote ${count} to ${safeText(written)}`)
        onClose()
      }}
      onCancel={onClose}
      onBusy={app.hold}
    />
  )
}
