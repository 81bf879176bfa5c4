import { counted } from '../text/numbers.ts'
import { safeText } from '../text/safe-text.ts'

/** How many people an exclusion matches, in words: `svc-*: 3 people`. What matches nobody is pointed out. */
export function exclusionWords({ rule, hits }: { rule: string; hits: number }, people: number): string {
  if (hits === 0) return `${safeText(rule)}: matches nobody; check its spelling`
  const count = counted(hits, 'person', 'people')
  return `${safeText(rule)}: matches ${hits === people ? `everybody (${count})` : count}`
}

/** The same of an organizational unit with those below it. */
export function orgUnitWords({ orgUnit, hits }: { orgUnit: string; hits: number }, people: number): string {
  if (hits === 0) return `${safeText(orgUnit)}: nobody is in it; check its spelling`
  const count = counted(hits, 'person', 'people')
  return `${safeText(orgUnit)}: ${hits === people ? `everybody is in it (${count})` : count}`
}
