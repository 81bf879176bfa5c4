import type { ArchiveOutcome } from '../store/archives/archive-work.ts'
import type { App } from './app-context.ts'
import { archivesNeedAttention } from './problems.ts'

/** Says what was done, or shows which archives are not as they should be: the footer has no room for names and causes. */
export function tellDone(
  { say, fail }: Pick<App, 'say' | 'fail'>,
  archives: readonly ArchiveOutcome[],
  said: string,
): void {
  const problem = archivesNeedAttention(archives)
  if (problem === null) say(said)
  else fail(problem)
}
