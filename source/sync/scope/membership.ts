import { fold } from '../addresses.ts'
import { compareText } from '../compare.ts'
import type { GroupMember, GroupMembers, Snapshot } from '../directory.ts'
import type { Skipped } from '../plan.ts'
import type { ChosenGroup } from '../settings.ts'

/** Who is in the chosen groups, directly or through nested ones. */
export type Membership = {
  /** The names of the groups that lead to the account, from the chosen one down; undefined when none does. */
  pathTo: (accountId: string) => string[] | undefined
  /** Members that are no accounts of this organization, each once, by address. */
  skipped: Skipped[]
}

type Step = { group: GroupMembers; path: string[] }

/**
 * Follows the chosen groups down, nearest groups first, each group once. An account in several groups gets the shortest
 * path, and of these the first by address, so that the order of Google's answers never matters.
 */
export function membershipOf(snapshot: Snapshot, chosen: readonly ChosenGroup[]): Membership {
  const groups = new Map(snapshot.groups.map((group) => [group.id, group]))
  const accounts = new Set(snapshot.users.map((user) => user.id))
  const paths = new Map<string, string[]>()
  const skipped = new Map<string, Skipped>()
  let everybody: string[] | undefined

  const seen = new Set<string>()
  const enter = (ids: readonly string[], path: readonly string[]): Step[] =>
    ids.flatMap((id) => {
      const group = groups.get(id)
      if (group === undefined || seen.has(id)) return []
      seen.add(id)
      return [{ group, path: [...path, group.name === '' ? group.email : group.name] }]
    })
  const visit = ({ group, path }: Step): void => {
    for (const member of group.members) {
      if (member.type === 'CUSTOMER') everybody ??= path
      else if (member.type === 'GROUP') {
        if (!groups.has(member.id)) skip(skipped, member, 'externalGroup', group)
      } else {
        if (!accounts.has(member.id)) skip(skipped, member, 'externalMember', group)
        // An account that is not in the list keeps its path, too: a direct look-up may show that the list was incomplete.
        if (!paths.has(member.id)) paths.set(member.id, path)
      }
    }
  }

  let level = enter(inOrder(chosen), [])
  while (level.length > 0) {
    for (const step of level) visit(step)
    level = level.flatMap(({ group, path }) =>
      enter(inOrder(group.members.filter((member) => member.type === 'GROUP')), path),
    )
  }
  return {
    pathTo: (accountId) => paths.get(accountId) ?? everybody,
    skipped: [...skipped.values()].sort((a, b) => compareText(a.email, b.email)),
  }
}

function inOrder(groups: readonly { id: string; email: string | null }[]): string[] {
  const byAddress = [...groups].sort(
    (a, b) => compareText(fold(a.email ?? ''), fold(b.email ?? '')) || compareText(a.id, b.id),
  )
  return byAddress.map((group) => group.id)
}

function skip(
  skipped: Map<string, Skipped>,
  member: GroupMember,
  reason: Skipped['reason'],
  group: GroupMembers,
): void {
  const email = member.email ?? member.id
  const earlier = skipped.get(member.id)
  if (earlier === undefined) skipped.set(member.id, { email, reason, group: group.email })
}
