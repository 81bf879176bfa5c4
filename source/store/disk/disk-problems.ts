import { oneLine } from '../../text/one-line.ts'
import { Problem } from '../../text/problem.ts'
import { errorCode } from './file-operations.ts'

type Text = { code: string; cause: string; remedy: string }

const notPermitted: Text = {
  code: 'notPermitted',
  cause: 'The account that runs this program has no right to do that.',
  remedy: 'Run it as the owner of the home folder, or give this account the right, then try again.',
}
const readOnly: Text = {
  code: 'diskReadOnly',
  cause: 'The file system is mounted read-only. Linux also does that by itself after errors of the disk.',
  remedy: 'Look into the system log for errors of the disk, mount it for writing, then try again.',
}
const full: Text = {
  code: 'diskFull',
  cause: 'The disk is full, or the quota of this account is used up.',
  remedy: 'Make room, then try again.',
}
const openFiles: Text = {
  code: 'tooManyOpenFiles',
  cause: 'The system allows no further open files.',
  remedy: 'Raise the limit (ulimit -n) or end programs that hold many files open, then try again.',
}
const broken: Text = {
  code: 'diskError',
  cause: 'The disk or the network file system reported an error of its own.',
  remedy: 'Look into the system log, check the disk, then try again.',
}
const missing: Text = {
  code: 'pathMissing',
  cause: 'The folder or file is not there, or was removed meanwhile.',
  remedy: 'Check the path and that its file system is mounted, then try again.',
}
const wrongKind: Text = {
  code: 'pathOfWrongKind',
  cause: 'A file is where a folder should be, or a folder where a file should be.',
  remedy: 'Move what is in the way to another name, then try again.',
}
const loop: Text = {
  code: 'linkUnusable',
  cause: 'It is a symbolic link that leads nowhere or in a circle.',
  remedy: 'Make the link point to the right file, or remove it, then try again.',
}

const texts: Readonly<Record<string, Text>> = {
  EACCES: notPermitted,
  EPERM: notPermitted,
  EROFS: readOnly,
  ENOSPC: full,
  EDQUOT: full,
  EMFILE: openFiles,
  ENFILE: openFiles,
  EIO: broken,
  ESTALE: broken,
  ENOENT: missing,
  ENOTDIR: wrongKind,
  EISDIR: wrongKind,
  ELOOP: loop,
}

/**
 * Turns a failed system call into a Problem (failed). Everything else comes back as it was, so that a bug stays a bug.
 *
 * @param doing a verb that fits between "Cannot" and the path, such as `write`
 */
export function diskProblem(error: unknown, doing: string, path: string): unknown {
  const code = errorCode(error)
  if (code === null) return error
  const text = texts[code] ?? {
    code: 'diskFailed',
    cause: `The system answered ${code}.`,
    remedy: 'Check the file system that holds the home folder, then try again.',
  }
  const shown = oneLine(path, 300)
  return new Problem(
    {
      code: text.code,
      kind: 'failed',
      title: `Cannot ${doing} ${shown}`,
      cause: text.cause,
      remedy: text.remedy,
      facts: { path: shown, systemError: code },
    },
    error,
  )
}

/** Runs a piece of work on the disk; a system call that fails in it becomes a Problem, see `diskProblem`. */
export function onDisk<T>(doing: string, path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw diskProblem(error, doing, path)
  }
}
