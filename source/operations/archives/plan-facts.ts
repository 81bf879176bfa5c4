import { readArchiveFacts } from '../../store/archives/archives.ts'
import { expectArchives, expectUsableRoot } from '../../store/archives/archives-root.ts'
import type { Home } from '../../store/home.ts'
import type { ArchiveFacts } from '../../sync/plan.ts'
import type { UserStore } from '../../sync/user.ts'

/**
 * Reads what a plan has to know about archives, once it is sure that they are there and can be worked on.
 *
 * @param archives the names of those that would be made, moved or removed
 * @throws Problem `archivesUnusable`, `archivesMissing`, and those of the disk
 */
export async function readPlanFacts(home: Home, store: UserStore, archives: Iterable<string>): Promise<ArchiveFacts> {
  const names = [...archives]
  expectWorkableArchives(home, store, names.length > 0)
  return readArchiveFacts(home, names)
}

/** The same check before a commit, which may come long after its plan. */
export function expectWorkableArchives(home: Home, store: UserStore, isWork: boolean): void {
  if (isWork) expectUsableRoot(home)
  expectArchives(home, store)
}
