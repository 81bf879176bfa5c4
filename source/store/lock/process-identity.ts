import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** What tells one process from every other one, on this machine and in time. */
export type ProcessIdentity = {
  pid: number
  host: string
  /** The namespace that process ids count in: a container has its own. Null where the system has no such thing. */
  namespace: string | null
  /**
   * The kernel's id of this run of the machine, a slash, and the start of the process within it, in the kernel's ticks;
   * null where not known.
   */
  startTime: string | null
}

/** The process that runs this. */
export function thisProcess(): ProcessIdentity {
  return { pid: process.pid, host: hostname(), namespace: namespace(), startTime: statusOf('self')?.startTime ?? null }
}

/**
 * Says of a process that it runs, or that it has ended, only where that is proven: by the process ids of the same run of
 * the same kernel (its boot id), counted in the same namespace. A host name proves nothing, because containers and cloned
 * machines share it, and neither does the number of the first namespace, which is the same on every machine. `unknown`
 * also stands for a process that is stopped, by Ctrl-Z for example: it may never go on.
 *
 * @param from the process that looks; this one unless given
 */
export function stateOfProcess(
  identity: ProcessIdentity,
  from: ProcessIdentity = thisProcess(),
): 'running' | 'ended' | 'unknown' {
  const boot = bootOf(identity)
  if (boot === null || boot !== bootOf(from)) return 'unknown'
  if (identity.namespace === null || identity.namespace !== from.namespace) return 'unknown'
  if (identity.host !== from.host) return 'unknown'
  if (!answers(identity.pid)) return 'ended'
  const status = statusOf(identity.pid)
  if (status === null) return 'unknown'
  // A process id that was given to a new process since is told apart by the start time.
  if (status.ended || status.startTime !== identity.startTime) return 'ended'
  return status.stopped ? 'unknown' : 'running'
}

const bootOf = ({ startTime }: ProcessIdentity): string | null => startTime?.split('/')[0] || null

function answers(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it runs, and belongs to somebody else.
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH')
  }
}

/** From Linux' /proc (proc_pid_stat(5): state is field 3, start time field 22); null elsewhere, or where it is hidden. */
function statusOf(pid: number | 'self'): { ended: boolean; stopped: boolean; startTime: string } | null {
  const status = readText(`/proc/${pid}/stat`)
  const boot = readText('/proc/sys/kernel/random/boot_id')
  if (status === null || boot === null) return null
  // The program's name, field 2, stands in brackets and may hold spaces and brackets itself.
  const fields = status.slice(status.lastIndexOf(')') + 2).split(' ')
  const [state, startTime] = [fields[0], fields[19]]
  if (state === undefined || startTime === undefined) return null
  const ended = state === 'Z' || state === 'X'
  return { ended, stopped: state === 'T' || state === 't', startTime: `${boot.trim()}/${startTime}` }
}

function namespace(): string | null {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    return null
  }
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
