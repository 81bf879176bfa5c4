import type { DirectoryUser } from '../../sync/directory.ts'
import { interrupted } from '../../sync/problems.ts'
import { countMatches } from '../../sync/scope/exclusions.ts'
import { isInOrgUnit } from '../../sync/scope/org-units.ts'
import { Problem } from '../../text/problem.ts'
import { connect } from '../connection/connect.ts'
import type { OperationContext } from '../context.ts'

/** How many people each pattern and each organizational unit matches, of all in the organization. */
export type PeopleMatched = {
  people: number
  rules: { rule: string; hits: number }[]
  orgUnits: { orgUnit: string; hits: number }[]
}

/**
 * Lists the primary addresses of everybody in the organization.
 *
 * @throws Problem what Google or the network answered
 */
export async function listAddresses(context: OperationContext): Promise<string[]> {
  return (await listEverybody(context)).map(({ primaryEmail }) => primaryEmail)
}

async function listEverybody(context: OperationContext): Promise<DirectoryUser[]> {
  let [pages, users] = [0, 0]
  const { directory } = await connect(context, ({ items }) => {
    pages += 1
    users += items
    context.onProgress({ stage: 'readingUsers', pages, users })
  })
  return directory.listUsers()
}

/** Counting is a service beside a change of settings, so it may take only so long, in milliseconds. */
const patience = 30_000

/**
 * Counts the people whom each pattern and each unit matches, those below a unit too, for somebody who has just set them.
 *
 * @returns why not, where Google cannot say so within half a minute
 * @throws Problem `interrupted`
 */
export async function countPeople(
  context: OperationContext,
  { exclusions, orgUnits }: { exclusions: readonly string[]; orgUnits: readonly string[] },
): Promise<PeopleMatched | Problem> {
  const late = AbortSignal.timeout(patience)
  try {
    const everybody = await listEverybody({ ...context, signal: AbortSignal.any([context.signal, late]) })
    const addresses = everybody.map(({ primaryEmail }) => primaryEmail)
    const units = everybody.map(({ orgUnitPath }) => orgUnitPath)
    return {
      people: everybody.length,
      rules: countMatches(exclusions, addresses),
      orgUnits: orgUnits.map((orgUnit) => ({
        orgUnit,
        hits: units.filter((path) => path !== null && isInOrgUnit(path, orgUnit)).length,
      })),
    }
  } catch (error) {
    if (context.signal.aborted) throw interrupted()
    if (error instanceof Problem) return error
    throw error
  }
}
