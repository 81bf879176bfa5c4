import { Box } from 'ink'
import type { CheckStage } from '../../../operations/connection/check-stages.ts'
import { counted } from '../../../text/numbers.ts'
import { safeText } from '../../../text/safe-text.ts'
import { truncate } from '../../../text/width/fit.ts'
import { wrap } from '../../../text/width/wrap.ts'
import { useApp } from '../../app-context.ts'
import { useInterface } from '../../hooks/use-interface.ts'
import { useSpace } from '../../hooks/use-space.ts'
import { useTicks } from '../../hooks/use-ticks.ts'
import { atBothEnds, type Line, type Segment } from '../../text/line.ts'
import type { Glyphs } from '../../theme/glyphs.ts'
import { Lines } from '../frame/lines.tsx'
import { paneMargin } from '../frame/scroll-pane.tsx'
import { ProblemBox } from './problem-box.tsx'
import { problemLines } from './problem-lines.ts'
import { type StageTimes, secondsWords } from './stage-times.ts'

type CheckedStagesProps = {
  stages: readonly CheckStage[]
  times: StageTimes
  /** What failed first; null while nothing has. */
  failure: unknown
  /** What is said below, such as what is waited for. */
  closing: string
}

/** A check as it runs: each of its parts as it comes to its end, and the first failure with what to do. */
export function CheckedStages({ stages, times, failure, closing }: CheckedStagesProps) {
  const { columns, rows } = useSpace()
  const { glyphs } = useInterface()
  const ticks = useTicks(stages.some(({ state }) => state === 'running'))
  const spinner = glyphs.spinner[ticks % glyphs.spinner.length] ?? ''
  const look = { glyphs, spinner, columns, times }
  if (failure !== null) return <FailedCheck stages={stages} failure={failure} look={look} />
  const reached = stages.filter(({ state }) => state !== 'waiting' && state !== 'notReached')
  const whole = reached.flatMap((stage) => stageLines(stage, look))
  // Whole where there is room; otherwise each on a line.
  const lines = whole.length + 2 <= rows ? whole : reached.map((stage) => stageLine(stage, look))
  const [last] = closing === '' ? [] : [closing]
  const said: Line[] =
    last === undefined
      ? []
      : [
          '',
          ...wrap(last, columns).map(
            (text): Line => [{ text, bold: true, ...(isOver(stages) ? { tone: 'success' } : {}) }],
          ),
        ]
  return (
    <Lines lines={[...lines.slice(0, Math.max(1, rows - said.length)), ...said].slice(0, rows)} columns={columns} />
  )
}

const isOver = (stages: readonly CheckStage[]): boolean => stages.every(({ state }) => state === 'passed')

type FailedCheckProps = {
  stages: readonly CheckStage[]
  failure: unknown
  look: StageLook
}

/** A check that failed: the remedy has the room, and what passed and what was not reached are folded where it needs that. */
function FailedCheck({ stages, failure, look }: FailedCheckProps) {
  const app = useApp()
  const { columns, rows } = useSpace()
  const { glyphs } = useInterface()
  const passed = stages.filter(({ state }) => state === 'passed')
  const failed = stages.filter(({ state }) => state === 'failed')
  const open = stages.length - passed.length - failed.length
  const remedy = problemLines(failure, columns - paneMargin, glyphs.failed, 'remedy').length
  const line = (stage: CheckStage): Line => stageLine(stage, look)
  const below: Line[] =
    open === 0
      ? []
      : [[{ text: `${glyphs.separator} ${counted(open, 'more check follows', 'more checks follow')}`, dim: true }]]
  const isRoomy = passed.length + failed.length + below.length + remedy + 1 <= rows
  const folded: Line[] =
    passed.length === 0
      ? []
      : [[{ text: glyphs.done.padEnd(2), tone: 'success' }, { text: ` ${counted(passed.length, 'check')} passed` }]]
  const above: Line[] = [...(isRoomy ? passed.map(line) : folded), ...failed.map(line)]
  const top = isRoomy ? [...above, ''] : above.slice(0, Math.max(1, rows - 6))
  const bottom = rows - top.length - below.length >= Math.min(4, remedy) ? below : []
  return (
    <Box flexDirection="column">
      <Lines lines={top} columns={columns} />
      <ProblemBox
        error={failure}
        columns={columns}
        height={Math.max(1, Math.min(remedy, rows - top.length - bottom.length))}
        first="remedy"
        onCopied={() => app.say('Copied the values (if your terminal supports it).')}
      />
      <Lines lines={bottom} columns={columns} />
    </Box>
  )
}

type StageLook = { glyphs: Glyphs; spinner: string; columns: number; times: StageTimes }

/** The columns that the marks and the times take. */
const markWidth = 3
const timeWidth = 7

/** One part of the check whole: its sign, its title and what was found, and at the right how long it took. */
function stageLines(stage: CheckStage, look: StageLook): Line[] {
  return wrap(stageText(stage), look.columns - markWidth - timeWidth).map((line, index): Line => {
    return index === 0 ? withMark(stage, line, look) : [{ text: `${' '.repeat(markWidth)}${line}` }]
  })
}

/** The same on one line. */
function stageLine(stage: CheckStage, look: StageLook): Line {
  const { glyphs, columns } = look
  return withMark(stage, truncate(stageText(stage), columns - markWidth - timeWidth, glyphs.ellipsis), look)
}

function stageText({ title, detail, problem }: CheckStage): string {
  return problem === null && detail !== null ? `${title}: ${safeText(detail)}` : title
}

function withMark({ id, state }: CheckStage, text: string, { glyphs, spinner, columns, times }: StageLook): Line {
  const took = times.get(id)?.took ?? null
  const tone: Pick<Segment, 'tone' | 'bold'> = state === 'failed' ? { tone: 'danger', bold: true } : {}
  const line: Line = [markOf(state, glyphs, spinner), { text: ` ${text}`, ...tone }]
  return took === null ? line : atBothEnds(line, [{ text: secondsWords(took), dim: true }], columns, glyphs.ellipsis)
}

function markOf(state: CheckStage['state'], glyphs: Glyphs, spinner: string): Segment {
  if (state === 'passed') return { text: glyphs.done.padEnd(2), tone: 'success' }
  if (state === 'failed') return { text: glyphs.failed.padEnd(2), tone: 'danger' }
  return { text: spinner.padEnd(2), tone: 'accent' }
}
