import type { Lookup } from '../../sync/directory.ts'
import type { ChosenGroup } from '../../sync/settings.ts'
import type { Directory } from './directory.ts'

/** A user of the store who would be deleted: known by id, or by name where there is no id. */
export type Candidate = { directoryId: string | null; userName: string }

/**
 * Asks Google directly about each user who would be deleted: whether the account exists and, where groups are chosen,
 * whether it is in one of them, nested or not.
 *
 * @param onProgress told after each candidate
 * @returns what Google said, by user name
 * @throws Problem
 */
export async function lookUp(
  directory: Directory,
  chosenGroups: readonly ChosenGroup[],
  candidates: readonly Candidate[],
  onProgress: (done: number, of: number) => void = () => {},
): Promise<Map<string, Lookup>> {
  let done = 0
  const entries = candidates.map(async ({ directoryId, userName }): Promise<[string, Lookup]> => {
    const answer = await directory.getUser(directoryId ?? userName)
    const lookup: Lookup =
      answer.state === 'exists'
        ? { ...answer, inChosenGroups: await isInGroups(directory, chosenGroups, answer.user.id) }
        : answer
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
 */
async function isInGroups(
  directory: Directory,
  chosenGroups: readonly ChosenGroup[],
  userId: string,
): Promise<boolean | null> {
  if (chosenGroups.length === 0) return null
  const answers = await Promise.all(chosenGroups.map(({ id }) => directory.hasMember(id, userId)))
  if (answers.includes(true)) return true
  if (!answers.includes(null)) return false
  const unanswered = chosenGroups.filter((_group, index) => answers[index] === null)
  return leadsTo(directory, new Set(unanswered.map(({ id }) => id)), userId)
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
