import { fold } from '../addresses.ts'

/** What is wrong with the path of an organizational unit, as one sentence; null when it can be used. */
export function orgUnitFault(path: string): string | null {
  if (path === '/') return null
  if (!path.startsWith('/')) return 'An organizational unit begins with a slash, such as /Sales.'
  if (path.endsWith('/') || path.includes('//'))
    return 'Leave out empty parts: /Sales/EMEA, without a slash at the end.'
  return null
}

/** Whether an account's unit is this one or below it. Upper and lower case are the same, as in Google. */
export function isInOrgUnit(path: string, orgUnit: string): boolean {
  if (orgUnit === '/') return true
  const [inner, outer] = [fold(path), fold(orgUnit)]
  return inner === outer || inner.startsWith(`${outer}/`)
}
