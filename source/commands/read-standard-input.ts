import { decodeText } from '../settings/decode-text.ts'
import { Problem } from '../sync/problem.ts'

/**
 * Reads standard input to its end.
 *
 * @throws Problem (badData) when more arrives than makes sense, or nothing at all
 */
export async function readStandardInput(what: string, maximumBytes: number): Promise<string> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of process.stdin) {
    pieces.push(piece as Buffer)
    length += (piece as Buffer).length
    if (length > maximumBytes) throw unusable(what, `More than ${maximumBytes} bytes arrived.`)
  }
  if (length === 0) throw unusable(what, 'Nothing arrived.')
  return decodeText(Buffer.concat(pieces))
}

function unusable(what: string, why: string): Problem {
  return new Problem({
    code: 'standardInputUnusable',
    kind: 'badData',
    title: `Standard input does not hold ${what}`,
    cause: why,
    remedy: 'Pipe the file in, as in: rollcall setup --key - < key.json',
  })
}
