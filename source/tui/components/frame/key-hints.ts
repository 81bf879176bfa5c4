import { textWidth } from '../../../text/width/width.ts'
import type { Line } from '../../text/line.ts'

/** One key that works now, and what it does: `{keys: 'Enter', does: 'detail'}`. */
export type Hint = { keys: string; does: string }

/**
 * The footer: the keys that work now, the most important first, as many as fit.
 * @param hasHelp `?` opens the help, so `? more` stays while there is room for it
 */
export function hintLine(hints: readonly Hint[], columns: number, hasHelp: boolean): Line {
  const more: readonly Hint[] = hasHelp ? [{ keys: '?', does: 'more' }] : []
  const kept: Hint[] = []
  let used = more.reduce((width, hint) => width + widthOf(hint), 0)
  for (const hint of hints) {
    const width = widthOf(hint) + gap.length
    if (used + width > columns - 1) break
    kept.push(hint)
    used += width
  }
  return [...kept, ...more].flatMap((hint, index) => [
    { text: index === 0 ? ' ' : gap },
    { text: hint.keys, bold: true },
    { text: ` ${hint.does}` },
  ])
}

const gap = '   '

function widthOf(hint: Hint): number {
  return textWidth(hint.keys) + 1 + textWidth(hint.does)
}
