import { safeText } from './safe-text.ts'

/**
 * A time to the minute, in UTC as files have it, so that it reads the same on every screen: `2026-01-31 14:05`.
 *
 * @param time ISO 8601, in UTC
 */
export const utcMinute = (time: string): string => safeText(time.slice(0, 16).replace('T', ' '))
