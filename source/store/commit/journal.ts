import * as z from 'zod'
import { archiveWorkSchema } from '../archives/archive-work-schema.ts'
import { onDisk } from '../disk/disk-problems.ts'
import { type FileOperations, ignoring } from '../disk/file-operations.ts'
import { readWholeFile } from '../disk/read-whole-file.ts'
import { replaceFile, syncFolder } from '../disk/replace-file.ts'
import type { Home } from '../home.ts'
import { storeProblem } from '../problems.ts'

const journal = z.object({
  version: z.literal(1),
  /** The revision that the commit makes. Once the store has it, the commit has happened. */
  revision: z.int().positive(),
  /** The size of the history before the commit's line, in bytes. */
  historyBytes: z.int().nonnegative(),
  /** The commit has happened, and work on archives is left over. */
  committed: z.literal(true).exactOptional(),
  work: z.array(archiveWorkSchema),
  /**
   * Folders are renamed in two rounds, `out` to a name of their own and `in` to the new one, so that they can swap names.
   * The second round begins only when the first is complete.
   */
  round: z.enum(['out', 'in']),
})

/** A commit that is under way, or that a crash left unfinished. */
export type Journal = z.infer<typeof journal>

/**
 * Reads the journal.
 *
 * @returns null when nothing is unfinished
 * @throws Problem (badData) when it cannot be used
 */
export function readJournal(home: Home, files: FileOperations): Journal | null {
  const path = home.journal
  const file = onDisk('read', path, () => ignoring(['ENOENT'], () => readWholeFile(files, path, 256 * 1024 * 1024)))
  if (file === null) return null
  if (file.state === 'unusable')
    throw storeProblem('journalUnusable', { file: path, why: 'It is not a text file, or it is too large.' })
  try {
    return journal.parse(JSON.parse(file.text))
  } catch {
    throw storeProblem('journalUnusable', { file: path, why: 'Its content is not what Rollcall writes.' })
  }
}

/** Writes the journal, durably. Fails with the system call's own error. */
export function writeJournal(home: Home, content: Journal, files: FileOperations): void {
  replaceFile(files, home.journal, [JSON.stringify(content)])
}

/** Removes the journal, durably, so that the work of a commit that is long past is not done again. */
export function removeJournal(home: Home, files: FileOperations): void {
  ignoring(['ENOENT'], () => files.unlinkSync(home.journal))
  syncFolder(files, home.folder)
}
