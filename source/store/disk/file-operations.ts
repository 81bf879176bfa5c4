import fs from 'node:fs'

/**
 * The system calls with which the store writes and reads, so that a test can let each of them fail in turn. They are
 * the synchronous ones: nothing else of the program, not even a signal's handler, runs between two steps of a commit,
 * and making thousands of folders takes a tenth of the time.
 */
export type FileOperations = Pick<
  typeof fs,
  | 'openSync'
  | 'closeSync'
  | 'readSync'
  | 'writeSync'
  | 'fsyncSync'
  | 'fstatSync'
  | 'fchmodSync'
  | 'fchownSync'
  | 'futimesSync'
  | 'ftruncateSync'
  | 'lstatSync'
  | 'statSync'
  | 'realpathSync'
  | 'readdirSync'
  | 'opendirSync'
  | 'renameSync'
  | 'linkSync'
  | 'unlinkSync'
  | 'copyFileSync'
  | 'mkdirSync'
  | 'rmdirSync'
  | 'chmodSync'
  | 'utimesSync'
>

/** The real disk. */
export const disk: FileOperations = fs

/** The name of a failed system call's error, such as `ENOENT`; null for anything else that was thrown. */
export function errorCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && 'syscall' in error && typeof error.code === 'string'
    ? error.code
    : null
}

/** Runs a system call; null where it fails with one of these codes. Other failures are thrown. */
export function ignoring<T>(codes: readonly string[], call: () => T): T | null {
  try {
    return call()
  } catch (error) {
    const code = errorCode(error)
    if (code !== null && codes.includes(code)) return null
    throw error
  }
}

/**
 * Makes sure that what was opened is a regular file: a pipe or a device would be written to and read from without end or
 * effect.
 *
 * @throws an error like the system's own, with the code EISDIR
 */
export function expectRegularFile(facts: { isFile: () => boolean }, path: string): void {
  if (facts.isFile()) return
  throw Object.assign(new Error(`EISDIR: not a regular file, open '${path}'`), { code: 'EISDIR', syscall: 'open' })
}

/** Removes a file that nobody needs, if the disk lets it; one that stays is removed by a later run. */
export function tryToRemove(files: FileOperations, path: string): void {
  try {
    files.unlinkSync(path)
  } catch (error) {
    if (errorCode(error) === null) throw error
  }
}
