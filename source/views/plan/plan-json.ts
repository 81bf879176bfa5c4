import { type ArchiveReport, archiveReports } from '../../store/archives/archive-report.ts'
import type { ArchiveOutcome } from '../../store/archives/archive-work.ts'
import { type ShownChange, shownChange } from '../../sync/plan/shown-change.ts'
import type { Excluded, LimitState, Plan, Skipped, Summary, Warning } from '../../sync/plan.ts'
import { type Remedy, remediesOf } from './remedies.ts'

type ShownRow = ShownChange & { remedy?: Remedy }

/** The document that `plan --json` and `sync --json` print. */
export type PlanJson = {
  /** The revision of the store: the one planned from, or after a commit the new one. */
  storeRevision: number
  committed: boolean
  summary: Summary
  changes: ShownRow[]
  skipped: Skipped[]
  excluded: Excluded
  deletionLimit: LimitState
  warnings: Warning[]
  /** Deletions that wait for an approval. */
  held?: ShownChange[]
  /** The archives that are not as the plan promised, and why. */
  archives: ArchiveReport[]
}

/**
 * A plan as data.
 *
 * @param options.all lists unchanged users too
 * @param options.archives what became of the archives
 * @param options.home the one that a flag named, for commands to copy
 * @param options.committedRevision the store's revision after the commit; null when nothing was committed
 */
export function planJson(
  plan: Plan,
  options: {
    all: boolean
    committedRevision: number | null
    archives?: readonly ArchiveOutcome[]
    home?: string | undefined
  },
): PlanJson {
  const remedyOf = remediesOf(plan, options.home)
  return {
    storeRevision: options.committedRevision ?? plan.storeRevision,
    committed: options.committedRevision !== null,
    summary: plan.summary,
    changes: plan.changes
      .filter((change) => options.all || change.action !== 'unchanged')
      .map((change) => withRemedy(shownChange(change), remedyOf(change))),
    skipped: plan.skipped,
    excluded: plan.excluded,
    deletionLimit: plan.deletionLimit,
    warnings: plan.warnings,
    ...(plan.held === undefined ? {} : { held: plan.held.map(shownChange) }),
    archives: archiveReports(options.archives ?? []),
  }
}

const withRemedy = (change: ShownChange, remedy: Remedy | null): ShownRow =>
  remedy === null ? change : { ...change, remedy }
