import { textWidth } from '../../../text/width/width.ts'
import type { ShownAction } from '../../keys/action.ts'
import type { Line } from '../../text/line.ts'

/**
 * The footer: what the keys do now, the most important first, as many as fit. Where `?` opens the help, that stays while
 * there is room for it.
 */
export function actionLine(actions: readonly ShownAction[], columns: number): Line {
  const inFooter = actions.filter(({ isInFooter }) => isInFooter)
  const help = inFooter.filter(({ short }) => short === '?')
  const kept: ShownAction[] = []
  let used = help.reduce((width, action) => width + widthOf(action), 0)
  for (const action of inFooter.filter(({ short }) => short !== '?')) {
    const width = widthOf(action) + gap.length
    if (used + width > columns - 1) break
    kept.push(action)
    used += width
  }
  return [...kept, ...help].flatMap(({ short, does }, index) => [
    { text: index === 0 ? ' ' : gap },
    { text: short, bold: true, tone: 'accent' },
    { text: ` ${does}` },
  ])
}

const gap = '   '

function widthOf({ short, does }: ShownAction): number {
  return textWidth(short) + 1 + textWidth(does)
}
