import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { SimulatorInputError } from '../simulator-input-error.ts'
import { SimulatorStartError } from '../simulator-start-error.ts'
import type { ServiceAccountKeyJson } from './service-account.ts'

/** A key on disk, for programs that want a file. */
export type KeyFile = {
  path: string
  /** Takes a temporary file away again; one that was named stays. */
  remove: () => Promise<void>
}

/**
 * Writes a service-account key for its owner only.
 *
 * @param path where to; undefined for a new temporary folder
 * @throws SimulatorInputError when the path holds something other than a simulator's key
 * @throws SimulatorStartError when it cannot be written
 */
export async function writeKeyFile(key: ServiceAccountKeyJson, path: string | undefined): Promise<KeyFile> {
  const text = `${JSON.stringify(key, undefined, 2)}\n`
  try {
    if (path !== undefined) {
      await refuseForeignFile(path, key)
      // Taken away first, so that the new file gets the narrow mode whatever the old one had.
      await rm(path, { force: true })
      await writeFile(path, text, { mode: 0o600, flag: 'wx' })
      return { path: resolve(path), remove: async () => {} }
    }
    const folder = await mkdtemp(join(tmpdir(), 'rollcall-simulator-'))
    const temporary = join(folder, 'service-account.json')
    await writeFile(temporary, text, { mode: 0o600, flag: 'wx' })
    return { path: temporary, remove: () => rm(folder, { recursive: true, force: true }) }
  } catch (error) {
    if (error instanceof SimulatorInputError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new SimulatorStartError(`the key file cannot be written: ${reason}`)
  }
}

/** A real key must not be lost because its name was given by mistake. */
async function refuseForeignFile(path: string, key: ServiceAccountKeyJson): Promise<void> {
  const held = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  if (held.trim() !== '' && !held.includes(key.client_email)) {
    throw new SimulatorInputError(`${path}: this file holds something else and is not overwritten`)
  }
}
