import type { DirectoryGroup } from '../../sync/directory.ts'
import type { OperationContext } from '../context.ts'
import { connect } from './connect.ts'

/**
 * Fetches all groups of the organization.
 *
 * @throws Problem what Google or the network answered
 */
export async function listGroups(context: OperationContext): Promise<DirectoryGroup[]> {
  let groups = 0
  const { directory } = await connect(context, ({ items }) => {
    groups += items
    context.onProgress({ stage: 'listingGroups', groups })
  })
  return directory.listGroups()
}
