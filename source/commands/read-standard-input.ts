import { decodeText } from '../settings/decode-text.ts'
import { Problem } from '../sync/problem.ts'

/**
 * Reads standard input to its end.
 *
 * @param what is wanted, and a command line as an example of handing it in, for the problem
 * @throws Problem (badData) when more arrives than makes sense, or nothing at all
 */
export async function readStandardInput(what: string, maximumBytes: number, example: string): Promise<string> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of process.stdin) {
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
export async function readFileOrInput(
  path: string,
  what: string,
  maximumBytes: number,
  example: string,
): Promise<string> {
  if (path === '-') return readStandardInput(what, maximumBytes, example)
  const { readOutsideFile } = await import('../settings/read-outside-file.ts')
  return readOutsideFile(path, maximumBytes)
}

function unusable(what: string, why: string, example: string): Problem {
  return new Problem({
    code: 'standardInputUnusable',
    kind: 'badData',
    title: `Standard input does not hold ${what}`,
    cause: why,
    remedy: `Pipe it in, as in: ${example}`,
  })
}
