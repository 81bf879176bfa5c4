import { writeSettings } from '../../settings/settings.ts'
import type { Home } from '../../store/home.ts'
import { catchUp } from '../follow-up/catch-up.ts'
import type { FollowUpReport } from '../follow-up/follow-up-state.ts'
import { checkCatchAll } from './check-catch-all.ts'

/**
 * Says whose archive gets mail for addresses that nobody has, and brings the exports up to date with it.
 *
 * @param name a user's name, or one of its addresses; null: such mail is refused
 * @returns what became of the exports; null where nothing is to follow
 * @throws Problem `userNotFound`, `catchAllUnusable`, and those of the lock, the store and the disk
 */
export async function saveCatchAll(home: Home, name: string | null): Promise<FollowUpReport | null> {
  if (name !== null) await checkCatchAll(home, name)
  await writeSettings(home, { catchAll: name })
  return catchUp(home)
}
