import { oneLine } from '../../text/one-line.ts'
import { entry, problemFrom } from '../../text/problem-catalogue.ts'
import { spanWords } from '../../text/span-words.ts'

/** `running` says since when in words, which depend on the time of day. */
type Holder = { command: string; pid: number; user: string; host: string; since: string; running: string }

const holder: Holder = {
  command: 'rollcall sync',
  pid: 4711,
  user: 'rollcall',
  host: 'mail1',
  since: '2026-11-28T07:24:03.407Z',
  running: '07:24 UTC (2 minutes)',
}
const holderFacts = ({ command, pid, user, host, since }: Holder) => ({ command, host, since, user, pid })

/** Since when a run is at work, such as `07:24 UTC (2 minutes)`, with the day when that is not today. */
export function sinceWords(since: string, now: Date = new Date()): string {
  const begun = new Date(since)
  if (Number.isNaN(begun.getTime())) return oneLine(since, 40)
  const [day, time] = [begun.toISOString().slice(0, 10), begun.toISOString().slice(11, 16)]
  const when = day === now.toISOString().slice(0, 10) ? `${time} UTC` : `${day} ${time} UTC`
  const minutes = Math.floor((now.getTime() - begun.getTime()) / 60_000)
  // Another machine's clock may be ahead of this one.
  return minutes < 0 ? when : `${when} (${spanWords(minutes)})`
}

/** Everything that a lock says that is held, lost or no lock at all. */
export const lockProblems = {
  locked: entry<Holder>({
    kind: 'locked',
    title: 'Another run holds the lock',
    cause: ({ command, pid, user, running }) =>
      `${user} started ${command} (process ${pid}), running since ${running}. Only one run changes the store at a time. Nothing was changed.`,
    remedy: 'Wait until it is done, then try again.',
    facts: holderFacts,
    nameless: ['command', 'host', 'since', 'running'],
    example: holder,
  }),
  lockedElsewhere: entry<Holder & { lock: string }>({
    kind: 'locked',
    title: ({ host }) => `A run on ${host} holds the lock`,
    cause: ({ command, pid, running }) =>
      `${command} (process ${pid}) runs there since ${running}, on another machine or in another container. It renewed its lock just now. Nothing was changed.`,
    remedy: 'Wait until it is done, then try again. If it dies, the next run takes over by itself.',
    facts: (about) => ({ ...holderFacts(about), lock: about.lock }),
    nameless: ['command', 'host', 'since', 'running'],
    example: { ...holder, lock: '/var/lib/rollcall/users.json.lock' },
  }),
  lockUnreadable: entry<{ lock: string }>({
    kind: 'locked',
    title: "The lock can't be read",
    cause: ({ lock }) => `Something writes to ${lock}, but it isn't a lock of Rollcall. Nothing was changed.`,
    remedy: (_, { lock }) => `Find out what writes to it and stop that. Then remove it:\nrm ${lock}`,
    facts: ({ lock }) => ({ lock }),
    example: { lock: '/var/lib/rollcall/users.json.lock' },
  }),
  lockLost: entry<{ command: string | null; host: string | null }>({
    kind: 'locked',
    title: ({ host }) => (host === null ? 'The lock of this run was removed' : 'Another run took over'),
    cause: ({ command, host }) =>
      host === null
        ? 'Somebody removed the lock while this run was at work. This run stopped before its next change.'
        : `This run stood still for so long that ${command} on ${host} took over. It stopped before its next change.`,
    remedy: 'Run it again. It begins with what is there now.',
    facts: ({ command, host }) => ({ command, host }),
    nameless: ['command', 'host'],
    example: { command: 'rollcall sync', host: 'mail2' },
  }),
}

/** Makes a problem of the lock. */
export const lockProblem = problemFrom(lockProblems)
