import { truncate } from '../../../text/width/fit.ts'
import { textWidth } from '../../../text/width/width.ts'
import { useInterface } from '../../hooks/use-interface.ts'
import { useShownActions } from '../../hooks/use-shown-actions.ts'
import type { Line } from '../../text/line.ts'
import { actionLine } from './action-line.ts'
import { frameRule } from './frame-layout.ts'
import { Lines } from './lines.tsx'

type FooterProps = {
  columns: number
  hasRule: boolean
  /** A short message in the rule, or in the place of the keys where there is none; until the next key. */
  message: string | null
}

/** The foot of a frame: what the keys do now, and what was said. A component of its own, as it changes most often. */
export function Footer({ columns, hasRule, message }: FooterProps) {
  const { glyphs } = useInterface()
  const actions = useShownActions()
  const keys = actionLine(actions, columns)
  const rule = frameRule(columns, glyphs.rule)
  const said = message === null ? null : truncate(message, columns - 2, glyphs.ellipsis)
  const lines: Line[] = hasRule
    ? [said === null ? rule : spokenRule(said, rule), keys]
    : [said === null ? keys : [{ text: ` ${said}`, bold: true }]]
  return <Lines lines={lines} columns={columns} />
}

/** A rule that begins with what is said. */
function spokenRule(said: string, rule: string): Line {
  return [{ text: ` ${said} `, bold: true }, { text: rule.slice(textWidth(said) + 2) }]
}
