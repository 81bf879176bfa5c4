import type { Home } from '../../store/home.ts'
import { openStore } from '../../store/open-store.ts'
import { archiveProblem } from './archive-problems.ts'

/**
 * Makes sure that the archives are on this machine, for what can only be done where the folders are.
 *
 * @throws Problem `archivesElsewhere`
 */
export async function expectArchivesHere(home: Home): Promise<void> {
  const elsewhere = await (await openStore(home)).archivesElsewhere()
  if (elsewhere !== null) throw archiveProblem('archivesElsewhere', elsewhere)
}
