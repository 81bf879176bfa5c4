/**
 * One line of CSV (RFC 4180, without the line break), safe to open in a spreadsheet: a cell that would be read as a
 * formula begins with an apostrophe; control characters, line breaks, and signs that hide or turn text become blanks.
 */
export function csvLine(cells: readonly string[]): string {
  return cells.map(csvCell).join(',')
}

/** One joiner is part of a word in some languages; a row of them, and all other formatting, only hides something. */
const unfit = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]|[^\P{Cf}\u200c\u200d]|[\u200c\u200d]{2,}/gu
const markFlood = /(\p{M}{4})\p{M}+/gu

function csvCell(text: string): string {
  const plain = text.replace(unfit, ' ').replace(markFlood, '$1')
  // What spreadsheets take for a formula (OWASP, CSV injection); full-width signs are taken for the plain ones.
  const safe = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/u.test(plain) ? `'${plain}` : plain
  return /[",'\s]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
