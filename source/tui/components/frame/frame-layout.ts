/** How the rows of a window are shared between a frame and what it holds. */
export type FrameLayout = {
  /** A blank line stands under the header and above the footer, where the window is high enough. */
  hasAir: boolean
  /** The rows of the body. */
  bodyRows: number
}

/** The layout of a frame of so many rows: one of header and one of footer. */
export function frameLayout(rows: number): FrameLayout {
  const hasAir = rows >= 15
  return { hasAir, bodyRows: Math.max(1, rows - (hasAir ? 4 : 2)) }
}
