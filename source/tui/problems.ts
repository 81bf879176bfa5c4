import { oneLine } from '../sync/one-line.ts'
import { Problem } from '../sync/problem.ts'

/** The rows of a plan could not be written to a file. */
export function exportFailed(path: string, error: unknown): Problem {
  const file = oneLine(path, 300)
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const why =
    code === 'EEXIST'
      ? 'A file of this name is there already, and nothing is ever overwritten.'
      : `The system refused to write it${code === '' ? '' : ` (${code})`}.`
  return new Problem(
    {
      code: 'exportFailed',
      kind: 'failed',
      title: 'The rows were not exported',
      cause: why,
      remedy: 'Give another name, in a folder that you may write to.',
      facts: { file },
    },
    error,
  )
}
