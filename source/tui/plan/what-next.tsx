import { useState } from 'react'
import { useApp } from '../app-context.ts'
import { paneMargin, ScrollPane } from '../components/frame/scroll-pane.tsx'
import { Menu } from '../components/list/menu.tsx'
import { useActions } from '../hooks/use-actions.ts'
import { useInterface } from '../hooks/use-interface.ts'
import { useSpace } from '../hooks/use-space.ts'
import { ScreenFrame } from '../screens/screen-frame.tsx'
import { type NextStep, nextSteps, type ShellStep, shellStepLines, shellSteps } from './next-steps.ts'

type WhatNextProps = { onShell: (step: ShellStep) => void; onTimer: () => void; onHome: () => void }

/** What to do after the first synchronization, each one key away. */
export function WhatNext({ onShell, onTimer, onHome }: WhatNextProps) {
  const app = useApp()
  const choose = (step: NextStep): void => {
    // A timer asks Google itself and no stand-in.
    if (step === 'timer' && !app.simulated) onTimer()
    else if (step === 'timer' || step === 'mail') onShell(shellSteps[step])
    else if (step === 'signIn') app.go({ screen: 'settings', part: 'authentication' })
    else if (step === 'undo') app.go({ screen: 'history', undoes: true })
    else onHome()
  }
  const items = nextSteps(app.home.settings)
  const [first] = useState(items[0]?.value)
  return <Menu items={items} initial={first} accepts="choose" onSelect={choose} />
}

/** A step that is done in a shell, over the result; `c` copies its command. */
export function ShellStepPane({ step, onBack }: { step: ShellStep; onBack: () => void }) {
  const app = useApp()
  const { copy } = useInterface()
  const copyCommand = (): void => {
    copy(step.commands.at(-1) ?? '')
    app.say('Copied the command (if your terminal supports it).')
  }
  useActions(
    [
      { keys: 'c', does: 'copy the command', run: copyCommand, rank: 'first' },
      { keys: ['back', 'accept'], does: 'back', run: onBack },
    ],
    { layer: 'screen' },
  )
  return (
    <ScreenFrame heading={[{ text: step.title, bold: true }]} about={step.about}>
      <Pane step={step} />
    </ScreenFrame>
  )
}

function Pane({ step }: { step: ShellStep }) {
  const { columns, rows } = useSpace()
  return <ScrollPane lines={shellStepLines(step, columns - paneMargin)} columns={columns} height={rows} />
}
