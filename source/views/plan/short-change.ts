import type { Change } from '../../sync/plan.ts'
import { safeText } from '../../text/safe-text.ts'
import { changeWords, fieldName } from './change-words.ts'

/**
 * What a row changes, as short as its kind allows: `new` for the common case, whole where it differs from the others. The
 * detail of the row and the printed plan say all of it.
 */
export function shortChange(change: Change, arrow: string): string {
  switch (change.action) {
    case 'create':
      return change.archive === 'create' ? 'new' : changeWords(change).replace('new user', 'new')
    case 'rename':
      return changeWords({ ...change, archive: change.archive === 'rename' ? null : change.archive })
    case 'update':
      return updateWords(change, arrow)
    case 'gone':
      return 'stays'
    case 'unchanged':
      return 'unchanged'
    default:
      return changeWords(change)
  }
}

function updateWords({ before, after, fields }: Change, arrow: string): string {
  return fields
    .map((field) =>
      field === 'fullName' && before !== null && after !== null
        ? `${safeText(before.fullName || 'no name')} ${arrow} ${safeText(after.fullName || 'no name')}`
        : fieldName(field),
    )
    .join(', ')
}
