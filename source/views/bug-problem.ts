import { bugMessage } from '../text/bug-message.ts'
import { Problem } from '../text/problem.ts'
import { entry, problemFrom } from '../text/problem-catalogue.ts'
import { version } from '../version.ts'

/** What is told of a failure that nobody expected. */
export const bugProblems = {
  bug: entry<{ message: string; place: string | null; version: string; node: string; platform: string }>({
    kind: 'failed',
    title: 'This is a bug in Rollcall',
    cause: 'Your data is safe: the store is as it was, or as the last commit left it.',
    remedy: 'Report it to the maintainers with the facts below and what you did before. They contain no secret.',
    facts: (about) => about,
    example: {
      message: 'TypeError: x is not a function',
      place: 'rollcall.js:1:2345',
      version: '1.0.0',
      node: '24.1.0',
      platform: 'linux x64',
    },
  }),
}

const bugProblem = problemFrom(bugProblems)

/** Makes any failure a Problem. What is none is a mistake of the program, and is told as one, without a stack. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  const place = /at .*?([\w.-]+:\d+:\d+)\)?$/m.exec(stack)?.[1] ?? null
  const about = { message: bugMessage(error), place, version, node: process.versions.node }
  return bugProblem('bug', { ...about, platform: `${process.platform} ${process.arch}` }, error)
}
