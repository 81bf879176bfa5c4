import { userNameOf } from '../addresses.ts'
import { compareText } from '../compare.ts'
import type { Snapshot } from '../directory.ts'
import type { Reason } from '../plan.ts'
import type { Scope } from './scope.ts'

/** Somebody whom Google lists, in scope or left out, with the reason that a plan's row would have. */
export type Person = {
  userName: string
  fullName: string
  directoryId: string
  inScope: boolean
  reason: Reason
}

/** Lists everybody in the snapshot with the scope's verdict, by user name. */
export function peopleOf({ users }: Snapshot, { judge }: Scope): Person[] {
  return users
    .map((account): Person => {
      const { inScope, reason } = judge(account)
      return { userName: userNameOf(account), fullName: account.fullName, directoryId: account.id, inScope, reason }
    })
    .sort((a, b) => compareText(a.userName, b.userName))
}
