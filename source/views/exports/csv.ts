/**
 * One line of CSV (RFC 4180, without the line break), safe to open in a spreadsheet: a cell that would be read as a
 * formula begins with an apostrophe, and control characters other than the tab become spaces.
 */
export function csvLine(cells: readonly string[]): string {
  return cells.map(csvCell).join(',')
}

function csvCell(text: string): string {
  const plain = text.replace(/[\p{Cc}]/gu, ' ')
  // What spreadsheets take for a formula (OWASP, CSV injection); full-width signs are taken for the plain ones.
  const safe = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/u.test(plain) ? `'${plain}` : plain
  return /[",'\s]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
