import type { ConnectionReport } from '../operations/connection/check-connection.ts'
import type { CheckStage } from '../operations/connection/check-stages.ts'
import type { SignInReport } from '../operations/sign-in-check/check-sign-in.ts'
import type { Paint } from '../text/colours.ts'
import type { Problem } from '../text/problem.ts'
import { safeText } from '../text/safe-text.ts'
import type { Tone } from '../text/theme.ts'
import { problemJson, problemLines } from './problem-view.ts'

const words: Readonly<Record<CheckStage['state'], { text: string; tone: Tone }>> = {
  passed: { text: 'ok  ', tone: 'success' },
  failed: { text: 'FAIL', tone: 'danger' },
  notReached: { text: '-   ', tone: 'dim' },
  waiting: { text: '    ', tone: 'dim' },
  running: { text: '... ', tone: 'accent' },
}

/** The connection check as lines of text: each stage, and under each failed one why and what to do. */
export function checkText({ stages, organization, passed }: ConnectionReport, paint: Paint): string {
  const conclusion = passed
    ? `The connection${organization === undefined ? '' : ` to ${safeText(organization)}`} works.`
    : "The connection doesn't work yet. Fix the first failure, then check again."
  return [...stageLines(stages, paint), '', conclusion].join('\n')
}

/** The check of the sign-in's address as lines of text. */
export function signInCheckText(
  { stages, passed }: { stages: readonly CheckStage[]; passed: boolean },
  paint: Paint,
): string {
  const conclusion = passed
    ? 'Browsers can reach the sign-in.'
    : "Browsers can't use the sign-in yet. Fix the first failure, then check again."
  return [...stageLines(stages, paint), '', conclusion].join('\n')
}

function stageLines(stages: readonly CheckStage[], paint: Paint): string[] {
  return stages.flatMap((stage) => {
    const { text, tone } = words[stage.state]
    const detail = stage.state === 'notReached' ? 'not reached' : stage.detail
    const line = `${paint(tone, text)}  ${stage.title}${detail === null ? '' : `: ${safeText(detail)}`}`
    return stage.problem === null ? [line] : [line, ...problemLines(stage.problem).map((text) => `      ${text}`)]
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
