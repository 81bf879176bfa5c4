/** How the rows of a window are shared between a frame and what it holds. */
export type FrameLayout = {
  /** Rules stand under the header and above the footer, where the window is high enough. */
  hasRules: boolean
  /** The rows of the body. */
  bodyRows: number
}

/** The layout of a frame of so many rows: two of header and one of footer. */
export function frameLayout(rows: number): FrameLayout {
  const hasRules = rows >= 15
  return { hasRules, bodyRows: Math.max(1, rows - (hasRules ? 5 : 3)) }
}

/** A rule through a frame. */
export function frameRule(columns: number, line: string): string {
  return ` ${line.repeat(Math.max(0, columns - 2))}`
}
