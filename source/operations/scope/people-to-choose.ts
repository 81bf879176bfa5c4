import { type GroupTree, readGroupTree } from '../../google/directory/group-tree.ts'
import { readSnapshot } from '../../google/directory/read-snapshot.ts'
import { readSettings } from '../../settings/settings.ts'
import type { DirectoryUser } from '../../sync/directory.ts'
import { peopleOf } from '../../sync/scope/people.ts'
import { scopeWhileChoosing } from '../../sync/scope/preview.ts'
import type { ChosenGroup, SyncSettings } from '../../sync/settings.ts'
import { connect } from '../connection/connect.ts'
import { countPages } from '../connection/count-pages.ts'
import type { OperationContext } from '../context.ts'
import type { ListedPeople } from './list-people.ts'

/**
 * Reads these groups and all groups inside of them.
 *
 * @throws Problem where one is gone or may not be read; what Google or the network answered
 */
export async function readMembers(context: OperationContext, groups: readonly ChosenGroup[]): Promise<GroupTree> {
  const { directory } = await connect(context, countPages(context))
  return readGroupTree(directory, groups)
}

/**
 * Reads everybody, or one page of the list, which in most organizations is everybody.
 *
 * @returns null where one page is asked for and there are more
 * @throws Problem what Google or the network answered
 */
export async function readPeople(
  context: OperationContext,
  { onePage }: { onePage: boolean },
): Promise<DirectoryUser[] | null> {
  const { directory } = await connect(context, countPages(context))
  const walk = await directory.walkUsers(() => onePage)
  return walk.complete ? walk.users : null
}

/**
 * Lists who would be in scope with other settings than those that are saved, by as few requests as a synchronization takes.
 *
 * @throws Problem what Google or the network answered
 */
export async function previewPeople(
  context: OperationContext,
  change: Partial<SyncSettings>,
): Promise<Omit<ListedPeople, 'excluded'>> {
  const settings = { ...(await readSettings(context.home)), ...change }
  const { directory } = await connect(context, countPages(context))
  const snapshot = await readSnapshot(directory, settings.groups, { ...settings })
  const scope = scopeWhileChoosing(snapshot, settings)
  return { people: peopleOf(snapshot, scope), skipped: scope.skipped }
}
