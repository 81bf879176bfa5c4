import { Box } from 'ink'
import type { ReactNode } from 'react'
import { truncate } from '../../text/width/fit.ts'
import { wrap } from '../../text/width/wrap.ts'
import { Lines } from '../components/frame/lines.tsx'
import { railColumn } from '../components/frame/step-list.ts'
import { useActions } from '../hooks/use-actions.ts'
import { useInterface } from '../hooks/use-interface.ts'
import { SpaceContext, useSpace } from '../hooks/use-space.ts'
import { ScreenFrame } from '../screens/screen-frame.tsx'
import type { Segment } from '../text/line.ts'
import { useWizard } from './wizard-context.ts'
import { type WizardStep, wizardSteps } from './wizard-draft.ts'

type StepFrameProps = {
  step: WizardStep
  /** What this step is for: the first lines of its body, and of its help. */
  about: string
  children: ReactNode
}

/** From this width on the rail stands beside the step; below it is in the heading. */
const wideWindow = 100
const railWidth = 28

/** Where in the setup a step is: `step 2 of 9`. */
export function stepWords(step: WizardStep): string {
  return `step ${wizardSteps.findIndex(({ id }) => id === step) + 1} of ${wizardSteps.length}`
}

/** The first part of a step's heading: `Step 2 of 9 \u00b7 `. */
export function stepHeading(step: WizardStep, separator: string): Segment {
  return { text: `S${stepWords(step).slice(1)} ${separator} `, dim: true }
}

/** The frame of a step: where you are, what the step is for, and the step. */
export function StepFrame({ step, about, children }: StepFrameProps) {
  const wizard = useWizard()
  const { glyphs } = useInterface()
  const { columns } = useSpace()
  const index = wizardSteps.findIndex(({ id }) => id === step)
  const name = wizardSteps[index]?.name ?? ''
  const steps = wizardSteps.map(({ id, name: title }) => {
    return { name: title, state: wizard.draft.passed.includes(id) ? ('done' as const) : ('pending' as const) }
  })
  useActions([{ keys: 'back', does: 'back', run: wizard.back }], { layer: 'screen' })
  const isWide = columns >= wideWindow && !wizard.isSingle
  const heading = wizard.isSingle
    ? [
        { text: `Settings ${glyphs.separator} `, dim: true },
        { text: name, bold: true },
      ]
    : [stepHeading(step, glyphs.separator), { text: name, bold: true }]
  return (
    <ScreenFrame heading={heading} about={about}>
      <StepBody rail={isWide ? railColumn(steps, index, glyphs) : null} about={about}>
        {children}
      </StepBody>
    </ScreenFrame>
  )
}

/** The step's sentence, and the step in the room that is left; beside the rail where there is one. */
function StepBody({
  rail,
  about,
  children,
}: {
  rail: ReturnType<typeof railColumn> | null
  about: string
  children: ReactNode
}) {
  const { columns, rows } = useSpace()
  const { glyphs } = useInterface()
  const width = columns - (rail ? railWidth : 0)
  const sentence = rows >= 12 ? wrap(about, width).slice(0, 4) : [truncate(about, width, glyphs.ellipsis)]
  const gap = rows >= 12 ? 1 : 0
  const space = { columns: width, rows: Math.max(1, rows - sentence.length - gap) }
  return (
    <Box>
      {rail && (
        <Box width={railWidth} flexShrink={0}>
          <Lines lines={rail} columns={railWidth - 2} />
        </Box>
      )}
      <Box flexDirection="column" width={width}>
        <Lines lines={gap ? [...sentence, ''] : sentence} columns={width} />
        <SpaceContext.Provider value={space}>{children}</SpaceContext.Provider>
      </Box>
    </Box>
  )
}
