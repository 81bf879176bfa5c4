import { type GoogleEndpoint, googleItself, parseEndpoint } from '../../google/http/endpoint.ts'
import { googleLimits, withPatience } from '../../google/http/limits.ts'
import { createWaitBudget } from '../../google/http/wait-budget.ts'

/**
 * Where Google is and how patiently it is asked, from the global flags and their environment variables.
 *
 * @param address a stand-in for Google, in place of the one that the flags or the environment name
 * @throws Problem (usage) when the stand-in for Google is not on loopback
 */
export function googleEndpoint(
  options: { google?: string | undefined; wait?: number | undefined },
  address = options.google ?? (process.env.ROLLCALL_GOOGLE || undefined),
): GoogleEndpoint {
  const endpoint = address === undefined ? googleItself : parseEndpoint(address)
  if (options.wait === undefined) return endpoint
  const patience = options.wait * 1000
  return { ...endpoint, limits: withPatience(googleLimits, patience), waits: createWaitBudget(patience) }
}
