import { disk, type FileOperations } from '../../../source/store/disk/file-operations.ts'

/** The disk, with a hook that sees each system call before it is made and may throw in its place. */
export function watchedDisk(before: (call: string, number: number, path: string) => void): FileOperations {
  let number = 0
  return new Proxy(disk, {
    get(target, name, receiver) {
      const original: unknown = Reflect.get(target, name, receiver)
      if (typeof original !== 'function') return original
      return (...parameters: unknown[]) => {
        number += 1
        before(String(name), number, String(parameters[0]))
        return original(...parameters)
      }
    },
  })
}

/** The error of a failed system call. */
export function systemError(code: string, call: string): Error {
  return Object.assign(new Error(`${code}: injected, ${call}`), { code, syscall: call.replace(/Sync$/, '') })
}

/** A disk on which the call of this number fails, once. `reached` says whether it came to that. */
export function diskFailingAt(failing: number, code: string): { files: FileOperations; reached: () => boolean } {
  let reached = false
  const files = watchedDisk((call, number) => {
    if (number !== failing) return
    reached = true
    throw systemError(code, call)
  })
  return { files, reached: () => reached }
}

/** The end of the process, as far as one process can play it: nothing that comes after it reaches the disk. */
export class Crash extends Error {}

/** A disk on which the process ends before the call of this number. */
export function diskCrashingAt(last: number): { files: FileOperations; reached: () => boolean } {
  let reached = false
  const files = watchedDisk((_call, number) => {
    if (number < last) return
    reached = true
    throw new Crash()
  })
  return { files, reached: () => reached }
}
