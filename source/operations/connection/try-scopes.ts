import type { Probes } from '../../google/directory/probes.ts'
import { refusedToken } from '../../google/problems/token-problems.ts'
import { delegatedScopes } from '../../google/scopes.ts'
import type { ServiceAccountKey } from '../../settings/credentials/service-account-key.ts'
import { Problem } from '../../text/problem.ts'
import { settle } from './settle.ts'

/**
 * Tries each scope alone. Of scopes that the delegation lacks, each problem names all.
 *
 * @returns why a scope is refused, by scope
 * @throws Problem where all are refused for one cause that is not about scopes, such as an administrator who is unknown
 */
export async function tryScopes(
  probes: Probes,
  { key, administrator }: { key: ServiceAccountKey; administrator: string },
): Promise<Map<string, unknown>> {
  const refused = new Map<string, unknown>()
  const attempts = delegatedScopes.map(async (scope) => {
    const outcome = await settle(probes.scope(scope))
    if ('problem' in outcome) refused.set(scope, outcome.problem)
  })
  await Promise.all(attempts)
  const codes = new Set([...refused.values()].map((problem) => (problem instanceof Problem ? problem.code : '')))
  const [first] = refused.values()
  if (refused.size === delegatedScopes.length && codes.size === 1 && !aboutScopes.has([...codes][0] ?? '')) throw first
  const missingScopes = delegatedScopes.filter((scope) => lacksDelegation(refused.get(scope)))
  for (const scope of missingScopes) {
    refused.set(scope, refusedToken('delegationMissing', { clientId: key.clientId, administrator, missingScopes }))
  }
  return refused
}

const aboutScopes: ReadonlySet<string> = new Set(['delegationMissing', 'scopeRefused', 'noAccessToken'])

const lacksDelegation = (problem: unknown): boolean =>
  problem instanceof Problem && problem.code === 'delegationMissing'
