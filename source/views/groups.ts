import type { DirectoryGroup } from '../sync/directory.ts'
import { columns } from '../text/columns.ts'
import { counted, grouped } from '../text/numbers.ts'
import { safeText } from '../text/safe-text.ts'

/** The directory's groups as lines of text; chosen ones carry a star. */
export function groupsText(groups: readonly (DirectoryGroup & { chosen: boolean })[]): string {
  if (groups.length === 0) return 'The organization has no groups.'
  const rows = groups.map((group) => [
    `${group.chosen ? '*' : ' '} ${safeText(group.email)}`,
    group.directMembersCount === null ? '' : grouped(group.directMembersCount),
    safeText(group.name),
  ])
  const total = counted(groups.length, 'group')
  const chosen = groups.filter((group) => group.chosen).length
  return [
    ...columns([['  Group', 'Members', 'Name'], ...rows]),
    '',
    chosen === 0 ? `${total}, none selected: everyone is included.` : `${total}, ${grouped(chosen)} chosen (*).`,
  ].join('\n')
}
