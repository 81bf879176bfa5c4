import { safeText } from '../text/safe-text.ts'

/** What happened at the door. No event holds anything with which somebody could sign in. */
export type ServiceEvent = {
  event:
    | 'started'
    | 'ready'
    | 'signedIn'
    | 'refused'
    | 'signedOut'
    | 'sessionEnded'
    | 'limited'
    | 'failed'
    | 'reloaded'
    | 'stopping'
  /** The tenant's instance id. */
  instance?: string | null
  userName?: string
  /** The code of a refusal or failure. */
  reason?: string
  way?: 'google' | 'password'
  from?: string | null
  detail?: string
}

/** Takes one line for each event. */
export type EventLog = (event: ServiceEvent) => void

/** Journald's priorities: notice for what an admin may want to look into, info for the rest. */
const priorities: Partial<Record<ServiceEvent['event'], number>> = { refused: 5, limited: 4, failed: 3 }

const words: Record<ServiceEvent['event'], string> = {
  started: 'started',
  ready: 'ready',
  signedIn: 'signed in',
  refused: 'refused',
  signedOut: 'signed out',
  sessionEnded: 'session over',
  limited: 'too many attempts',
  failed: 'failed',
  reloaded: 'reloaded',
  stopping: 'stopping',
}

/**
 * Makes the log of a service.
 *
 * @param form `json`: one document a line; `journal`: text with journald's priorities; `text`: with the time in front
 */
export function createEventLog(
  form: 'json' | 'journal' | 'text',
  write: (line: string) => void,
  now: () => Date,
): EventLog {
  return (event) => {
    if (form === 'json') {
      write(JSON.stringify({ time: now().toISOString(), ...event }))
      return
    }
    const { instance, userName, reason, way, from, detail } = event
    const parts = [
      words[event.event],
      userName === undefined ? null : `user=${JSON.stringify(userName)}`,
      way === undefined ? null : `way=${way}`,
      reason === undefined ? null : `reason=${reason}`,
      from === undefined || from === null ? null : `from=${from}`,
      instance === undefined || instance === null ? null : `instance=${instance}`,
      detail === undefined ? null : detail,
    ]
    const line = safeText(parts.filter((part) => part !== null).join(' '))
    write(form === 'journal' ? `<${priorities[event.event] ?? 6}>${line}` : `${now().toISOString()} ${line}`)
  }
}
