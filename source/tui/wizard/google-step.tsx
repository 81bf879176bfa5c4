import { useApp } from '../app-context.ts'
import { Lines } from '../components/lines.tsx'
import { useList } from '../components/use-list.ts'
import { useInterface } from '../hooks/use-interface.ts'
import { useKeys } from '../hooks/use-keys.ts'
import { useSpace } from '../hooks/use-space.ts'
import { asksFor, isLetter } from '../keys/bindings.ts'
import type { Line } from '../text/line.ts'
import { wrap } from '../text/wrap.ts'
import { consoleSteps } from './console-steps.ts'
import { StepFrame } from './step-frame.tsx'
import { useWizard } from './wizard-context.ts'

/** Step 1: what to do in Google's consoles, each with its page and what to copy. */
export function GoogleStep() {
  const hints = [
    { keys: 'Enter', does: 'done or skip' },
    { keys: 'Up Down', does: 'look at each' },
    { keys: 'c', does: 'copy the value' },
    { keys: 'p', does: 'copy the page' },
    { keys: 'q', does: 'quit' },
  ]
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
  const detailRows = rows >= steps.length + 5 ? rows - steps.length - 1 : Math.max(1, rows - 1)
  const height = Math.max(1, rows - detailRows - (rows >= steps.length + 5 ? 1 : 0))
  const list = useList({ count: steps.length, height })
  const current = steps[list.cursor]
  useKeys(
    (key) => {
      if (asksFor(key, 'accept')) wizard.next()
      else if (isLetter(key, 'c') && current) {
        copy(current.copy)
        app.say(`Copied, where the terminal allows it: ${current.copy}`)
      } else if (isLetter(key, 'p') && current) {
        copy(current.page)
        app.say('Copied the address of the page, where the terminal allows it.')
      } else return false
      return true
    },
    { layer: 'part' },
  )
  const titles = steps.slice(list.top, list.top + height).map((step, index): Line => {
    const number = list.top + index
    const isCurrent = number === list.cursor
    return [{ text: `${isCurrent ? glyphs.cursor : ' '} ${number + 1} ${step.title}`, bold: isCurrent }]
  })
  const detail: Line[] = current
    ? [
        ...wrap(current.what, columns),
        ...wrap(`Page: ${current.page}`, columns, 2).map((text): Line => [{ text, link: current.page }]),
        ...wrap(`Value: ${current.copy}`, columns, 2),
      ]
    : []
  const gap: Line[] = rows >= steps.length + 5 ? [''] : []
  return <Lines lines={[...titles, ...gap, ...detail.slice(0, detailRows)]} columns={columns} />
}
