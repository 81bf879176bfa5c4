import type { OperationContext } from '../context.ts'
import type { RunCosts } from './run-record.ts'

/** What a run returned, or what it threw. */
type Outcome<Result> = { result: Result } | { error: unknown }

/** Runs a synchronization, and notes when it began, how long it took, and how many requests it made to Google. */
export async function measured<Result>(
  context: OperationContext,
  run: (context: OperationContext) => Promise<Result>,
): Promise<{ outcome: Outcome<Result>; costs: RunCosts }> {
  const began = new Date()
  const start = performance.now()
  let requests = 0
  const onRequest = () => {
    requests += 1
  }
  const outcome = await run({ ...context, google: { ...context.google, onRequest } }).then(
    (result): Outcome<Result> => ({ result }),
    (error: unknown): Outcome<Result> => ({ error }),
  )
  return { outcome, costs: { began, seconds: (performance.now() - start) / 1000, requests } }
}
