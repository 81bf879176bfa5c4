import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { SimulatorInputError } from './simulator-input-error.ts'

/** Room for an organization of half a million users. */
const mostBytes = 512 * 1024 * 1024 - 64

/**
 * Reads an org or faults file. Only a regular file or a link to one is read, so that a pipe or a device cannot make the
 * program wait or eat memory for ever.
 *
 * @throws SimulatorInputError
 */
export async function readInput(path: string): Promise<string> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
    try {
      const facts = await file.stat()
      if (!facts.isFile()) throw new SimulatorInputError(`${path}: this is not a regular file`)
      if (facts.size > mostBytes) throw new SimulatorInputError(`${path}: this file is too large`)
      return await file.readFile('utf8')
    } finally {
      await file.close()
    }
  } catch (error) {
    if (error instanceof SimulatorInputError) throw error
    throw new SimulatorInputError(`${path}: cannot be read (${error instanceof Error ? error.message : String(error)})`)
  }
}
