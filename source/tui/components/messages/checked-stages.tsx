import { Box } from 'ink'
import type { CheckStage } from '../../../operations/connection/check-stages.ts'
import { safeText } from '../../../text/safe-text.ts'
import { truncate } from '../../../text/width/fit.ts'
import { wrap } from '../../../text/width/wrap.ts'
import { useApp } from '../../app-context.ts'
import { useInterface } from '../../hooks/use-interface.ts'
import { useSpace } from '../../hooks/use-space.ts'
import { type Line, segmentsOf } from '../../text/line.ts'
import type { Glyphs } from '../../theme/glyphs.ts'
import { Lines } from '../frame/lines.tsx'
import { ProblemBox } from './problem-box.tsx'

type CheckedStagesProps = {
  stages: readonly CheckStage[]
  /** What failed first; null while nothing has. */
  failure: unknown
  /** What is said below, such as what is waited for. */
  closing: string
}

/** A check as it runs: each of its parts, and the first failure with what to do. */
export function CheckedStages({ stages, failure, closing }: CheckedStagesProps) {
  const app = useApp()
  const { columns, rows } = useSpace()
  const { glyphs } = useInterface()
  const known = stages.filter(({ state }) => state !== 'waiting')
  const wholeLines = known.flatMap((stage) => stageLines(stage, glyphs, columns))
  // Whole where there is room; otherwise each on a line.
  const lines =
    wholeLines.length + 2 <= rows && failure === null
      ? wholeLines
      : known.map((stage): Line => {
          const [first = ''] = stageLines(stage, glyphs, 10_000)
          return segmentsOf(first).map((segment) => ({
            ...segment,
            text: truncate(segment.text, columns, glyphs.ellipsis),
          }))
        })
  const room = rows - lines.length - 1
  return (
    <Box flexDirection="column">
      <Lines
        lines={[...lines, ...closingLines(closing, columns)].slice(
          0,
          failure === null ? rows : Math.max(1, Math.min(lines.length, rows - 5)),
        )}
        columns={columns}
      />
      {failure !== null && (
        <>
          {room > 6 && <Lines lines={['']} columns={columns} />}
          <ProblemBox
            error={failure}
            columns={columns}
            height={Math.max(4, room)}
            onCopied={() => app.say('Copied the values (if your terminal supports it).')}
          />
        </>
      )}
    </Box>
  )
}

/** One part of the check: its sign, its title, and what was found. */
function stageLines({ title, state, detail, problem }: CheckStage, glyphs: Glyphs, columns: number): Line[] {
  const sign = state === 'passed' ? glyphs.done : state === 'failed' ? glyphs.failed : glyphs.ellipsis
  const found = state === 'notReached' ? 'not reached' : detail
  const text = problem === null && found !== null ? `${title}: ${safeText(found)}` : title
  return wrap(text, columns - 4).map((line, index): Line => {
    const mark = index > 0 || state === 'notReached' ? '  ' : sign.padEnd(2)
    return [{ text: `${mark} ${line}`, bold: state === 'failed' }]
  })
}

function closingLines(text: string, columns: number): Line[] {
  return text === '' ? [] : ['', ...wrap(text, columns).map((line): Line => [{ text: line, bold: true }])]
}
