import { truncate } from '../../../text/width/fit.ts'
import { useInterface } from '../../hooks/use-interface.ts'
import { useShownActions } from '../../hooks/use-shown-actions.ts'
import type { Line } from '../../text/line.ts'
import { actionLine } from './action-line.ts'
import { Lines } from './lines.tsx'

type FooterProps = {
  columns: number
  hasAir: boolean
  /** A short message above the keys, or in their place where there is no room above them; until the next key. */
  message: string | null
}

/** The foot of a frame: what the keys do now, and what was said. A component of its own, as it changes most often. */
export function Footer({ columns, hasAir, message }: FooterProps) {
  const { glyphs } = useInterface()
  const actions = useShownActions()
  const keys = actionLine(actions, columns)
  const said: Line =
    message === null
      ? ''
      : [{ text: ` ${truncate(message, columns - 2, glyphs.ellipsis)}`, bold: true, tone: 'accent' }]
  return <Lines lines={hasAir ? [said, keys] : [message === null ? keys : said]} columns={columns} />
}
