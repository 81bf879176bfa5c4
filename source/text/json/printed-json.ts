import { jsonPieces } from './json-pieces.ts'

/** Signs that JSON may hold as they are and a terminal must not get: DEL, C1, formatting, bidirectional and line signs. */
const unsafe = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu

/**
 * A document for standard output, in pieces. Signs that could act on a terminal are written as JSON's own escapes, so
 * that the reader of the document gets them back as they were.
 */
export function* printedJson(document: unknown): Generator<string> {
  for (const piece of jsonPieces(document, '  ')) yield piece.replace(unsafe, escaped)
}

/** A sign beyond the first plane is two units, each with an escape of its own. */
function escaped(sign: string): string {
  const units = Array.from({ length: sign.length }, (_, unit) => sign.charCodeAt(unit).toString(16).padStart(4, '0'))
  return units.map((unit) => `\\u${unit}`).join('')
}
