import { readSnapshot } from '../../google/directory/read-snapshot.ts'
import type { Excluded, Skipped } from '../../sync/plan.ts'
import { type Person, peopleOf } from '../../sync/scope/people.ts'
import { scopeOf } from '../../sync/scope/scope.ts'
import { connect } from '../connection/connect.ts'
import { countPages } from '../connection/count-pages.ts'
import type { OperationContext } from '../context.ts'

/** Everybody in the organization, in scope or not; and the members of chosen groups who can't become users. */
export type ListedPeople = { people: Person[]; skipped: Skipped[]; excluded: Excluded }

/**
 * Lists who is in scope and who is left out, as a synchronization with the same settings would decide it. Everybody is
 * listed, also where a synchronization would look up the members of the groups alone: who is left out is the question.
 *
 * @throws Problem what Google or the network answered; `orgUnitEmpty`
 */
export async function listPeople(context: OperationContext): Promise<ListedPeople> {
  const { directory, settings } = await connect(context, countPages(context))
  const snapshot = await readSnapshot(directory, settings.groups, { ...settings, listsEverybody: true })
  const scope = scopeOf(snapshot, settings)
  return { people: peopleOf(snapshot, scope), skipped: scope.skipped, excluded: scope.excluded }
}
