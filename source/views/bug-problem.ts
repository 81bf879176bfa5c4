import { bugMessage } from '../text/bug-message.ts'
import { Problem } from '../text/problem.ts'
import { version } from '../version.ts'

/** Makes any failure a Problem. What is none is a mistake of the program, and is told as one, without a stack. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  const place = /at .*?([\w.-]+:\d+:\d+)\)?$/m.exec(stack)?.[1]
  return new Problem(
    {
      code: 'bug',
      kind: 'failed',
      title: 'This is a bug in Rollcall',
      cause: 'Your data is safe: the store is as it was, or as the last commit left it.',
      remedy: 'Report it to the maintainers with the facts below and what you did before. They contain no secret.',
      facts: {
        message: bugMessage(error),
        ...(place === undefined ? {} : { place }),
        version,
        node: process.versions.node,
        platform: `${process.platform} ${process.arch}`,
      },
    },
    error,
  )
}
