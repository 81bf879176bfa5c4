import type { DirectoryUser, Lookup } from '../../sync/directory.ts'
import { domainOf } from '../../sync/domains.ts'
import type { ChosenGroup } from '../../sync/settings.ts'
import type { Directory } from './directory.ts'

/** A user of the store who would be deleted: known by id, or by name where there is no id. */
export type Candidate = { directoryId: string | null; userName: string }

/** What the look-ups tell, and what they are told. */
export type LookUpOptions = {
  onProgress?: ((done: number, of: number) => void) | undefined
  /** Groups whose members are out; each candidate is asked for in these, too. */
  excludedGroups?: readonly ChosenGroup[] | undefined
  findOutsider?: ((domain: string) => DirectoryUser | undefined) | undefined
}

/**
 * Asks Google directly about each user who would be deleted: whether the account exists and, where groups are chosen,
 * whether it is in one of them, nested or not.
 *
 * @param options.onProgress told after each candidate
 * @param options.findOutsider finds an account of a domain that is in none of the chosen groups, as far as they were read
 * @returns what Google said, by user name
 * @throws Problem
 */
export async function lookUp(
  directory: Directory,
  chosenGroups: readonly ChosenGroup[],
  candidates: readonly Candidate[],
  { onProgress = () => {}, excludedGroups = [], findOutsider = () => undefined }: LookUpOptions = {},
): Promise<Map<string, Lookup>> {
  let done = 0
  const isInGroups = createMembershipQuestion(directory, chosenGroups, findOutsider)
  const isExcluded = createMembershipQuestion(directory, excludedGroups, () => undefined)
  const membershipsOf = async (id: string) => {
    const [inChosenGroups, inExcludedGroups] = await Promise.all([isInGroups(id), isExcluded(id)])
    return { inChosenGroups, inExcludedGroups }
  }
  const entries = candidates.map(async ({ directoryId, userName }): Promise<[string, Lookup]> => {
    const answer = await directory.getUser(directoryId ?? userName)
    const lookup: Lookup = answer.state === 'exists' ? { ...answer, ...(await membershipsOf(answer.user.id)) } : answer
    done += 1
    onProgress(done, candidates.length)
    return [userName, lookup]
  })
  return new Map(await Promise.all(entries))
}

/**
 * True as soon as one group has the account; false when Google said no for every group; null where it did not answer.
 * `members.hasMember` has no answer for an indirect member of another domain than the group's. There the account's own
 * groups tell, followed up to the chosen ones: they are read without the member lists that did not have the account.
 *
 * Those groups do not show one that holds everybody in the organization, and a member list that lost exactly this entry
 * looks like one that never had it. So an account of the group's own domain, which nobody lists as a member, is asked for
 * as well: where Google says "no" to that one, the group does not hold everybody. Without such an account nobody knows.
 */
function createMembershipQuestion(
  directory: Directory,
  chosenGroups: readonly ChosenGroup[],
  findOutsider: (domain: string) => DirectoryUser | undefined,
): (userId: string) => Promise<boolean | null> {
  const holdsEverybody = new Map<string, Promise<boolean | null>>()

  /** Asks once for each group, whoever wants to know. */
  function askForEverybody({ id, email }: ChosenGroup): Promise<boolean | null> {
    const domain = domainOf(email)
    const outsider = domain === null ? undefined : findOutsider(domain)
    const asked = holdsEverybody.get(id) ?? (outsider ? directory.hasMember(id, outsider.id) : Promise.resolve(null))
    holdsEverybody.set(id, asked)
    return asked
  }

  return async (userId) => {
    if (chosenGroups.length === 0) return null
    const answers = await Promise.all(chosenGroups.map(({ id }) => directory.hasMember(id, userId)))
    if (answers.includes(true)) return true
    if (!answers.includes(null)) return false
    const unanswered = chosenGroups.filter((_group, index) => answers[index] === null)
    const leads = await leadsTo(directory, new Set(unanswered.map(({ id }) => id)), userId)
    if (leads !== false) return leads
    const everybody = await Promise.all(unanswered.map(askForEverybody))
    if (everybody.includes(true)) return true
    return everybody.includes(null) ? null : false
  }
}

/** Whether one of these groups is above the account; null where Google does not give all the groups in between. */
async function leadsTo(directory: Directory, wanted: ReadonlySet<string>, userId: string): Promise<boolean | null> {
  const seen = new Set<string>()
  for (let level = [userId]; level.length > 0; ) {
    const answers = await Promise.all(level.map((key) => directory.groupsOf(key)))
    const known = answers.filter((groups) => groups !== null).flat()
    if (known.some(({ id }) => wanted.has(id))) return true
    if (answers.includes(null)) return null
    const above = new Map(known.filter(({ id }) => !seen.has(id)).map(({ id, email }) => [id, email]))
    for (const id of above.keys()) seen.add(id)
    level = [...above.values()]
  }
  return false
}
