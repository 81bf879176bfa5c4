import type { ExecutionContext } from 'ava'
import { createDirectory, type Directory, type DirectoryOptions } from '../../../source/google/directory/directory.ts'
import { parseEndpoint } from '../../../source/google/http/endpoint.ts'
import { googleLimits, type Limits } from '../../../source/google/http/limits.ts'
import { parseServiceAccountKey } from '../../../source/settings/credentials/service-account-key.ts'
import { type Simulator, type SimulatorOptions, startSimulator } from '../../../source/simulator/simulator.ts'

/** Google's limits with waits of milliseconds in place of seconds. */
export const quickLimits: Limits = {
  ...googleLimits,
  timeout: 10_000,
  firstWait: 4,
  longestWait: 400,
  patience: 20_000,
}

/** Starts a simulator that ends with the test. */
export async function simulate(t: ExecutionContext, options: SimulatorOptions): Promise<Simulator> {
  const simulator = await startSimulator(options)
  t.teardown(() => simulator.close())
  return simulator
}

type Changes = Partial<DirectoryOptions> & { limits?: Limits }

/** The way to a simulator as its administrator. */
export function optionsFor(simulator: Simulator, { limits = quickLimits, ...changes }: Changes = {}): DirectoryOptions {
  return {
    key: parseServiceAccountKey(JSON.stringify(simulator.key), 'key.json'),
    administrator: simulator.admin,
    endpoint: { ...parseEndpoint(simulator.url), limits },
    signal: new AbortController().signal,
    ...changes,
  }
}

/** A directory read from a simulator. */
export function directoryOf(simulator: Simulator, changes: Changes = {}): Directory {
  return createDirectory(optionsFor(simulator, changes))
}
