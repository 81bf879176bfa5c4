import { actionMarks, type Change } from '../../sync/plan.ts'
import type { User } from '../../sync/user.ts'
import { safeText } from '../../text/safe-text.ts'
import { wrap } from '../../text/width/wrap.ts'
import { changeWords, fieldName } from '../../views/plan/change-words.ts'
import { reasonWords } from '../../views/plan/reason.ts'
import type { Line } from '../text/line.ts'

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

/** One row of a plan in full: what happens and why, and each field before and after. */
export function changeDetail(change: Change, columns: number, arrow: string): Line[] {
  const title = `${actionMarks[change.action]} ${safeText(change.userName)}`
  const lines: Line[] = [
    [{ text: title, bold: true }],
    '',
    ...wrap(`What: ${changeWords(change)}`, columns, 6),
    ...wrap(`Why:  ${reasonWords(change.reason)}`, columns, 6),
    '',
  ]
  for (const field of shownFields) {
    const before = change.before === null ? null : fieldText(change.before, field)
    const after = change.after === null ? null : fieldText(change.after, field)
    if (before === after) {
      if (before !== null && before !== '') lines.push(...fieldLines(fieldName(field), before, false, columns))
    } else if (before === null) lines.push(...fieldLines(fieldName(field), after ?? '', change.after !== null, columns))
    else if (after === null) lines.push(...fieldLines(fieldName(field), before, false, columns))
    else
      lines.push(
        ...fieldLines(fieldName(field), `${before || 'nothing'} ${arrow} ${after || 'nothing'}`, true, columns),
      )
  }
  return lines
}

const labelWidth = 20

function fieldLines(name: string, value: string, isChanged: boolean, columns: number): Line[] {
  if (value === '') return []
  return wrap(value, columns - labelWidth - 2).map((text, index) => [
    { text: `${isChanged && index === 0 ? '*' : ' '} ${(index === 0 ? name : '').padEnd(labelWidth)}` },
    { text, bold: isChanged },
  ])
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
