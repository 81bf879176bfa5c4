import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** What tells one process from every other one, on this machine and in time. */
export type ProcessIdentity = {
  pid: number
  host: string
  /** The namespace that process ids count in: a container has its own. Null where the system has no such thing. */
  namespace: string | null
  /** This run of the machine, and the start of the process within it, in the kernel's ticks; null where not known. */
  startTime: string | null
}

/** The process that runs this. */
export function thisProcess(): ProcessIdentity {
  return { pid: process.pid, host: hostname(), namespace: namespace(), startTime: statusOf('self')?.startTime ?? null }
}

/**
 * Whether a process still runs: `unknown` when it belongs to another machine or container, whose processes cannot be
 * seen from here. A process id that was given to a new process since is told apart by the start time.
 */
export function stateOfProcess(identity: ProcessIdentity): 'running' | 'ended' | 'unknown' {
  if (identity.host !== hostname() || identity.namespace !== namespace()) return 'unknown'
  if (!answers(identity.pid)) return 'ended'
  const status = statusOf(identity.pid)
  if (status === null) return 'running'
  if (status.ended) return 'ended'
  return identity.startTime === null || identity.startTime === status.startTime ? 'running' : 'ended'
}

function answers(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it runs, and belongs to somebody else.
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH')
  }
}

/** From Linux' /proc (proc_pid_stat(5): state is field 3, start time field 22); null elsewhere. */
function statusOf(pid: number | 'self'): { ended: boolean; startTime: string } | null {
  const status = readText(`/proc/${pid}/stat`)
  const boot = readText('/proc/sys/kernel/random/boot_id')
  if (status === null || boot === null) return null
  // The program's name, field 2, stands in brackets and may hold spaces and brackets itself.
  const fields = status.slice(status.lastIndexOf(')') + 2).split(' ')
  const [state, startTime] = [fields[0], fields[19]]
  if (state === undefined || startTime === undefined) return null
  return { ended: state === 'Z' || state === 'X', startTime: `${boot.trim()}/${startTime}` }
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
