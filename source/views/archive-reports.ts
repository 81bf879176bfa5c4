import { type ArchiveReport, archiveReports } from '../store/archives/archive-report.ts'
import type { ArchiveOutcome } from '../store/archives/archive-work.ts'
import type { ArchiveWork } from '../sync/apply/apply.ts'
import { safeText } from '../text/safe-text.ts'

/** One line for each archive that is not as the plan promised. Safe to show. */
export function archiveReportLines(reports: readonly ArchiveReport[]): string[] {
  return reports.map(({ userName, cause }) => `${safeText(userName)}: ${safeText(cause)}.`)
}

/** What to do about each kind of outcome. */
const remedies: Readonly<Record<ArchiveReport['outcome'], string>> = {
  pending: 'Fix the cause. The next run of Rollcall finishes the work first:\nrollcall archives create --yes',
  blocked: 'Move what has the name away. Then make the archive:\nrollcall archives create --yes',
  setAside: 'Mail that was set aside belongs to nobody. See it, and give it to a user:\nrollcall archives',
  kept: 'The archive that stayed belongs to nobody. See it, and give it to a user:\nrollcall archives',
}

/** What to do now about archives that are not as the plan promised; commands stand on lines of their own. */
export function archiveRemedyLines(reports: readonly ArchiveReport[]): string[] {
  return [...new Set(reports.map(({ outcome }) => remedies[outcome]))].flatMap((remedy) => remedy.split('\n'))
}

/** One line for each archive that gets another name by itself. Safe to show. */
export function archiveWorkLines(work: readonly ArchiveWork[]): string[] {
  return work.flatMap((one) =>
    one.kind === 'rename' ? [`Archive ${safeText(one.from)}: renamed to ${safeText(one.to)}.`] : [],
  )
}

/** The same below a heading, for a result in text; nothing where everything went as planned. */
export function archiveReportText(outcomes: readonly ArchiveOutcome[]): string[] {
  return archiveAttentionText(archiveReports(outcomes))
}

/** The same of reports that the history kept. */
export function archiveAttentionText(reports: readonly ArchiveReport[]): string[] {
  if (reports.length === 0) return []
  const lines = archiveReportLines(reports).map((line) => `  ${line}`)
  return ['', 'Archives that need attention:', ...lines, ...archiveRemedyLines(reports)]
}
