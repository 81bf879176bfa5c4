import { once } from 'node:events'
import { writeKeyFile } from './oauth/key-file.ts'
import { demoOrganization } from './organization/demo-organization.ts'
import { type OrganizationInput, parseOrganizationText } from './organization/organization.ts'
import type { OrganizationSize } from './organization/random-organization.ts'
import { readInput } from './read-input.ts'
import { type Fault, parseFaultsText } from './server/faults.ts'
import { requestLine } from './server/request-line.ts'
import { type Simulator, startSimulator } from './simulator.ts'
import { SimulatorInputError } from './simulator-input-error.ts'
import { SimulatorStartError } from './simulator-start-error.ts'

/** What `rollcall simulate` was given. */
export type SimulatorCommand = {
  /** Any free one unless given. */
  port?: number | undefined
  /** The path of an org file. Without it, and without a size, it is the demo's organization. */
  org?: string | undefined
  /** Makes an organization up; the administrator is counted in. */
  users?: number | undefined
  groups?: number | undefined
  seed?: number | undefined
  /** Milliseconds added to every answer. */
  latency?: number | undefined
  /** The path of a faults file. */
  faults?: string | undefined
  /** Where to write the service-account key; a temporary file unless given. */
  keyOut?: string | undefined
  /** The key names the simulator's own token endpoint, in place of Google's. */
  ownTokenUri?: boolean | undefined
  issuer?: 'google' | 'own' | undefined
  /** One line on standard error for each request. */
  verbose: boolean
  /** Ends the simulator. */
  signal: AbortSignal
  /** Told one line of JSON when it is ready; what this throws ends the simulator. */
  onReady: (line: string) => Promise<void>
  stderr: TextOutput
}
export type TextOutput = { write: (text: string) => unknown }

/**
 * Runs a simulator until the signal: one JSON line on standard output says when it is ready and where it is.
 *
 * @throws SimulatorInputError for an org or faults file that cannot be used
 * @throws SimulatorStartError when the port is taken or the key file cannot be written
 */
export async function runSimulator(command: SimulatorCommand): Promise<void> {
  const organization = await chooseOrganization(command)
  const faults = command.faults === undefined ? [] : await readFaults(command.faults)
  if (command.signal.aborted) return
  const simulator = await start(command, organization, faults)
  try {
    const { key } = simulator
    const written = command.ownTokenUri === true ? { ...key, token_uri: `${simulator.url}/token` } : key
    const keyFile = await writeKeyFile(written, command.keyOut)
    try {
      const { url, admin, oidc } = simulator
      await command.onReady(JSON.stringify({ url, keyFile: keyFile.path, admin, oidc }))
      if (!command.signal.aborted) await once(command.signal, 'abort')
    } finally {
      await keyFile.remove()
    }
  } finally {
    await simulator.close()
  }
}

async function chooseOrganization(command: SimulatorCommand): Promise<OrganizationInput | OrganizationSize> {
  const { org, users, groups, seed } = command
  if (org === undefined) {
    if (users === undefined && groups === undefined) return demoOrganization()
    return { users: users ?? 100, groups: groups ?? 10, seed }
  }
  if (users !== undefined || groups !== undefined) {
    throw new SimulatorInputError('give either an org file or a number of users and groups')
  }
  return parseOrganizationText(await readInput(org), org)
}

async function readFaults(path: string): Promise<Fault[]> {
  return parseFaultsText(await readInput(path), path)
}

async function start(
  command: SimulatorCommand,
  organization: OrganizationInput | OrganizationSize,
  faults: readonly Fault[],
): Promise<Simulator> {
  try {
    return await startSimulator({
      organization,
      port: command.port,
      latencyMilliseconds: command.latency,
      faults,
      issuer: command.issuer,
      onRequest: (entry) => {
        if (command.verbose) command.stderr.write(`${requestLine(entry, new Date())}\n`)
      },
    })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EADDRINUSE') throw new SimulatorStartError(`port ${command.port} is in use by another program`)
    if (code === 'EACCES') throw new SimulatorStartError(`port ${command.port} may not be used by this account`)
    throw error
  }
}
