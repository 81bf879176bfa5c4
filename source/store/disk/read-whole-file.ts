import { isUtf8 } from 'node:buffer'
import { constants } from 'node:fs'
import type { FileOperations } from './file-operations.ts'

/** What was found under a path. */
export type WholeFile =
  | { state: 'read'; text: string; identity: string }
  /** Larger than allowed, no regular file, or bytes that are not UTF-8. */
  | { state: 'unusable'; why: 'tooLarge' | 'notAFile' | 'notText' }

/**
 * Reads a whole text file, without its byte-order mark. Links are followed. Never waits: a pipe is not read.
 *
 * @throws the system call's own error
 */
export function readWholeFile(files: FileOperations, path: string, maximumBytes: number): WholeFile {
  const file = files.openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const facts = files.fstatSync(file, { bigint: true })
    if (!facts.isFile()) return { state: 'unusable', why: 'notAFile' }
    if (facts.size > BigInt(maximumBytes)) return { state: 'unusable', why: 'tooLarge' }
    const bytes = readAll(files, file, Number(facts.size))
    if (!isUtf8(bytes)) return { state: 'unusable', why: 'notText' }
    const text = bytes.toString('utf8')
    return { state: 'read', text: text.startsWith('\uFEFF') ? text.slice(1) : text, identity: identityOf(facts) }
  } finally {
    files.closeSync(file)
  }
}

function readAll(files: FileOperations, file: number, size: number): Buffer {
  const bytes = Buffer.allocUnsafe(size)
  let length = 0
  while (length < size) {
    const count = files.readSync(file, bytes, length, size - length, null)
    if (count === 0) break
    length += count
  }
  return bytes.subarray(0, length)
}

/** Changes whenever the file is replaced or written to, and not when it is given another name. Times are in nanoseconds. */
export function identityOf(facts: { dev: bigint; ino: bigint; size: bigint; mtimeNs: bigint }): string {
  return [facts.dev, facts.ino, facts.size, facts.mtimeNs].join(':')
}
