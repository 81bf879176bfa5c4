import { constants } from 'node:fs'
import { errorCode, type FileOperations } from '../disk/file-operations.ts'
import type { Lease } from './lease.ts'

/** The calls that change what others read. */
const changing: ReadonlySet<unknown> = new Set([
  'openSync',
  'renameSync',
  'linkSync',
  'unlinkSync',
  'copyFileSync',
  'mkdirSync',
  'rmdirSync',
  'ftruncateSync',
])

/**
 * A disk on which only the lock's holder can change anything: a process that was stopped for so long that another one
 * took its lock over finds out before the next change, and ends there.
 *
 * A file that is to be replaced is written under a temporary name, and the lock is confirmed between that and the rename.
 * Whoever takes the lock over removes all temporary files before reading anything. So a holder that is stopped between the
 * confirmation and the rename finds its file gone: either the rename comes first and the other one reads the result, or
 * it fails.
 */
export function fencedDisk(files: FileOperations, lease: Lease): FileOperations {
  return new Proxy(files, {
    get(target, name, receiver) {
      const original: unknown = Reflect.get(target, name, receiver)
      if (typeof original !== 'function' || !changing.has(name)) return original
      return (...parameters: unknown[]) => {
        const replaces = name === 'renameSync' && String(parameters[0]).endsWith('.tmp')
        if (name !== 'openSync' || writes(parameters[1])) lease.confirm(replaces)
        try {
          return original(...parameters)
        } catch (error) {
          if (replaces && errorCode(error) === 'ENOENT') lease.confirm(true)
          throw error
        }
      }
    },
  })
}

const writes = (flags: unknown): boolean =>
  typeof flags === 'number' ? (flags & (constants.O_WRONLY | constants.O_RDWR)) !== 0 : flags !== 'r'
