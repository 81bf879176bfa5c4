import type { ArchiveOutcome } from './archive-work.ts'

/** An archive that is not as the plan promised, and why. */
export type ArchiveReport = {
  userName: string
  /**
   * `blocked`: something that is not a folder has the name; `pending`: the disk refused, and the next run tries again;
   * `kept`: mail came before the empty folder could be removed; `setAside`: mail that nobody knew of has another name now.
   */
  outcome: 'blocked' | 'pending' | 'kept' | 'setAside'
  cause: string
}

/** What has to be told of the work on archives: everything that did not go as planned. */
export function archiveReports(outcomes: readonly ArchiveOutcome[]): ArchiveReport[] {
  return outcomes.flatMap((one) => {
    const { work, outcome, movedAside, problem } = one
    const userName = 'archive' in work ? work.archive : work.to
    const reports: ArchiveReport[] = []
    if (movedAside !== undefined) {
      reports.push({ userName, outcome: 'setAside', cause: `mail that was there already is now in ${movedAside}` })
    }
    if (outcome === 'blocked') {
      reports.push({
        userName,
        outcome,
        cause: 'something that is not a folder has this name; the archive was not made',
      })
    } else if (outcome === 'pending') {
      const cause = problem === undefined ? 'the disk refused' : `${problem.title}. ${problem.why}`
      reports.push({ userName, outcome, cause: `not done yet: ${cause}` })
    } else if (outcome === 'kept') {
      reports.push({ userName, outcome, cause: 'mail came before the empty folder could be removed; the folder stays' })
    }
    return reports
  })
}
