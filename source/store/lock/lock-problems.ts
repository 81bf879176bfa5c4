import { oneLine } from '../../text/one-line.ts'
import { Problem } from '../../text/problem.ts'
import type { LockHolder } from './lock-file.ts'

function describe(holder: LockHolder) {
  const command = oneLine(holder.command, 80)
  const host = oneLine(holder.host, 80)
  const since = oneLine(holder.since, 40)
  const user = oneLine(holder.user, 60)
  return { command, host, since, user, pid: String(holder.pid) }
}

/** Another process of this machine is at work. */
export function lockHeld(holder: LockHolder): Problem {
  const facts = describe(holder)
  return new Problem({
    code: 'locked',
    kind: 'locked',
    title: `Another run holds the lock: ${facts.command}, process ${facts.pid}`,
    cause: `It was started by ${facts.user} and has been at work since ${facts.since}. Only one process changes the store at a time.`,
    remedy: 'Nothing was changed. Wait until it is done, then try again.',
    facts,
  })
}

/** The lock belongs to another machine or container, whose processes cannot be seen from here. */
export function lockHeldElsewhere(holder: LockHolder, path: string): Problem {
  const facts = { ...describe(holder), lock: oneLine(path, 300) }
  return new Problem({
    code: 'lockedElsewhere',
    kind: 'locked',
    title: `A run on ${facts.host} holds the lock: ${facts.command}, process ${facts.pid}`,
    cause: `It has been at work since ${facts.since} on another machine or in another container, so it cannot be seen from here whether it still runs.`,
    remedy: `Nothing was changed. Wait until it is done. If it certainly no longer runs, remove the lock: rm ${facts.lock}`,
    facts,
  })
}

/** Something has the lock's name that is no lock of this program. */
export function lockUnreadable(path: string): Problem {
  const lock = oneLine(path, 300)
  return new Problem({
    code: 'lockUnreadable',
    kind: 'locked',
    title: 'The lock cannot be read',
    cause: `The file ${lock} says that a run is at work, but not which one.`,
    remedy: `Nothing was changed. Make sure that no other run is at work, then remove it: rm ${lock}`,
    facts: { lock },
  })
}
