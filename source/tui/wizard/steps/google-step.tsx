import { Box } from 'ink'
import { useState } from 'react'
import { setupScript } from '../../../google/cloud-shell/setup-script.ts'
import { wrap } from '../../../text/width/wrap.ts'
import { useApp } from '../../app-context.ts'
import { Lines } from '../../components/frame/lines.tsx'
import { paneMargin, ScrollPane } from '../../components/frame/scroll-pane.tsx'
import { settleList } from '../../components/list/list-window.ts'
import { selectionBar } from '../../components/list/selection-bar.ts'
import { useList } from '../../components/list/use-list.ts'
import { useActions } from '../../hooks/use-actions.ts'
import { useInterface } from '../../hooks/use-interface.ts'
import { useSpace } from '../../hooks/use-space.ts'
import { atBothEnds, type Line } from '../../text/line.ts'
import { type ConsoleStep, consoleSteps, scriptStep } from '../console-steps.ts'
import { StepFrame } from '../step-frame.tsx'
import { useWizard } from '../wizard-context.ts'

/** Step 1: what to do in Google's consoles, each with its page and what to fill in there. */
export function GoogleStep() {
  return (
    <StepFrame
      step="google"
      about="Set up access on Google's side. You only do this once, in a browser. Already done? Press Enter."
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
  const steps = [scriptStep, ...consoleSteps(app.home.key?.clientId ?? null)]
  /** What lies over the list: one step whole, or the script. */
  const [over, setOver] = useState<'step' | 'script' | null>(null)
  // Where a step has several values, `c` copies one after the other.
  const [copied, setCopied] = useState({ from: -1, count: 0 })
  const list = useList({ count: steps.length, height: steps.length, isActive: over === null })
  const current = steps[list.cursor]
  const isOnScript = over === 'script' || current === scriptStep
  const copyValue = (): void => {
    const values = (over === 'script' ? scriptStep : current)?.values ?? []
    const { name = '', value = '' } = values[copied.from === list.cursor ? copied.count % values.length : 0] ?? {}
    copy(value)
    setCopied({ from: list.cursor, count: copied.from === list.cursor ? copied.count + 1 : 1 })
    app.say(`Copied ${name} (if your terminal supports it)${values.length > 1 ? '. Press c for the next value' : ''}`)
  }
  const copyPage = (): void => {
    copy((over === 'script' ? scriptStep : current)?.page ?? '')
    app.say("Copied the page's address (if your terminal supports it).")
  }
  useActions(
    [
      { keys: 'back', does: 'back to the list', run: () => setOver(null), when: over !== null, rank: 'first' },
      { keys: 'accept', does: wizard.isSingle ? 'back' : 'continue', run: wizard.next, rank: 'first' },
      { keys: 'c', does: isOnScript ? 'copy the script' : 'copy the value', run: copyValue },
      { keys: 'v', does: 'view the script', run: () => setOver('script'), when: over === null },
      // The script is the first row, so g shows it, too.
      {
        keys: 'first',
        does: '',
        run: (key) => (key.text === 'g' ? setOver('script') : list.moveTo(0)),
        when: over === null,
      },
      { keys: 'copyAddress', does: 'copy the page', run: copyPage },
      {
        keys: 'toggle',
        does: over === null ? 'read one whole' : 'back to the list',
        run: () => setOver(over === null ? 'step' : null),
        rank: 'late',
      },
    ],
    { layer: 'part' },
  )
  if (current === undefined) return null
  if (over === 'script') return <ScrollPane lines={scriptLines} columns={columns} height={rows} />
  if (over === 'step') {
    const lines: Line[] = [[{ text: current.title, bold: true }], ...detailLines(current, columns - paneMargin)]
    return <ScrollPane lines={lines} columns={columns} height={rows} />
  }
  // As many titles as leave room for the text of this one; what still has no room, Space shows whole.
  const detail = detailLines(current, columns)
  const gap = rows >= steps.length + 5 ? 1 : 0
  const height = Math.max(1, Math.min(steps.length, rows - detail.length - gap))
  const { top } = settleList(list, steps.length, height)
  const shown = steps.slice(top, top + height)
  const titles = shown.map((step, index): Line => {
    const number = top + index
    const isCurrent = number === list.cursor
    const more =
      (index === 0 && number > 0 ? glyphs.moreAbove : '') +
      (index === shown.length - 1 && number < steps.length - 1 ? glyphs.moreBelow : '')
    const line: Line = [{ text: `${isCurrent ? glyphs.cursor : ' '} ${number === 0 ? ' ' : number} ${step.title}` }]
    const whole = atBothEnds(line, more, columns, glyphs.ellipsis)
    return isCurrent ? selectionBar(whole, columns) : whole
  })
  const room = Math.max(0, rows - height - gap)
  const cut: Line[] =
    detail.length <= room ? detail : [...detail.slice(0, Math.max(0, room - 1)), 'Space shows the rest.']
  return (
    <Box flexDirection="column">
      <Lines lines={gap === 1 ? [...titles, ''] : titles} columns={columns} />
      <Lines lines={cut} columns={columns} />
    </Box>
  )
}

const scriptLines: readonly Line[] = setupScript().trimEnd().split('\n')

/** What to do in one step. Addresses and values stand in full, at the left border, so that they can be taken from there. */
function detailLines({ what, page, values }: ConsoleStep, columns: number): Line[] {
  return [
    ...wrap(what, columns),
    ...wrap(`Page: ${page}`, columns).map((text): Line => [{ text, link: page }]),
    ...values.flatMap(({ name, value, shown }) => wrap(`${name}: ${shown ?? value}`, columns)),
  ]
}
