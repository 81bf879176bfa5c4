import { archiveReports } from '../store/archives/archive-report.ts'
import type { ArchiveOutcome } from '../store/archives/archive-work.ts'
import { diskProblem } from '../store/disk/disk-problems.ts'
import { errorCode } from '../store/disk/file-operations.ts'
import { Problem } from '../text/problem.ts'
import { entry, problemFrom } from '../text/problem-catalogue.ts'
import { archiveRemedyLines, archiveReportLines } from '../views/archive-reports.ts'

/** Everything that a screen itself refuses. */
export const screenProblems = {
  keyNotGiven: entry({
    kind: 'usage',
    title: 'The key is missing',
    cause: 'Rollcall needs the key to read users and groups from Google.',
    remedy: 'Type the path of the JSON file (Tab completes it), or paste its contents. Esc shows how to make one.',
    example: {},
  }),
  administratorNoAddress: entry<{ text: string }>({
    kind: 'usage',
    title: ({ text }) => (text === '' ? 'The administrator is missing' : "That isn't an e-mail address"),
    cause: 'Google knows administrators by their e-mail address.',
    remedy: 'Type the address that the administrator signs in to Google with, such as admin@example.com.',
    example: { text: 'admin' },
  }),
  exportFormatUnknown: entry({
    kind: 'usage',
    title: 'Not exported',
    cause: 'The ending of the name decides the format, and it is neither .csv nor .json.',
    remedy: 'Give a name that ends in .csv or .json.',
    example: {},
  }),
  archivesNeedAttention: entry<{ archives: readonly string[]; remedies: readonly string[] }>({
    kind: 'failed',
    title: 'Archives need attention',
    cause: ({ archives }) =>
      `The change is committed, but not every archive folder is as planned.\n${archives.join('\n')}`,
    remedy: ({ remedies }) => remedies.join('\n'),
    example: {
      archives: ['ada@example.com: something that is not a folder has this name; the archive was not made.'],
      remedies: ['Move what has the name away. Then make the archive:', 'rollcall archives create --yes'],
    },
  }),
  // In few words, since it stands under the field in which the path was typed.
  exportFailed: entry<{ file: string; why: string; remedy: string }>({
    kind: 'failed',
    title: 'Not exported',
    cause: ({ why }) => why,
    remedy: ({ remedy }) => remedy,
    facts: ({ file }) => ({ file }),
    example: {
      file: 'users.csv',
      why: 'A file or folder of this name exists. Rollcall never overwrites one.',
      remedy: 'Give another name.',
    },
  }),
}

/** Makes a problem of a screen. */
export const screenProblem = problemFrom(screenProblems)

/** The problem of archives that are not as a committed change promised; null when all are. */
export function archivesNeedAttention(outcomes: readonly ArchiveOutcome[]): Problem | null {
  const reports = archiveReports(outcomes)
  if (reports.length === 0) return null
  const [archives, remedies] = [archiveReportLines(reports), archiveRemedyLines(reports)]
  return screenProblem('archivesNeedAttention', { archives, remedies })
}

type Reason = { why: string; remedy: string }

const reasons: Readonly<Record<string, Reason>> = {
  EEXIST: screenProblems.exportFailed.example,
  ENOENT: { why: 'The folder does not exist.', remedy: 'Make it first, or give a path in another folder.' },
  ENOTDIR: { why: 'The path names a file as a folder.', remedy: 'Give a path in a folder.' },
  EACCES: { why: 'You may not write to this folder.', remedy: 'Give a path in a folder that you may write to.' },
  EROFS: { why: 'The file system is mounted read-only.', remedy: 'Give a path on another one.' },
  ENAMETOOLONG: { why: 'The name is longer than the system allows.', remedy: 'Give a shorter one.' },
}

/** Tells why the rows of a table could not be written to a file. What is no failed system call comes back as it was. */
export function exportFailed(file: string, error: unknown): unknown {
  const reason = reasonOf(file, error)
  return reason === null
    ? error
    : screenProblem('exportFailed', { file, why: reason.why, remedy: reason.remedy }, error)
}

function reasonOf(path: string, error: unknown): Reason | null {
  const known = reasons[errorCode(error) ?? '']
  if (known) return known
  const problem = diskProblem(error, 'write', path)
  return problem instanceof Problem ? { why: problem.why, remedy: problem.remedy } : null
}
