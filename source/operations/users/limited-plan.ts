import { readSettings } from '../../settings/settings.ts'
import type { Home } from '../../store/home.ts'
import { limitState } from '../../sync/plan/deletion-limit.ts'
import type { Plan } from '../../sync/plan.ts'
import type { UserStore } from '../../sync/user.ts'

/**
 * The same plan under the deletion limit of the settings: it holds for every command that deletes users. By hand users
 * without an account can go too, so a share is one of all users.
 *
 * @throws Problem when the settings cannot be read
 */
export async function underLimit(home: Home, store: UserStore, plan: Plan): Promise<Plan> {
  if (plan.summary.delete === 0) return plan
  const { deletionLimit } = await readSettings(home)
  return { ...plan, deletionLimit: limitState(plan.summary.delete, deletionLimit, store.users.length) }
}
