import { Box } from 'ink'
import { useState } from 'react'
import { wrap } from '../../../text/width/wrap.ts'
import { useApp } from '../../app-context.ts'
import type { Hint } from '../../components/frame/key-hints.ts'
import { Lines } from '../../components/frame/lines.tsx'
import { paneMargin, ScrollPane } from '../../components/frame/scroll-pane.tsx'
import { useList } from '../../components/list/use-list.ts'
import { useHints } from '../../hooks/use-hints.ts'
import { useInterface } from '../../hooks/use-interface.ts'
import { useKeys } from '../../hooks/use-keys.ts'
import { useSpace } from '../../hooks/use-space.ts'
import { asksFor, isLetter } from '../../keys/bindings.ts'
import { atBothEnds, type Line } from '../../text/line.ts'
import { type ConsoleStep, consoleSteps } from '../console-steps.ts'
import { StepFrame } from '../step-frame.tsx'
import { useWizard } from '../wizard-context.ts'

const hints: readonly Hint[] = [
  { keys: 'Enter', does: 'done or skip' },
  { keys: 'Up Down', does: 'look at each' },
  { keys: 'c', does: 'copy the value' },
  { keys: 'p', does: 'copy the page' },
  { keys: 'Space', does: 'read one whole, where the window is small' },
  { keys: 'q', does: 'quit' },
]
const wholeHints: readonly Hint[] = [
  { keys: 'Up Down', does: 'scroll' },
  { keys: 'c p', does: 'copy' },
  { keys: 'Esc', does: 'back to the list' },
]

/** Step 1: what to do in Google's consoles, each with its page and what to fill in there. */
export function GoogleStep() {
  return (
    <StepFrame
      step="google"
      about="Google must know the program before it answers. Do these once in Google's consoles, in any browser; Enter goes on, also when it is done already."
      hints={hints}
    >
      <Checklist />
    </StepFrame>
  )
}

function Checklist() {
  const { columns, rows } = useSpace()
  const { glyphs, copy } = useInterface()
  const app = useApp()
  const wizard = useWizard()
  const steps = consoleSteps(app.home.key?.clientId ?? null)
  const [isWhole, setIsWhole] = useState(false)
  // Where a step has several values, `c` copies one after the other.
  const [copied, setCopied] = useState(0)
  // As many titles as leave room for the longest text; what still has no room, Space shows whole.
  const longest = Math.max(...steps.map((step) => detailLines(step, columns).length))
  const gap = rows >= steps.length + 5 ? 1 : 0
  const height = Math.max(1, Math.min(steps.length, rows - longest - gap))
  const list = useList({ count: steps.length, height, isActive: !isWhole })
  const current = steps[list.cursor]
  useHints(isWhole ? wholeHints : null, { hasHelp: true })
  useKeys(
    (key) => {
      if (asksFor(key, 'accept')) wizard.next()
      else if (isLetter(key, ' ')) setIsWhole(!isWhole)
      else if (isWhole && asksFor(key, 'back')) setIsWhole(false)
      else if (isLetter(key, 'c') && current) {
        const { name = '', value = '' } = current.values[copied % current.values.length] ?? {}
        copy(value)
        setCopied(copied + 1)
        const more = current.values.length > 1 ? '; c again: the next' : ''
        app.say(`Copied, where the terminal allows it: ${name}${more}`)
      } else if (isLetter(key, 'p') && current) {
        copy(current.page)
        app.say('Copied the address of the page, where the terminal allows it.')
      } else {
        setCopied(0)
        return false
      }
      return true
    },
    { layer: 'part' },
  )
  if (current === undefined) return null
  if (isWhole) {
    const lines: Line[] = [[{ text: current.title, bold: true }], ...detailLines(current, columns - paneMargin)]
    return <ScrollPane lines={lines} columns={columns} height={rows} />
  }
  const shown = steps.slice(list.top, list.top + height)
  const titles = shown.map((step, index): Line => {
    const number = list.top + index
    const isCurrent = number === list.cursor
    const more =
      (index === 0 && number > 0 ? glyphs.moreAbove : '') +
      (index === shown.length - 1 && number < steps.length - 1 ? glyphs.moreBelow : '')
    const line: Line = [{ text: `${isCurrent ? glyphs.cursor : ' '} ${number + 1} ${step.title}`, bold: isCurrent }]
    return atBothEnds(line, more, columns, glyphs.ellipsis)
  })
  const room = Math.max(0, rows - height - gap)
  const detail = detailLines(current, columns)
  const cut: Line[] =
    detail.length <= room ? detail : [...detail.slice(0, Math.max(0, room - 1)), 'Space shows the rest.']
  return (
    <Box flexDirection="column">
      <Lines lines={gap === 1 ? [...titles, ''] : titles} columns={columns} />
      <Lines lines={cut} columns={columns} />
    </Box>
  )
}

/** What to do in one step. Addresses and values stand in full, at the left border, so that they can be taken from there. */
function detailLines({ what, page, values }: ConsoleStep, columns: number): Line[] {
  return [
    ...wrap(what, columns),
    ...wrap(`Page: ${page}`, columns).map((text): Line => [{ text, link: page }]),
    ...values.flatMap(({ name, value }) => wrap(`${name}: ${value}`, columns)),
  ]
}
