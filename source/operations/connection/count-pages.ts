import type { OperationContext } from '../context.ts'

/** Counts what arrives, for who waits; users and members are read at the same time. */
export function countPages({
  onProgress,
}: Pick<OperationContext, 'onProgress'>): (page: { call: string; items: number }) => void {
  const users = { pages: 0, users: 0 }
  const members = { groups: 0, members: 0 }
  return ({ call, items }) => {
    if (call === 'users.list') {
      users.pages += 1
      users.users += items
      onProgress({ stage: 'readingUsers', ...users })
    } else if (call === 'members.list') {
      members.groups += 1
      members.members += items
      onProgress({ stage: 'readingGroups', ...members })
    }
  }
}
