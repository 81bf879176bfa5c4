import type { DeletionLimit } from '../sync/settings.ts'

/** A deletion limit as it is typed: `5, 10%`. */
export function deletionLimitText({ users, percent }: DeletionLimit): string {
  return [...(users === undefined ? [] : [String(users)]), ...(percent === undefined ? [] : [`${percent}%`])].join(', ')
}

/** Reads what was typed: a number of users, a share such as `10%`, or both with a comma. Null when it is neither. */
export function parseDeletionLimitText(text: string): DeletionLimit | null {
  const limit: DeletionLimit = {}
  for (const part of text.split(',').map((piece) => piece.trim())) {
    const match = /^(\d{1,9}(?:\.\d{1,3})?)\s*(%?)$/.exec(part)
    if (!match?.[1]) return null
    const number = Number(match[1])
    if (match[2] === '%') {
      if (number > 100 || limit.percent !== undefined) return null
      limit.percent = number
    } else {
      if (!Number.isInteger(number) || limit.users !== undefined) return null
      limit.users = number
    }
  }
  return limit
}
