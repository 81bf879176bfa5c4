import { diskProblem } from '../store/disk/disk-problems.ts'
import { errorCode } from '../store/disk/file-operations.ts'
import { oneLine } from '../text/one-line.ts'
import { Problem } from '../text/problem.ts'

/** The rows of a table could not be written to a file. What is no failed system call comes back as it was. */
export function exportFailed(path: string, error: unknown): unknown {
  const file = oneLine(path, 300)
  const reason = reasonOf(path, error)
  if (reason === null) return error
  return new Problem({ code: 'exportFailed', kind: 'failed', title: 'Not exported', ...reason, facts: { file } }, error)
}

type Reason = { cause: string; remedy: string }

/** Why, in few words, since it stands under the field in which the path was typed. */
const reasons: Readonly<Record<string, Reason>> = {
  EEXIST: {
    cause: 'A file or folder of this name is there already, and nothing is ever overwritten.',
    remedy: 'Give another name.',
  },
  ENOENT: { cause: 'The folder is not there.', remedy: 'Make it first, or give a path in another one.' },
  ENOTDIR: { cause: 'What the path names as a folder is a file.', remedy: 'Give a path in a folder.' },
  EACCES: { cause: 'You may not write to this folder.', remedy: 'Give a path in one that you may write to.' },
  EROFS: { cause: 'The file system is mounted read-only.', remedy: 'Give a path on another one.' },
  ENAMETOOLONG: { cause: 'The name is longer than the system allows.', remedy: 'Give a shorter one.' },
}

function reasonOf(path: string, error: unknown): Reason | null {
  const known = reasons[errorCode(error) ?? '']
  if (known) return known
  const problem = diskProblem(error, 'write', path)
  return problem instanceof Problem ? { cause: problem.why, remedy: problem.remedy } : null
}
