import type { Space } from '../../hooks/use-space.ts'

/** What a form has to show: the width of each row's sentence, the headings above some of them, and the lines of what is wrong and of the notes. */
export type FormContent = { abouts: readonly number[]; headings?: number; errors: number; notes: number; space: Space }

/** How many lines each part gets; `withAbout`: each row has its sentence under it, otherwise only the current one. */
export type FormLayout = {
  rows: number
  withHeadings: boolean
  /** The sentence has no blank line above it. */
  isTight: boolean
  withAbout: boolean
  about: number
  errors: number
  notes: number
}

/** The indent of a sentence under its row. */
const indent = 4

/** The least rows that are worth scrolling through. */
const leastRows = 3

/** Shares the lines of a form. What is wrong goes first, then the rows, then the notes. */
export function formLayout({ abouts, headings = 0, errors, notes, space }: FormContent): FormLayout {
  const count = abouts.length
  if (
    headings === 0 &&
    2 * count + errors + notes <= space.rows &&
    abouts.every((width) => width <= space.columns - indent)
  ) {
    return { rows: count, withHeadings: false, isTight: false, withAbout: true, about: 0, errors, notes }
  }
  const widest = Math.max(0, ...abouts)
  const about = space.rows >= leastRows + 2 ? 1 + Math.min(2, Math.ceil(widest / space.columns)) : 1
  const errorLines = Math.min(errors, Math.max(0, space.rows - about - Math.min(count, leastRows)))
  const rows = Math.max(1, Math.min(count, space.rows - about - errorLines))
  const fits = (lines: number): boolean => rows === count && rows + headings + lines + errorLines + notes <= space.rows
  const withHeadings = headings > 0 && fits(about - 1)
  // The blank above the sentence gives way to headings.
  const isTight = withHeadings && !fits(about)
  return {
    rows,
    withHeadings,
    withAbout: false,
    isTight,
    about: isTight ? about - 1 : about,
    errors: errorLines,
    notes: Math.max(0, space.rows - about - errorLines - rows - (withHeadings ? headings : 0)),
  }
}
