import { spawn } from 'node:child_process'

/** The first descriptor that systemd hands over (sd_listen_fds(3)). */
const firstDescriptor = 3

/**
 * The sockets that systemd opened for this process, by the name in the socket unit (`FileDescriptorName=`).
 *
 * @param processId the variables are meant for this process alone; a child that inherits them must not use them
 */
export function systemdSockets(
  environment: NodeJS.ProcessEnv,
  processId: number,
): { name: string; descriptor: number }[] {
  const { LISTEN_PID, LISTEN_FDS, LISTEN_FDNAMES } = environment
  if (LISTEN_PID !== String(processId) || !/^[1-9]\d?$/.test(LISTEN_FDS ?? '')) return []
  const names = (LISTEN_FDNAMES ?? '').split(':')
  return Array.from({ length: Number(LISTEN_FDS) }, (_, index) => ({
    name: names[index] ?? '',
    descriptor: firstDescriptor + index,
  }))
}

/**
 * Tells systemd how the service stands, where it asks to be told (`Type=notify`). Node has no datagram sockets for files,
 * so systemd's own helper does it; the unit allows that with `NotifyAccess=all`.
 */
export async function notifySystemd(state: 'ready' | 'stopping', environment: NodeJS.ProcessEnv): Promise<void> {
  if (!environment.NOTIFY_SOCKET) return
  // The options of the same names are newer than Debian 12.
  const word = { ready: 'READY=1', stopping: 'STOPPING=1' }[state]
  await new Promise<void>((resolve) => {
    const child = spawn('systemd-notify', [`--pid=${process.pid}`, word], { stdio: 'ignore' })
    child.once('error', () => resolve())
    child.once('exit', () => resolve())
  })
}
