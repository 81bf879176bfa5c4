import { Box } from 'ink'
import { wrap } from '../../text/width/wrap.ts'
import { useApp } from '../app-context.ts'
import { Lines } from '../components/frame/lines.tsx'
import { Menu, type MenuItem } from '../components/list/menu.tsx'
import { SpaceContext, useSpace } from '../hooks/use-space.ts'
import { type Line, segmentsOf } from '../text/line.ts'
import { ScreenFrame } from './screen-frame.tsx'

type Choice = 'setup' | 'demo' | 'quit'

const items: readonly MenuItem<Choice>[] = [
  { value: 'setup', label: 'Start setup', about: 'nothing changes before you confirm' },
  { value: 'demo', label: 'Try the demo first', about: 'a made-up company, ready to use' },
  { value: 'quit', label: 'Quit', about: '' },
]

const purpose = "Keep your mail archive's users in step with Google Workspace."
const needed = 'You need 10 minutes and a Google Workspace administrator account.'
const steps: readonly (readonly [step: string, about: string])[] = [
  ['1  Set up access in Google', 'in a browser'],
  ['2  Add the service account key', 'a file that Google gives you'],
  ['3  Choose who gets an archive', 'groups, or everyone'],
  ['4  Preview, then sync', 'you see each change first'],
]

/** The first screen on a machine where nothing is set up: what Rollcall will do, what is needed, and the demo. */
export function WelcomeScreen() {
  return (
    <ScreenFrame heading={[{ text: 'Welcome', bold: true }]} about={`${purpose} ${needed}`}>
      <Welcome />
    </ScreenFrame>
  )
}

function Welcome() {
  const app = useApp()
  const { columns, rows } = useSpace()
  const choose = (choice: Choice): void => {
    if (choice === 'setup') app.go({ screen: 'wizard' })
    else if (choice === 'demo') app.openDemo()
    else app.quit()
  }
  const lines = welcomeLines(columns, rows - items.length)
  return (
    <Box flexDirection="column">
      <Lines lines={lines} columns={columns} />
      <SpaceContext.Provider value={{ columns, rows: Math.max(1, rows - lines.length) }}>
        <Menu items={items} accepts="choose" onSelect={choose} />
      </SpaceContext.Provider>
    </Box>
  )
}

/** As much of it as there is room for: the purpose, the steps, and what is needed. */
function welcomeLines(columns: number, room: number): Line[] {
  const first = wrap(purpose, columns).map((text): Line => [{ text, bold: true }])
  const last = wrap(needed, columns)
  const list = steps.map(([step, about]): Line => [{ text: `  ${step.padEnd(33)}` }, { text: about, dim: true }])
  const whole = [...first, '', ...list, '', ...last, '']
  if (whole.length <= room) return whole
  const short = [...first, ...last]
  return (short.length < room ? [...short, ''] : short.map(segmentsOf)).slice(0, Math.max(0, room))
}
