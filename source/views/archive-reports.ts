import { type ArchiveReport, archiveReports } from '../store/archives/archive-report.ts'
import type { ArchiveOutcome } from '../store/archives/archive-work.ts'
import type { ArchiveWork } from '../sync/apply/apply.ts'
import { safeText } from '../text/safe-text.ts'

/** One line for each archive that is not as the plan promised. Safe to show. */
export function archiveReportLines(reports: readonly ArchiveReport[]): string[] {
  return reports.map(({ userName, cause }) => `${safeText(userName)}: ${safeText(cause)}.`)
}

/** One line for each archive that gets another name by itself. Safe to show. */
export function archiveWorkLines(work: readonly ArchiveWork[]): string[] {
  return work.flatMap((one) =>
    one.kind === 'rename' ? [`Archive ${safeText(one.from)}: renamed to ${safeText(one.to)}.`] : [],
  )
}

/** The same below a heading, for a result in text; nothing where everything went as planned. */
export function archiveReportText(outcomes: readonly ArchiveOutcome[]): string[] {
  const lines = archiveReportLines(archiveReports(outcomes))
  return lines.length === 0 ? [] : ['', 'Archives that need attention:', ...lines.map((line) => `  ${line}`)]
}
