import { oneColumnText } from './one-column.ts'

let segmenter: Intl.Segmenter | undefined

/** What a person takes for the single characters of a text, in order. */
export function graphemesOf(text: string): string[] {
  if (oneColumnText.test(text)) return text.split('')
  // Set up when it is first needed: that takes 8 ms.
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  return Array.from(segmenter.segment(text), (part) => part.segment)
}
