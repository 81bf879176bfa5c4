import type { ArchiveWork } from '../../sync/apply/apply.ts'
import { folderOf } from './archive-names.ts'

/**
 * The folders that a commit has still to make, move or remove, after a crash perhaps until the next run. Whatever is filed
 * there meanwhile may be another user's. `unknown` where nobody can tell.
 */
export type UnsettledFolders = ReadonlySet<string> | 'unknown'

/** The folders that this work is about. */
export function foldersOf(work: readonly ArchiveWork[]): ReadonlySet<string> {
  return new Set(work.flatMap((one) => (one.kind === 'rename' ? [one.from, one.to] : [one.archive])).map(folderOf))
}
