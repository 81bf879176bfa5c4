import { mostGraceDays } from '../sync/settings.ts'

/** What can be typed for the days between leaving and being deleted. */
export const graceDaysWords = `Type a number of days, up to ${mostGraceDays}; 0 for none.`

/** Reads the days of the grace period as they are typed; null when it is not a number of days. */
export function parseGraceDays(text: string): number | null {
  const days = Number(text)
  return /^\d{1,4}$/.test(text.trim()) && days <= mostGraceDays ? days : null
}
