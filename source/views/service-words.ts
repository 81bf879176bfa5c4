import type { RunningService } from '../store/service-mark.ts'
import type { OpenSession } from '../store/sessions/session-list.ts'
import { counted } from '../text/numbers.ts'
import { safeText } from '../text/safe-text.ts'

/** Whether the log-on service runs, where, and how many people are signed in. */
export function serviceWords({
  isSetUp,
  service,
  sessions,
}: {
  isSetUp: boolean
  service: RunningService | null
  sessions: readonly OpenSession[] | null
}): string {
  if (!isSetUp) return 'not set up'
  const state = service === null ? 'not running' : `running on ${service.addresses.map(safeText).join(', ')}`
  const people = new Set(sessions?.map(({ userName }) => userName)).size
  if (sessions === null) return state
  return `${state}, ${people === 0 ? 'nobody' : counted(people, 'person', 'people')} signed in`
}
