import { interrupted } from '../../sync/problems.ts'
import { countMatches } from '../../sync/scope/exclusions.ts'
import { Problem } from '../../text/problem.ts'
import { connect } from '../connection/connect.ts'
import type { OperationContext } from '../context.ts'

/** How many people each exclusion matches, of all in the organization. */
export type ExclusionMatches = { people: number; rules: { rule: string; hits: number }[] }

/**
 * Lists the primary addresses of everybody in the organization.
 *
 * @throws Problem what Google or the network answered
 */
export async function listAddresses(context: OperationContext): Promise<string[]> {
  let [pages, users] = [0, 0]
  const { directory } = await connect(context, ({ items }) => {
    pages += 1
    users += items
    context.onProgress({ stage: 'readingUsers', pages, users })
  })
  return (await directory.listUsers()).map(({ primaryEmail }) => primaryEmail)
}

/** Counting is a service beside a change of settings, so it may take only so long, in milliseconds. */
const patience = 30_000

/**
 * Counts the people whom each exclusion matches, for somebody who has just set them.
 *
 * @returns why not, where Google cannot say so within half a minute
 * @throws Problem `interrupted`
 */
export async function countExclusions(
  context: OperationContext,
  exclusions: readonly string[],
): Promise<ExclusionMatches | Problem> {
  const late = AbortSignal.timeout(patience)
  try {
    const addresses = await listAddresses({ ...context, signal: AbortSignal.any([context.signal, late]) })
    return { people: addresses.length, rules: countMatches(exclusions, addresses) }
  } catch (error) {
    if (context.signal.aborted) throw interrupted()
    if (error instanceof Problem) return error
    throw error
  }
}
