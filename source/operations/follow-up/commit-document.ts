import type { HistoryChange } from '../../store/history/history-record.ts'
import type { Store } from '../../store/store.ts'
import { shownChange } from '../../sync/plan/shown-change.ts'
import { jsonPieces } from '../../text/json/json-pieces.ts'
import type { JustCommitted } from './follow-up.ts'

/** A commit as the command after it reads it: what `sync --json` prints, and what was run. No password's hash. */
export function* commitDocument({ command, plan }: JustCommitted, revision: number): Generator<string> {
  yield* jsonPieces({
    storeRevision: revision,
    committed: true,
    command,
    summary: plan.summary,
    changes: plan.changes.filter(({ action }) => action !== 'unchanged').map(shownChange),
    skipped: plan.skipped,
    excluded: plan.excluded,
    deletionLimit: plan.deletionLimit,
    warnings: plan.warnings,
  })
  yield '\n'
}

/** The same of a commit that another run made, as far as the history knows it. */
export async function recordedDocument(kept: Store, revision: number): Promise<string[]> {
  const [record] = await kept.history.ofRevision(revision)
  const known =
    record === undefined
      ? {}
      : { command: record.command, summary: record.summary, changes: record.changes.map(withoutPasswordField) }
  return [JSON.stringify({ storeRevision: revision, committed: true, ...known }), '\n']
}

const withoutPasswordField = (change: HistoryChange): HistoryChange => ({
  ...change,
  fields: change.fields.filter((field) => field !== 'password'),
})
