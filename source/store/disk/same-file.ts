import type { FileOperations } from './file-operations.ts'

const pieceBytes = 64 * 1024

/** Whether two paths are the same regular file, or two that hold the same bytes. Links are not followed. */
export function isSameFile(files: FileOperations, one: string, other: string): boolean {
  const [facts, otherFacts] = [files.lstatSync(one), files.lstatSync(other)]
  if (!facts.isFile() || !otherFacts.isFile()) return false
  if (facts.dev === otherFacts.dev && facts.ino === otherFacts.ino) return true
  if (facts.size !== otherFacts.size) return false
  const [first, second] = [files.openSync(one, 'r'), files.openSync(other, 'r')]
  try {
    return holdSameBytes(files, first, second)
  } finally {
    for (const file of [first, second]) files.closeSync(file)
  }
}

function holdSameBytes(files: FileOperations, one: number, other: number): boolean {
  const [piece, otherPiece] = [Buffer.alloc(pieceBytes), Buffer.alloc(pieceBytes)]
  for (let place = 0; ; ) {
    const length = files.readSync(one, piece, 0, pieceBytes, place)
    const otherLength = files.readSync(other, otherPiece, 0, pieceBytes, place)
    if (length !== otherLength || !piece.subarray(0, length).equals(otherPiece.subarray(0, length))) return false
    if (length === 0) return true
    place += length
  }
}
