import { readArchiveFacts } from '../../store/archives/archives.ts'
import { expectArchives, expectUsableRoot } from '../../store/archives/archives-root.ts'
import type { Home } from '../../store/home.ts'
import { openStore } from '../../store/open-store.ts'
import { ownersIn } from '../../sync/ownership/claim.ts'
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
  if ((await (await openStore(home)).archivesElsewhere()) !== null) return recordedFacts(store, names)
  expectArchivesHere(home, store, names.length > 0)
  return readArchiveFacts(home, names)
}

/**
 * What a machine without the archives goes by: whoever is known to have had an archive has mail in it. The machine that
 * has them looks again, and sets aside what is nobody's.
 */
function recordedFacts(store: UserStore, names: readonly string[]): ArchiveFacts {
  const ownerOf = ownersIn(store)
  const owned = names.filter((archive) => ownerOf(archive) !== null)
  return { folders: new Map(owned.map((archive) => [archive, { holdsMail: true }])) }
}

/** The same check before a commit, which may come long after its plan. */
export async function expectWorkableArchives(home: Home, store: UserStore, isWork: boolean): Promise<void> {
  if ((await (await openStore(home)).archivesElsewhere()) === null) expectArchivesHere(home, store, isWork)
}

function expectArchivesHere(home: Home, store: UserStore, isWork: boolean): void {
  if (isWork) expectUsableRoot(home)
  expectArchives(home, store)
}
