import { addAbortSignal } from 'node:stream'
import { decodeText } from '../../../settings/outside-files/decode-text.ts'
import type { Problem } from '../../../text/problem.ts'
import { commandProblem } from '../problems.ts'
import type { Asking } from './streams.ts'

/** What standard input should hold, with a command line as an example of handing it in, for the problem. */
type Wanted = { what: string; maximumBytes: number; example: string }

/**
 * Reads standard input to its end.
 *
 * @throws Problem (badData) when more arrives than makes sense, or nothing at all; an AbortError after the signal
 */
export async function readStandardInput(
  { what, maximumBytes, example }: Wanted,
  { streams, signal }: Asking,
): Promise<string> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of addAbortSignal(signal, streams.input)) {
    pieces.push(piece as Buffer)
    length += (piece as Buffer).length
    if (length > maximumBytes) throw unusable(what, `More than ${maximumBytes} bytes arrived.`, example)
  }
  if (length === 0) throw unusable(what, 'Nothing arrived.', example)
  return decodeText(Buffer.concat(pieces))
}

/**
 * Reads a file from outside; `-` stands for standard input.
 *
 * @throws Problem what is wrong with the file, or with standard input
 */
export async function readFileOrInput(path: string, wanted: Wanted, asking: Asking): Promise<string> {
  if (path === '-') return readStandardInput(wanted, asking)
  const { readOutsideFile } = await import('../../../settings/outside-files/read-outside-file.ts')
  return readOutsideFile(path, wanted.maximumBytes)
}

function unusable(what: string, why: string, example: string): Problem {
  return commandProblem('standardInputUnusable', { what, why, example })
}
