import type { Step } from '../../operations/install/install.ts'
import { counted } from '../../text/numbers.ts'
import { shellWord } from '../../text/shell-word.ts'

const titles: Readonly<Record<string, string>> = { units: 'Units', completions: 'Completions', manual: 'Manual' }

/** What a person is told behind the steps. */
export type After = {
  isInstall: boolean
  isDry: boolean
  /** The program's own file. */
  program: string
  account: string
  command: readonly string[]
}

/** Tells each step of an installation with what came of it, and what to do next. */
export function installationText(steps: readonly Step[], after: After): string {
  const width = Math.max(...steps.map(({ what }) => title(what).length))
  const lines = steps.flatMap((step) => stepLines(step, after, width))
  return [...lines, ...nextLines(steps, after)].join('\n')
}

const title = (what: string): string => titles[what] ?? what

function stepLines({ what, outcome, detail }: Step, after: After, width: number): string[] {
  const paths = detail.split('\n')
  const many = paths.length > 1
  const first = `${title(what).padEnd(width)}  ${outcomeWord(outcome, after)}${many ? counted(paths.length, 'file') : detail}`
  // A dry run is asked for to see each file.
  return many && after.isDry ? [first, ...paths.map((path) => `  ${path}`)] : [first]
}

function outcomeWord(outcome: Step['outcome'], { isInstall, isDry }: After): string {
  if (outcome === 'unchanged') return isInstall ? 'already there: ' : 'nothing to do: '
  if (outcome === 'waiting') return 'waits for the setup: '
  if (outcome === 'kept') return ''
  if (isDry) return isInstall ? 'would be made: ' : 'would be removed: '
  return isInstall ? 'done: ' : 'removed: '
}

function nextLines(steps: readonly Step[], { isInstall, isDry, program, account, command }: After): string[] {
  if (isDry) return ['', 'Nothing was changed.']
  if (!isInstall) return ['', 'The program itself stays. To remove it:', `sudo rm ${shellWord(program)}`]
  const waiting = steps.flatMap(({ next }) => next ?? [])
  if (waiting.length === 0) return []
  const setup = `sudo -u ${account} ${command.map(shellWord).join(' ')}`
  return ['', 'Set up Rollcall, then start what waits:', setup, ...waiting]
}
