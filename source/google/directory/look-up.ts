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
    const user = await directory.getUser(directoryId ?? userName)
    const lookup: Lookup =
      user === null
        ? { state: 'deleted' }
        : { state: 'exists', user, inChosenGroups: await isInGroups(directory, chosenGroups, user.id) }
    done += 1
    onProgress(done, candidates.length)
    return [userName, lookup]
  })
  return new Map(await Promise.all(entries))
}

/** True as soon as one group has the account; false when every group said no; null where one gave no answer. */
async function isInGroups(
  directory: Directory,
  chosenGroups: readonly ChosenGroup[],
  userId: string,
): Promise<boolean | null> {
  if (chosenGroups.length === 0) return null
  const answers = await Promise.all(chosenGroups.map(({ id }) => directory.hasMember(id, userId)))
  if (answers.includes(true)) return true
  return answers.includes(null) ? null : false
}
