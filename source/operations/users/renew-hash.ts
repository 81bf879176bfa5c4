import type { Home } from '../../store/home.ts'
import { hashPassword } from '../../store/users/password.ts'
import { fold } from '../../sync/addresses.ts'
import { planByHand, proposeEdit } from '../../sync/by-hand/plan-by-hand.ts'
import { commitByHand } from './commit-by-hand.ts'

/** What the history calls a commit that no person made: undo and redo pass it over. */
export const renewalCommand = 'sign-in'

/**
 * Writes a password anew in the form that Dovecot reads, now that its owner has given it. Does nothing where the password
 * was changed meanwhile.
 *
 * @param known the hash that the password fits
 * @throws Problem of the lock, the store and the disk
 */
export async function renewHash(home: Home, userName: string, known: string, password: string): Promise<void> {
  const hash = await hashPassword(password)
  await commitByHand(home, {
    command: renewalCommand,
    plan: (store) => {
      const user = store.users.find((one) => fold(one.userName) === fold(userName))
      const isSame = user?.authentication === 'integrated' && user.password === known
      return { plan: planByHand(store, isSame ? [proposeEdit(user, { ...user, password: hash })] : []) }
    },
  })
}
