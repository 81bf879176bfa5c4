import { archiveExists, archiveHoldsMail, newestMessage } from '../../store/archives/archives.ts'
import type { HistoryRecord } from '../../store/history/history-record.ts'
import type { Home } from '../../store/home.ts'
import { fold } from '../../sync/addresses.ts'
import type { ArchiveWork } from '../../sync/apply/apply.ts'
import { writtenOwners } from '../../sync/ownership/claim.ts'
import { nextOwner } from '../../sync/ownership/owner.ts'
import type { OwnerDecision } from '../../sync/ownership/record-owners.ts'
import type { UserStore } from '../../sync/user.ts'

/** The work that gives archives back, or why it can't be done. */
export type TakenBackArchives = { archiveWork: ArchiveWork[]; decided: OwnerDecision[] } | { refused: string }

/**
 * Plans to give archives back that a commit gave to a user, set aside or let wait for their next user. It is refused where
 * that can't be done without mixing or moving what came since.
 */
export function takeBackArchives(home: Home, store: UserStore, commit: HistoryRecord): TakenBackArchives {
  const { archiveWork = [], decided = [] } = commit
  const work: ArchiveWork[] = []
  const along: OwnerDecision[] = []
  for (const done of archiveWork) {
    if (done.kind !== 'rename') continue
    const back = moveBack(home, store, commit, done)
    if ('refused' in back) return back
    work.push(...back.work)
    if (decided.every(({ archive }) => archive !== done.from)) along.push(...ownerComesAlong(store, commit, done))
  }
  const written = writtenOwners(store)
  const changed = decided.find(({ archive, owner }) => (written.get(archive) ?? null) !== owner)
  if (changed !== undefined) return { refused: `The archive ${changed.archive} has another owner by now.` }
  return {
    archiveWork: work,
    decided: [
      ...decided.map(({ archive, owner, previous }) => ({ archive, owner: previous, previous: owner })),
      ...along,
    ],
  }
}

/**
 * Whoever had the name in the meantime, and gave it up again, does not own the mail that comes back to it. Where the mail's
 * owner is not written down any more, nobody knows whose it is.
 */
function ownerComesAlong(
  { users, archiveOwners }: UserStore,
  { revision }: HistoryRecord,
  { from, to }: Rename,
): OwnerDecision[] {
  const recordOf = (name: string) => archiveOwners?.archives.find(({ archive }) => archive === name)
  const hasUser = (name: string): boolean => users.some(({ userName }) => userName === name)
  const [earlier, moving] = [recordOf(from), recordOf(to)]
  if (hasUser(from) || earlier === undefined || earlier.since <= revision) return []
  const owner = hasUser(to) || moving === undefined || moving.owner === nextOwner ? null : moving.owner
  return owner === earlier.owner ? [] : [{ archive: from, owner, previous: earlier.owner }]
}

type Rename = Extract<ArchiveWork, { kind: 'rename' }>

function moveBack(
  home: Home,
  store: UserStore,
  commit: HistoryRecord,
  { from, to, joins }: Rename,
): { work: ArchiveWork[] } | { refused: string } {
  const hasUser = (archive: string): boolean => store.users.some(({ userName }) => fold(userName) === fold(archive))
  if (joins === true)
    return { refused: `The mail of ${from} was joined with that of ${to}, and can't be told apart any more.` }
  if (!archiveExists(home, to)) return { refused: `The archive ${to} is not there any more.` }
  // A user who got an empty archive in its place by the same commit had the name before, too.
  const isOwners = commit.archiveWork?.some((one) => one.kind === 'create' && one.archive === from) === true
  if (hasUser(from) && !isOwners) return { refused: `The user ${from} has the name of the archive by now.` }
  if (archiveHoldsMail(home, from)) return { refused: `Mail has come to the archive ${from} since.` }
  const move: ArchiveWork[] = [
    { kind: 'remove', archive: from },
    { kind: 'rename', from: to, to: from },
  ]
  // Nobody gets to read what came since where neither name has a user.
  if (!hasUser(to) && !hasUser(from)) return { work: move }
  const newest = newestMessage(home, to)
  if (newest !== null && newest > new Date(commit.time))
    return { refused: `Mail has come to the archive ${to}, or was read there, since.` }
  return { work: hasUser(to) ? [...move, { kind: 'create', archive: to }] : move }
}
