import { noPaint, type Paint } from '../text/colours.ts'

/** How a result is printed. */
export type Print = {
  paint: Paint
  /** The columns of the terminal; undefined where it is none, and rows stay whole. */
  columns: number | undefined
  /** Sentences in place of tables: one person each, for a screen reader. */
  sentences: boolean
}

/** For pipes and files. */
export const wholePrint: Print = { paint: noPaint, columns: undefined, sentences: false }
