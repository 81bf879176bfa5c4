import type { Home } from '../../home.ts'
import type { StoreTarget } from '../store-target.ts'
import { type DatabaseFollower, followDatabase } from './database-follower.ts'

type Shared = { follower: Promise<DatabaseFollower>; holders: number }

/** The followers of this process, by home and address. */
const shared = new Map<string, Shared>()

/**
 * Follows a database for one more holder: the users and the sessions of a home share one connection. Each holder closes
 * what it was given.
 *
 * @param onChange told after each change of the users; the first holder's counts
 */
export async function shareFollower(home: Home, target: StoreTarget, onChange: () => void): Promise<DatabaseFollower> {
  const key = JSON.stringify([home.folder, target])
  const one = shared.get(key) ?? { follower: followDatabase(home, target, onChange), holders: 0 }
  shared.set(key, one)
  one.holders += 1
  const leave = async (): Promise<void> => {
    one.holders -= 1
    if (one.holders > 0) return
    shared.delete(key)
    const follower = await one.follower.catch(() => null)
    await follower?.close()
  }
  try {
    const follower = await one.follower
    return { ...follower, close: leave }
  } catch (error) {
    await leave()
    throw error
  }
}
