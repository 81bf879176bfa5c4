import type { ExecutionContext } from 'ava'
import { Problem } from '../../../source/text/problem.ts'

/** Runs something that must fail with a Problem of this code, and returns it. */
export async function problemOf(t: ExecutionContext, code: string, work: () => unknown): Promise<Problem> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    t.is(error.code, code, `${error.title}: ${error.why}`)
    return error
  }
  throw new Error(`the Problem ${code} was expected, but nothing failed`)
}
