import { actionMarks, type Change } from '../../sync/plan.ts'
import type { User } from '../../sync/user.ts'
import { safeText } from '../../text/safe-text.ts'
import { wrap } from '../../text/width/wrap.ts'
import { actionTones } from '../../views/plan/action-tones.ts'
import { changeWords, fieldName } from '../../views/plan/change-words.ts'
import { reasonWords } from '../../views/plan/reason.ts'
import type { Line, Segment } from '../text/line.ts'

const shownFields = [
  'userName',
  'fullName',
  'emailAddresses',
  'authentication',
  'directoryId',
  'distinguishedName',
  'pop3UserNames',
  'privileges',
  'privilegesOnFolders',
] as const satisfies readonly (keyof User)[]

/** One row of a plan in full: what happens and why, and each field, what it was with `-` and what it becomes with `+`. */
export function changeDetail(change: Change, columns: number): Line[] {
  const title = `${actionMarks[change.action]} ${safeText(change.userName)}`
  const lines: Line[] = [
    ...wrap(title, columns, 2).map((text): Line => [{ text, bold: true, tone: actionTones[change.action] }]),
    '',
    ...wrap(`What: ${changeWords(change)}`, columns, 6),
    ...wrap(`Why:  ${reasonWords(change.reason)}`, columns, 6),
    '',
  ]
  for (const field of shownFields) {
    const before = change.before === null ? '' : fieldText(change.before, field)
    const after = change.after === null ? '' : fieldText(change.after, field)
    const isChanged = before !== after
    if (!isChanged) lines.push(...fieldLines(fieldName(field), before, columns))
    else {
      lines.push(...fieldLines(fieldName(field), before, columns, '-'))
      lines.push(...fieldLines(before === '' ? fieldName(field) : '', after, columns, '+'))
    }
  }
  return lines
}

const labelWidth = 20

/** A field with its value; none where there is no value. */
function fieldLines(name: string, value: string, columns: number, mark: '-' | '+' | ' ' = ' '): Line[] {
  if (value === '') return []
  return wrap(value, columns - labelWidth).map((text, index): Line => {
    const label: Segment = { text: (index === 0 ? name : '').padEnd(labelWidth - 2), dim: true }
    const sign = index === 0 ? mark : ' '
    if (mark === ' ') return [label, { text: `  ${text}` }]
    return [label, { text: `${sign} ${text}`, tone: mark === '-' ? 'danger' : 'success' }]
  })
}

function fieldText(user: User, field: (typeof shownFields)[number]): string {
  if (field === 'privilegesOnFolders') {
    return user.privilegesOnFolders
      .map(({ folder, privileges }) => `${safeText(folder)}: ${privileges.join(' ')}`)
      .join(', ')
  }
  if (field === 'authentication') return user.authentication === 'integrated' ? 'integrated' : 'Directory Services'
  const value = user[field]
  if (value === null) return ''
  return Array.isArray(value) ? value.map((item) => safeText(String(item))).join(', ') : safeText(value)
}
