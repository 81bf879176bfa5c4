import stringWidth from 'string-width'

/**
 * Rows of text in aligned columns, two blanks apart, measured in terminal cells so that wide characters line up. Nothing
 * is cut: the lines are for `grep` and for a pipe as much as for a screen.
 */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = []
  const measured = rows.map((row) => row.map((text) => stringWidth(text)))
  for (const row of measured) {
    row.forEach((width, index) => {
      widths[index] = Math.max(widths[index] ?? 0, width)
    })
  }
  return rows.map((row, line) =>
    row
      .map((text, index) => text + ' '.repeat((widths[index] ?? 0) - (measured[line]?.[index] ?? 0)))
      .join('  ')
      .trimEnd(),
  )
}
