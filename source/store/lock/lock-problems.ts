import { entry, problemFrom } from '../../text/problem-catalogue.ts'

type Holder = { command: string; pid: number; user: string; host: string; since: string }

const holder: Holder = {
  command: 'rollcall sync',
  pid: 4711,
  user: 'rollcall',
  host: 'mail1',
  since: '2026-11-28T07:24:03.407Z',
}
const holderFacts = ({ command, pid, user, host, since }: Holder) => ({ command, host, since, user, pid })

/** Everything that a lock says that is held, or that cannot be read. */
export const lockProblems = {
  locked: entry<Holder>({
    kind: 'locked',
    title: 'Another run holds the lock',
    cause: ({ command, pid, user, since }) =>
      `${user} started ${command} (process ${pid}), running since ${since}. Only one run changes the store at a time. Nothing was changed.`,
    remedy: 'Wait until it is done, then try again.',
    facts: holderFacts,
    example: holder,
  }),
  lockedElsewhere: entry<Holder & { lock: string }>({
    kind: 'locked',
    title: ({ host }) => `A run on ${host} holds the lock`,
    cause: ({ command, pid, since }) =>
      `${command} (process ${pid}) runs there since ${since}, on another machine or in another container. Rollcall can't see from here if it still runs. Nothing was changed.`,
    remedy: ({ lock }) => `Wait until it is done. If you are sure that it no longer runs, remove the lock:\nrm ${lock}`,
    facts: (about) => ({ ...holderFacts(about), lock: about.lock }),
    example: { ...holder, lock: '/var/lib/rollcall/users.json.lock' },
  }),
  lockUnreadable: entry<{ lock: string }>({
    kind: 'locked',
    title: "The lock can't be read",
    cause: ({ lock }) => `${lock} says that a run is at work, but not which one. Nothing was changed.`,
    remedy: ({ lock }) => `If you are sure that no other run is at work, remove it:\nrm ${lock}`,
    facts: ({ lock }) => ({ lock }),
    example: { lock: '/var/lib/rollcall/users.json.lock' },
  }),
}

/** Makes a problem of the lock. */
export const lockProblem = problemFrom(lockProblems)
