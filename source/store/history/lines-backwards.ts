import { constants } from 'node:fs'
import { expectRegularFile, type FileOperations, ignoring } from '../disk/file-operations.ts'

const blockBytes = 256 * 1024

/**
 * Yields the lines of a file, the last one first, as bytes and without their line breaks. Reads no more of the file than
 * the lines that are taken. A missing file has none.
 *
 * @param end where to begin, in bytes from the beginning; null: at the file's end
 */
export function* linesBackwards(files: FileOperations, path: string, end: number | null): Generator<Buffer> {
  const file = ignoring(['ENOENT'], () => files.openSync(path, constants.O_RDONLY | constants.O_NONBLOCK))
  if (file === null) return
  try {
    const facts = files.fstatSync(file)
    expectRegularFile(facts, path)
    const { size } = facts
    let position = Math.min(end ?? size, size)
    // The pieces of the line that reaches over the beginning of the last block, the first piece first.
    let unfinished: Buffer[] = []
    while (position > 0) {
      const start = Math.max(0, position - blockBytes)
      const block = readBlock(files, file, start, position - start)
      position = start
      let lineEnd = block.length
      for (let lineBreak = block.lastIndexOf(10); lineBreak >= 0; lineBreak = before(block, lineBreak)) {
        const line = Buffer.concat([block.subarray(lineBreak + 1, lineEnd), ...unfinished])
        unfinished = []
        lineEnd = lineBreak
        if (line.length > 0) yield line
      }
      unfinished.unshift(block.subarray(0, lineEnd))
    }
    const first = Buffer.concat(unfinished)
    if (first.length > 0) yield first
  } finally {
    files.closeSync(file)
  }
}

const before = (block: Buffer, lineBreak: number): number =>
  lineBreak === 0 ? -1 : block.lastIndexOf(10, lineBreak - 1)

function readBlock(files: FileOperations, file: number, start: number, length: number): Buffer {
  const block = Buffer.allocUnsafe(length)
  let read = 0
  while (read < length) {
    const count = files.readSync(file, block, read, length - read, start + read)
    if (count === 0) break
    read += count
  }
  return block.subarray(0, read)
}
