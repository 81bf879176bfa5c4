/** Signs that JSON may hold as they are and a terminal must not get: DEL, C1, formatting, bidirectional and line signs. */
const unsafe = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu

/**
 * A document for standard output. Signs that could act on a terminal are written as JSON's own escapes, so that the
 * reader of the document gets them back as they were.
 */
export function printedJson(document: unknown): string {
  return JSON.stringify(document, null, 2).replace(unsafe, (sign) =>
    // A sign beyond the first plane is two units, each with an escape of its own.
    Array.from({ length: sign.length }, (_, unit) => `\\u${sign.charCodeAt(unit).toString(16).padStart(4, '0')}`).join(
      '',
    ),
  )
}
