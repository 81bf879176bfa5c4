import { withoutPassword } from '../../sync/user.ts'
import { userDetailText } from '../../views/user-detail.ts'
import { usersText } from '../../views/users.ts'
import type { GlobalOptions } from '../cli/global-options.ts'
import { runCommand } from '../cli/run-command.ts'

type ListOptions = GlobalOptions & { json?: boolean; integrated?: boolean }

/** `rollcall users list`: the users of the store, or those that contain the text. */
export async function listUsers(text: string | undefined, options: ListOptions): Promise<void> {
  await runCommand(options, async (tools) => {
    const { openStore } = await import('../../store/open-store.ts')
    const { sharedAddresses } = await import('../../sync/matching/address-claims.ts')
    const store = await (await openStore((await tools.context()).home)).read()
    const wanted = text?.toLowerCase()
    const users = store.users.filter((user) => {
      if (options.integrated && user.authentication !== 'integrated') return false
      const searched = [user.userName, user.fullName, ...user.emailAddresses]
      return wanted === undefined || searched.some((value) => value.toLowerCase().includes(wanted))
    })
    const shared = sharedAddresses(store.users)
    return {
      text: usersText(users, { total: store.users.length, shared }, tools.print),
      json: {
        storeRevision: store.revision,
        users: users.map(withoutPassword),
        sharedAddresses: [...shared].map(([address, userNames]) => ({ address, userNames })),
      },
    }
  })
}

/** `rollcall users show`: one user. */
export async function showUser(name: string, options: GlobalOptions & { json?: boolean }): Promise<void> {
  await runCommand(options, async (tools) => {
    const { openStore } = await import('../../store/open-store.ts')
    const { findUser } = await import('../../operations/users/find-user.ts')
    const { sharedAddresses } = await import('../../sync/matching/address-claims.ts')
    const { concernedUsers, textsOf } = await import('../../sync/plan/affected-users.ts')
    const store = await (await openStore((await tools.context()).home)).read()
    const user = findUser(store, name)
    return {
      // Whether others claim the addresses of this user is a question to those alone who have one of them.
      text: userDetailText(user, sharedAddresses(concernedUsers(store.users, textsOf([user])))),
      json: { storeRevision: store.revision, user: withoutPassword(user) },
    }
  })
}
