import { entry, problemFrom } from '../../text/problem-catalogue.ts'
import { errorCode } from './file-operations.ts'

type Refused = { doing: string; path: string; systemError: string }

/** A row for a refusal of the system; the title always says what was tried on which path. */
const refused = (systemError: string, cause: string | ((about: Refused) => string), remedy: string) =>
  entry<Refused>({
    kind: 'failed',
    title: ({ doing, path }) => `Can't ${doing} ${path}`,
    cause,
    remedy,
    facts: ({ path, systemError }) => ({ path, systemError }),
    nameless: ['doing', 'systemError'],
    example: { doing: 'write', path: '/var/lib/rollcall/users.json', systemError },
  })

/** Everything that a system call on a file or folder of the home can fail with. */
export const diskProblems = {
  notPermitted: refused(
    'EACCES',
    'The account that runs Rollcall has no right to do that.',
    'Run it as the owner of the home folder, or give this account the right. Then try again.',
  ),
  diskReadOnly: refused(
    'EROFS',
    'The file system is mounted read-only. Linux does that by itself after disk errors.',
    'Look for disk errors in the system log and mount it for writing. Then try again.',
  ),
  diskFull: refused(
    'ENOSPC',
    'The disk is full, or the quota of this account is used up.',
    'Free some space, then try again.',
  ),
  tooManyOpenFiles: refused(
    'EMFILE',
    'The system allows no more open files.',
    'Raise the limit (ulimit -n), or close programs that hold many files open. Then try again.',
  ),
  diskError: refused(
    'EIO',
    'The disk or the network file system reported an error.',
    'Look into the system log and check the disk. Then try again.',
  ),
  pathMissing: refused(
    'ENOENT',
    'The file or folder does not exist, or was removed in the meantime.',
    'Check the path, and that its file system is mounted. Then try again.',
  ),
  pathOfWrongKind: refused(
    'ENOTDIR',
    'There is a file where a folder should be, or a folder where a file should be.',
    'Rename what is in the way, then try again.',
  ),
  linkUnusable: refused(
    'ELOOP',
    'It is a symbolic link that leads nowhere or in a circle.',
    'Point the link to the right file, or remove it. Then try again.',
  ),
  diskFailed: refused(
    'ENAMETOOLONG',
    ({ systemError }) => `The system answered ${systemError}.`,
    'Check the file system that holds the home folder, then try again.',
  ),
}

const refusal = problemFrom(diskProblems)

const codes: Readonly<Record<string, keyof typeof diskProblems>> = {
  EACCES: 'notPermitted',
  EPERM: 'notPermitted',
  EROFS: 'diskReadOnly',
  ENOSPC: 'diskFull',
  EDQUOT: 'diskFull',
  EMFILE: 'tooManyOpenFiles',
  ENFILE: 'tooManyOpenFiles',
  EIO: 'diskError',
  ESTALE: 'diskError',
  ENOENT: 'pathMissing',
  ENOTDIR: 'pathOfWrongKind',
  EISDIR: 'pathOfWrongKind',
  ELOOP: 'linkUnusable',
}

/**
 * Turns a failed system call into a Problem (failed). Everything else comes back as it was, so that a bug stays a bug.
 *
 * @param doing a verb that fits between "Can't" and the path, such as `write`
 */
export function diskProblem(error: unknown, doing: string, path: string): unknown {
  const systemError = errorCode(error)
  if (systemError === null) return error
  return refusal(codes[systemError] ?? 'diskFailed', { doing, path, systemError }, error)
}

/** Runs a piece of work on the disk; a system call that fails in it becomes a Problem, see `diskProblem`. */
export function onDisk<T>(doing: string, path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw diskProblem(error, doing, path)
  }
}
