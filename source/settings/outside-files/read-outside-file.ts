import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { absolutePath } from '../../store/disk/absolute-path.ts'
import { decodeText } from './decode-text.ts'
import { outsideFileProblem } from './outside-file-problems.ts'
import { placeFault } from './place-fault.ts'

/** The least that is read at a time. */
const pieceBytes = 16 * 1024

/**
 * Reads a file that somebody handed in: a key, a plan, an organization. Only a regular file (or a link to one) is read,
 * so a pipe, a device or a folder cannot make the program hang or eat memory without end; and only one that nobody else
 * could have put there, see place-fault.ts.
 *
 * @param path as the person wrote it; it appears in the problem
 * @param maximumBytes the largest size that makes sense for this kind of file
 * @returns the text, without a byte-order mark; bytes that are no text become U+FFFD
 * @throws Problem (badData) when it is missing, no regular file, too large or unreadable, or is no path
 */
export async function readOutsideFile(path: string, maximumBytes: number): Promise<string> {
  return decodeText(await readBytes(path, maximumBytes))
}

async function readBytes(path: string, maximumBytes: number): Promise<Buffer> {
  if (looksLikeContent(path)) throw outsideFileProblem('contentNotPath', {})
  try {
    const absolute = absolutePath(path)
    const fault = placeFault(absolute)
    if (fault !== null) throw outsideFileProblem('fileNotOwn', { file: path, ...fault })
    // Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
    const file = await open(absolute, constants.O_RDONLY | constants.O_NONBLOCK)
    try {
      const facts = await file.stat()
      if (!facts.isFile()) throw outsideFileProblem('notAFile', { file: path })
      if (facts.size > maximumBytes) throw outsideFileProblem('fileTooLarge', { file: path, maximumBytes })
      // The file may grow while it is read, and some that the system makes up have no size until they are.
      const pieces: Buffer[] = []
      for (let length = 0; ; ) {
        const piece = Buffer.alloc(Math.max(pieceBytes, facts.size - length + 1))
        const { bytesRead } = await file.read(piece, 0, piece.length, null)
        if (bytesRead === 0) return Buffer.concat(pieces)
        length += bytesRead
        if (length > maximumBytes) throw outsideFileProblem('fileTooLarge', { file: path, maximumBytes })
        pieces.push(piece.subarray(0, bytesRead))
      }
    } finally {
      await file.close()
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string' && error.name !== 'Problem') {
      const known = problemOf[error.code]
      throw known === undefined
        ? outsideFileProblem('fileUnreadable', { file: path, systemError: error.code }, error)
        : outsideFileProblem(known, { file: path }, error)
    }
    throw error
  }
}

/** A key or a secret in the place of its path, as `--key "$KEY"` in a script gives it. */
const looksLikeContent = (path: string): boolean => /-----BEGIN|^\s*(?:\{|GOCSPX-)/.test(path)

/** What the system answers when it does not open a file: a socket, and a device that nothing is behind, is ENXIO. */
const problemOf: Readonly<Record<string, 'fileMissing' | 'notAFile'>> = {
  ENOENT: 'fileMissing',
  ENOTDIR: 'fileMissing',
  ENXIO: 'notAFile',
}
