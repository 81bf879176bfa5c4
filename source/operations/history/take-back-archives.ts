import { archiveExists, archiveHoldsMail, newestMessage } from '../../store/archives/archives.ts'
import type { HistoryRecord } from '../../store/history/history-record.ts'
import type { Home } from '../../store/home.ts'
import { fold } from '../../sync/addresses.ts'
import type { ArchiveWork } from '../../sync/apply/apply.ts'
import { writtenOwners } from '../../sync/ownership/claim.ts'
import type { OwnerDecision } from '../../sync/ownership/record-owners.ts'
import type { UserStore } from '../../sync/user.ts'
import { historyProblem } from './history-problems.ts'

/**
 * Plans to give archives back that a commit gave to a user, set aside or let wait for their next user.
 *
 * @throws Problem `undoImpossible` when that cannot be done without mixing or moving what came since
 */
export function takeBackArchives(
  home: Home,
  store: UserStore,
  commit: HistoryRecord,
): { archiveWork: ArchiveWork[]; decided: OwnerDecision[] } {
  const { revision, archiveWork = [], decided = [] } = commit
  const refuse = (why: string): Error => historyProblem('undoImpossible', { revision, why })
  const hasUser = (archive: string): boolean => store.users.some(({ userName }) => fold(userName) === fold(archive))
  const work = archiveWork.flatMap((done): ArchiveWork[] => {
    if (done.kind !== 'rename') return []
    const { from, to, joins } = done
    if (joins === true)
      throw refuse(`The mail of ${from} was joined with that of ${to}, and can't be told apart any more.`)
    if (!archiveExists(home, to)) throw refuse(`The archive ${to} is not there any more.`)
    if (hasUser(from)) throw refuse(`The user ${from} has the name of the archive by now.`)
    if (archiveHoldsMail(home, from)) throw refuse(`Mail has come to the archive ${from} since.`)
    if (!hasUser(to))
      return [
        { kind: 'remove', archive: from },
        { kind: 'rename', from: to, to: from },
      ]
    const newest = newestMessage(home, to)
    if (newest !== null && newest > new Date(commit.time)) {
      throw refuse(`Mail has come to the archive ${to}, or was read there, since.`)
    }
    return [
      { kind: 'remove', archive: from },
      { kind: 'rename', from: to, to: from },
      { kind: 'create', archive: to },
    ]
  })
  const written = writtenOwners(store)
  const changed = decided.find(({ archive, owner }) => (written.get(archive) ?? null) !== owner)
  if (changed !== undefined) throw refuse(`The archive ${changed.archive} has another owner by now.`)
  return {
    archiveWork: work,
    decided: decided.map(({ archive, owner, previous }) => ({ archive, owner: previous, previous: owner })),
  }
}
