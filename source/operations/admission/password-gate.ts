import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { StoreView } from '../../store/users/follow/store-view.ts'
import { isOldHash } from '../../store/users/password.ts'
import { verifyPassword } from '../../store/users/verify-password.ts'
import { fold } from '../../sync/addresses.ts'
import type { User } from '../../sync/user.ts'
import { mayEnter, type RefusalReason } from './admit.ts'

/** What came of a name and a password. */
export type PasswordOutcome =
  | { user: User }
  | { refused: RefusalReason | 'wrongPassword' }
  /** `seconds` until the next attempt. */
  | { limited: 'name' | 'address' | 'busy'; seconds: number }

/** Lets integrated users in by password. */
export type PasswordGate = {
  /** @param from what attempts are counted by beside the name */
  attempt: (userName: string, password: string, from: string, store: StoreView) => Promise<PasswordOutcome>
}

const quarterOfAnHour = 15 * 60
const day = 24 * 60 * 60

/** Each hashing takes 128 MiB and half a second. */
const mostAtOnce = 2
const mostWaiting = 32

/**
 * Creates the gate with its counts, which live as long as the service.
 *
 * @param renew is given a user whose hash is of an earlier release, and the password that fits it; not waited for
 * @param verify whether a password is the one of a hash; of no hash it takes as long to say no
 */
export function createPasswordGate(
  renew: (user: User, known: string, password: string) => void,
  verify = verifyPassword,
): PasswordGate {
  const limit = (points: number, duration: number) =>
    new RateLimiterMemory({ points, duration, blockDuration: duration })
  // The longer somebody tries, the longer it takes: ten in a quarter of an hour, then thirty a day.
  const byName = [limit(10, quarterOfAnHour), limit(30, day)]
  const byAddress = [limit(20, quarterOfAnHour), limit(100, day)]
  let working = 0
  const waiting: (() => void)[] = []

  const enter = async (): Promise<boolean> => {
    if (working < mostAtOnce) {
      working += 1
      return true
    }
    if (waiting.length >= mostWaiting) return false
    await new Promise<void>((resolve) => waiting.push(resolve))
    return true
  }
  const leave = (): void => {
    const next = waiting.shift()
    if (next === undefined) working -= 1
    else next()
  }

  return {
    async attempt(userName, password, from, store) {
      const user = store.named(userName)
      // By the name that the store has, so that capitals do not give further attempts.
      const key = fold(user?.userName ?? userName).slice(0, 320)
      const tooMany = (await spend(byAddress, from, 'address')) ?? (await spend(byName, key, 'name'))
      if (tooMany !== null) return tooMany
      if (!(await enter())) return { limited: 'busy', seconds: 5 }
      try {
        const hash = user?.authentication === 'integrated' ? (user.password ?? null) : null
        // Unknown names take as long as known ones.
        const isRight = await verify(password, hash)
        if (!isRight || user === undefined) return { refused: 'wrongPassword' }
        const admission = mayEnter(user)
        if ('user' in admission) {
          // A whole office signs in from one address: who is right is not counted there.
          await Promise.all([
            ...byName.map((limiter) => limiter.delete(key)),
            ...byAddress.map((limiter) => limiter.reward(from)),
          ])
          if (hash !== null && isOldHash(hash)) renew(user, hash, password)
        }
        return admission
      } finally {
        leave()
      }
    },
  }
}

async function spend(
  limiters: readonly RateLimiterMemory[],
  key: string,
  limited: 'name' | 'address',
): Promise<{ limited: 'name' | 'address'; seconds: number } | null> {
  let longest = 0
  for (const limiter of limiters) {
    try {
      await limiter.consume(key)
    } catch (result) {
      if (!(result instanceof RateLimiterRes)) throw result
      longest = Math.max(longest, result.msBeforeNext)
    }
  }
  return longest === 0 ? null : { limited, seconds: Math.ceil(longest / 1000) }
}
