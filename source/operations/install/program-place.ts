import { dirname } from 'node:path'
import type { Machine } from './machine.ts'

const readableByOthers = 0o005
const writableByOthers = 0o022

/** What keeps the account of the service from running a file safely. */
export type PlaceFault = { path: string; why: string; file: string; isNode: boolean }

/**
 * Tells whether the account of the service can run the program and nobody but root can change it: each file that starts it,
 * and each folder above.
 *
 * @param command absolute paths: the program, or a Node and the program
 * @returns what is wrong; null when nothing is
 */
export function placeFault(machine: Machine, command: readonly string[]): PlaceFault | null {
  for (const [index, file] of command.entries()) {
    for (let path = file; ; path = dirname(path)) {
      const facts = machine.facts(path)
      const why = facts === null ? "doesn't exist" : fault(facts)
      if (why !== null) return { path, why, file, isNode: index < command.length - 1 }
      if (path === dirname(path)) break
    }
  }
  return null
}

function fault({ owner, mode }: { owner: number; mode: number }): string | null {
  if (owner !== 0) return 'belongs to another account than root'
  if ((mode & writableByOthers) !== 0) return 'can be changed by other accounts than root'
  return (mode & readableByOthers) === readableByOthers ? null : "can't be read by other accounts"
}
