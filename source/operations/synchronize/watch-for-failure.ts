import type { Home } from '../../store/home.ts'
import { forgetFailure, keepFailure } from '../../store/last-failure.ts'
import { Problem } from '../../text/problem.ts'

/**
 * Runs a synchronization and keeps its failure in the home, for the home screen to show; a success takes an earlier one
 * away. What the admin did on purpose (an interrupt, wrong usage) and another run that holds the lock are no failures.
 */
export async function watchForFailure<Result>(
  home: Home,
  command: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    const result = await work()
    forgetFailure(home)
    return result
  } catch (error) {
    if (error instanceof Problem && !['interrupted', 'usage', 'locked'].includes(error.kind)) {
      keepFailure(home, command, error, new Date())
    }
    throw error
  }
}
