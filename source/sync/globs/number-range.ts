/** What a range stands for: how many items, told before any of them is made. */
export type Range = { length: number; items: () => string[] }

/**
 * Reads what stands between the braces of a range, as bash does: `1..20`, `01..20` with all numbers as wide as the wider
 * end, `a..e`, and `1..9..2` with a step. Null where it is no range, or one between a capital and a small letter, which
 * in bash takes in punctuation.
 */
export function readRange(text: string): Range | null {
  const [, first = '', last = '', step = '1'] = /^([^.]+)\.\.([^.]+?)(?:\.\.([-+]?\d{1,15}))?$/.exec(text) ?? []
  const by = Math.abs(Number(step)) || 1
  if (isNumber(first) && isNumber(last)) {
    const width = isPadded(first) || isPadded(last) ? Math.max(first.length, last.length) : 0
    return rangeOf(Number(first), Number(last), by, (value) => padded(value, width))
  }
  const areLetters = /^[a-z][a-z]$/.test(first + last) || /^[A-Z][A-Z]$/.test(first + last)
  if (!areLetters) return null
  return rangeOf(first.charCodeAt(0), last.charCodeAt(0), by, (value) => String.fromCharCode(value))
}

const isNumber = (text: string): boolean => /^-?\d{1,15}$/.test(text)

const isPadded = (text: string): boolean => /^-?0\d/.test(text)

/** The sign counts to the width. */
function padded(value: number, width: number): string {
  const sign = value < 0 ? '-' : ''
  return sign + String(Math.abs(value)).padStart(width - sign.length, '0')
}

function rangeOf(first: number, last: number, by: number, write: (value: number) => string): Range {
  const length = Math.floor(Math.abs(last - first) / by) + 1
  const direction = last < first ? -1 : 1
  const items = (): string[] => Array.from({ length }, (_, index) => write(first + direction * by * index))
  return { length, items }
}
