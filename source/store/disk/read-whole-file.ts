import { isUtf8 } from 'node:buffer'
import { constants } from 'node:fs'
import type { FileOperations } from './file-operations.ts'

/** What was found under a path. */
export type WholeFile = { state: 'read'; text: string; identity: string } | Unusable

/** The same, as bytes that are known to be text. */
export type WholeBytes = { state: 'read'; bytes: Buffer; identity: string } | Unusable

/** Larger than allowed, no regular file, or bytes that are not UTF-8. */
type Unusable = { state: 'unusable'; why: 'tooLarge' | 'notAFile' | 'notText' }

/**
 * Reads a whole text file, without its byte-order mark. Links are followed. Never waits: a pipe is not read.
 *
 * @throws the system call's own error
 */
export function readWholeFile(files: FileOperations, path: string, maximumBytes: number): WholeFile {
  const file = readWholeBytes(files, path, maximumBytes)
  return file.state === 'read' ? { state: 'read', text: textOf(file.bytes), identity: file.identity } : file
}

/** The text that bytes are, without its byte-order mark. */
export function textOf(bytes: Buffer): string {
  const text = bytes.toString('utf8')
  return text.startsWith('\uFEFF') ? text.slice(1) : text
}

/**
 * Reads the bytes of a whole text file, for readers who need few of them as text.
 *
 * @param roomFor memory for so many bytes; the system takes longer to give new memory than to fill what is there
 * @throws the system call's own error
 */
export function readWholeBytes(
  files: FileOperations,
  path: string,
  maximumBytes: number,
  roomFor: (size: number) => Buffer = Buffer.allocUnsafe,
): WholeBytes {
  const file = files.openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const facts = files.fstatSync(file, { bigint: true })
    if (!facts.isFile()) return { state: 'unusable', why: 'notAFile' }
    if (facts.size > BigInt(maximumBytes)) return { state: 'unusable', why: 'tooLarge' }
    const size = Number(facts.size)
    const bytes = readAll(files, file, roomFor(size).subarray(0, size))
    if (!isUtf8(bytes)) return { state: 'unusable', why: 'notText' }
    return { state: 'read', bytes, identity: identityOf(facts) }
  } finally {
    files.closeSync(file)
  }
}

function readAll(files: FileOperations, file: number, bytes: Buffer): Buffer {
  let length = 0
  while (length < bytes.length) {
    const count = files.readSync(file, bytes, length, bytes.length - length, null)
    if (count === 0) break
    length += count
  }
  return bytes.subarray(0, length)
}

/** Changes whenever the file is replaced or written to, and not when it is given another name. Times are in nanoseconds. */
export function identityOf(facts: { dev: bigint; ino: bigint; size: bigint; mtimeNs: bigint }): string {
  return [facts.dev, facts.ino, facts.size, facts.mtimeNs].join(':')
}
