import { useEffect, useState } from 'react'
import type { Automation } from '../../operations/install/automation.ts'
import { Problem } from '../../text/problem.ts'
import { wrap } from '../../text/width/wrap.ts'
import { problemLines } from '../../views/problem-view.ts'
import { useApp } from '../app-context.ts'
import { paneMargin, ScrollPane } from '../components/frame/scroll-pane.tsx'
import { useActions } from '../hooks/use-actions.ts'
import { useInterface } from '../hooks/use-interface.ts'
import { useSpace } from '../hooks/use-space.ts'
import { ScreenFrame } from '../screens/screen-frame.tsx'
import type { Line } from '../text/line.ts'

type State =
  | { state: 'reading' }
  | { state: 'installing' }
  | { state: 'read'; automation: Automation }
  | { state: 'installed'; lines: readonly string[] }
  | { state: 'failed'; lines: readonly string[] }

const failed = (error: unknown): State => ({
  state: 'failed',
  lines: error instanceof Problem ? problemLines(error) : [String(error)],
})

/** Asks after the first sync whether a timer shall do it from now on, and who is told when it fails. */
export function AutomationPane({ onBack }: { onBack: () => void }) {
  const app = useApp()
  const { copy } = useInterface()
  const { services, onBusy, setResult } = app
  const [now, setNow] = useState<State>({ state: 'reading' })
  useEffect(() => {
    void services.readAutomation().then(
      (automation) => setNow({ state: 'read', automation }),
      (error: unknown) => setNow(failed(error)),
    )
  }, [services])

  const automation = now.state === 'read' ? now.automation : null
  const { administrator, notify } = app.home.settings
  const tellable = automation?.sendsMail === true && administrator !== null && notify.on === 'never'
  const install = (): void => {
    setNow({ state: 'installing' })
    const work = services.installAutomation().then(
      (lines) => {
        setNow({ state: 'installed', lines })
        setResult('Rollcall runs automatically now. To see how it goes: rollcall status')
      },
      (error: unknown) => setNow(failed(error)),
    )
    onBusy(work)
  }
  const tell = async (): Promise<void> => {
    await services.saveSettings({
      notify: { ...notify, on: 'failure', mailTo: administrator === null ? [] : [administrator] },
    })
    await app.refresh()
    app.say('Saved. To test it: rollcall notify test')
  }
  const isOver = now.state === 'installed'
  useActions(
    [
      { keys: 'accept', does: 'install', run: install, rank: 'first', when: automation?.mayInstall === true },
      {
        keys: 'c',
        does: 'copy the commands',
        run: () => {
          copy((automation?.commands ?? []).join('\n'))
          app.say('Copied the commands (if your terminal supports it).')
        },
        when: automation !== null && !automation.mayInstall,
      },
      { keys: 'm', does: 'mail failures', run: () => app.hold(tell().catch(app.fail)), when: tellable },
      // The home belongs to the service's account now.
      { keys: isOver ? ['back', 'accept'] : 'back', does: isOver ? 'quit' : 'back', run: isOver ? app.quit : onBack },
    ],
    { layer: 'screen' },
  )
  const about = 'A timer syncs every hour. You hear of it when something needs you.'
  return (
    <ScreenFrame heading={[{ text: 'Run this automatically?', bold: true }]} about={about}>
      <Pane now={now} administrator={tellable ? administrator : null} />
    </ScreenFrame>
  )
}

function Pane({ now, administrator }: { now: State; administrator: string | null }) {
  const { columns, rows } = useSpace()
  const width = columns - paneMargin
  const lines = linesOf(now, administrator).flatMap((line): Line[] =>
    typeof line === 'string' ? wrap(line, width) : [line],
  )
  return <ScrollPane lines={lines} columns={columns} height={rows} />
}

function linesOf(now: State, administrator: string | null): Line[] {
  if (now.state === 'reading') return ['Looking at this machine.']
  if (now.state === 'installing') return ['Installing.']
  if (now.state === 'failed') return [...now.lines]
  if (now.state === 'installed')
    return ['Installed:', '', ...now.lines, '', 'The home belongs to the account of the service now.']
  const { installs, mayInstall, commands } = now.automation
  const command = (text: string): Line => [{ text, tone: 'accent' }]
  return [
    mayInstall ? 'Press Enter to install:' : 'Run this in a shell:',
    ...(mayInstall ? [] : ['', ...commands.map(command)]),
    ...(installs.length === 0 ? [] : ['', ...(mayInstall ? [] : ['It installs:']), ...installs]),
    '',
    ...(administrator === null
      ? ['To be told when a sync fails:', command('rollcall setup --notify-on failure --notify-mail ADDRESS')]
      : [`Press m to send mail to ${administrator} when a sync fails.`]),
  ]
}
