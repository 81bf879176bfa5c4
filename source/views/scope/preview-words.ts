import { previewDifference, type ScopePreview } from '../../sync/scope/preview.ts'
import { counted, grouped } from '../../text/numbers.ts'

/**
 * How many people would be in scope, and what the last choice changed: `128 people would be in, 12 more than before`.
 *
 * @param before what it was with the choice before; null where there was none
 */
export function previewWords(now: ScopePreview, before: ScopePreview | null): string {
  if (now.state === 'everybody') return 'Everyone in the organization would be in. Press v to list them.'
  if (now.state === 'unread')
    return `The members of ${counted(now.groups, 'group')} are not counted. Press v to list them.`
  const count = counted(now.ids.size, 'person', 'people')
  const start = now.isCertain ? count : `about ${count}`
  const difference = before === null ? null : previewDifference(before, now)
  return `${start} would be in${difference === null ? '' : differenceWords(difference)}`
}

function differenceWords({ more, fewer }: { more: number; fewer: number }): string {
  if (more === 0 && fewer === 0) return ', as before'
  const parts = [...(more === 0 ? [] : [`${grouped(more)} more`]), ...(fewer === 0 ? [] : [`${grouped(fewer)} fewer`])]
  return `, ${parts.join(' and ')} than before`
}
