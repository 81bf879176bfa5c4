import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { RequestLogEntry } from '../../source/simulator/server/request-log.ts'
import type { Simulator, SimulatorOptions } from '../../source/simulator/simulator.ts'

/** A simulator in a process of its own, as Google is: it takes no processor time from those who ask it. */
export type ServedSimulator = Pick<Simulator, 'url' | 'key' | 'admin' | 'oidc'> & {
  /** The requests since this was asked last. */
  takeRequests: () => Promise<RequestLogEntry[]>
  close: () => void
}

/** Starts one; the options go there as messages do, without functions. */
export async function serveSimulator(options: SimulatorOptions): Promise<ServedSimulator> {
  const child = fork(fileURLToPath(new URL('simulator-child.ts', import.meta.url)))
  child.send(options)
  const [started] = (await once(child, 'message')) as [Pick<Simulator, 'url' | 'key' | 'admin' | 'oidc'>]
  return {
    ...started,
    takeRequests: async () => {
      child.send('requests')
      const [requests] = (await once(child, 'message')) as [RequestLogEntry[]]
      return requests
    },
    close: () => child.disconnect(),
  }
}
