import type { ConnectionReport } from '../operations/connection/check-connection.ts'
import type { CheckStage } from '../operations/connection/check-stages.ts'
import type { SignInReport } from '../operations/sign-in-check/check-sign-in.ts'
import type { Problem } from '../text/problem.ts'
import { safeText } from '../text/safe-text.ts'
import type { Tone } from '../text/theme.ts'
import { wrapOutput } from '../text/width/wrap.ts'
import type { Print } from './print.ts'
import { problemJson, problemLines } from './problem-view.ts'

const words: Readonly<Record<CheckStage['state'], { text: string; tone: Tone }>> = {
  passed: { text: 'ok  ', tone: 'success' },
  failed: { text: 'FAIL', tone: 'danger' },
  notReached: { text: '-   ', tone: 'dim' },
  waiting: { text: '    ', tone: 'dim' },
  running: { text: '... ', tone: 'accent' },
}

/** How a check is printed. */
type CheckPrint = Pick<Print, 'paint'> & Partial<Print>

const stateWords: Readonly<Record<CheckStage['state'], string>> = {
  passed: 'Passed',
  failed: 'Failed',
  notReached: 'Not reached',
  waiting: 'Waiting',
  running: 'Running',
}

/** A line of a problem below its stage. */
function printedProblem(text: string, room: number): string[] {
  return wrapOutput(text, room - 6)
    .split('\n')
    .map((line) => `      ${line}`)
}

/** The connection check as lines of text: each stage, and under each failed one why and what to do. */
export function checkText({ stages, organization, passed }: ConnectionReport, print: CheckPrint): string {
  const conclusion = passed
    ? `The connection${organization === undefined ? '' : ` to ${safeText(organization)}`} works.`
    : "The connection doesn't work yet. Fix the first failure, then check again."
  return [...stageLines(stages, print), '', conclusion].join('\n')
}

/** The check of the sign-in's address as lines of text. */
export function signInCheckText(
  { stages, passed }: { stages: readonly CheckStage[]; passed: boolean },
  print: CheckPrint,
): string {
  const conclusion = passed
    ? 'Browsers can reach the sign-in.'
    : "Browsers can't use the sign-in yet. Fix the first failure, then check again."
  return [...stageLines(stages, print), '', conclusion].join('\n')
}

function stageLines(stages: readonly CheckStage[], { paint, columns, sentences = false }: CheckPrint): string[] {
  const room = columns ?? Number.MAX_SAFE_INTEGER
  return stages.flatMap((stage) => {
    const { text, tone } = words[stage.state]
    const detail = stage.state === 'notReached' ? 'not reached' : stage.detail
    const said = `${stage.title}${detail === null ? '' : `: ${safeText(detail)}`}`
    if (sentences)
      return [`${stateWords[stage.state]}: ${said}.`, ...(stage.problem === null ? [] : problemLines(stage.problem))]
    const [first = '', ...more] = wrapOutput(said, room - 6).split('\n')
    const line = [`${paint(tone, text)}  ${first}`, ...more.map((part) => `      ${part}`)].join('\n')
    return stage.problem === null
      ? [line]
      : [line, ...problemLines(stage.problem).flatMap((text) => printedProblem(text, room))]
  })
}

/** The connection check as data; `problem` is the first failure's, as every failure prints it. */
export function checkJson({ stages, organization, passed }: ConnectionReport) {
  return { passed, organization: organization ?? null, ...stagesJson(stages) }
}

/** The check of the sign-in's address as data, in the same form. */
export function signInCheckJson({ stages, redirectUri, passed }: SignInReport) {
  return { passed, redirectUri, ...stagesJson(stages) }
}

function stagesJson(stages: readonly CheckStage[]) {
  const problem = firstProblem(stages)
  return {
    stages: stages.map((stage) => ({
      ...stage,
      problem: stage.problem === null ? null : problemJson(stage.problem).problem,
    })),
    ...(problem === null ? {} : problemJson(problem)),
  }
}

/** The problem of the first stage that failed; null when none did. */
export function firstProblem(stages: readonly CheckStage[]): Problem | null {
  return stages.find((stage) => stage.problem !== null)?.problem ?? null
}
