import type { Home } from '../../store/home.ts'
import { readStoreTarget } from '../../store/postgresql/store-target.ts'
import { operationProblem } from '../problems.ts'

/**
 * Lets a database role read what mail servers need, and nothing else.
 *
 * @returns whether the role was made
 * @throws Problem `storeInFiles`, `roleMissing`, and those of the connection
 */
export async function grantMailRole(home: Home, role: string): Promise<'made' | 'granted'> {
  const target = readStoreTarget(home)
  if (target === null) throw operationProblem('storeInFiles', {})
  const { withDatabase } = await import('../../store/postgresql/connection/database.ts')
  const { grantMailViews } = await import('../../store/postgresql/grant-mail-views.ts')
  return withDatabase(target, (database) => grantMailViews(database, role))
}
