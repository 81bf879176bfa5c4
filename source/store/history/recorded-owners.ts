import { ownerOfUser } from '../../sync/ownership/owner.ts'
import { closeRecord, openRecord, recordCommit } from '../../sync/ownership/record-owners.ts'
import type { UserStore } from '../../sync/user.ts'
import { disk, type FileOperations } from '../disk/file-operations.ts'
import type { Home } from '../home.ts'
import type { StoreHistory } from '../store.ts'
import { emptyStore, readStore } from '../users/user-store.ts'
import { readCommitsSince } from './history.ts'
import type { HistoryRecord } from './history-record.ts'

/**
 * Reads the store with its record of owners up to date.
 *
 * @throws Problem those of `readStore`; Problem (failed) when the disk fails
 */
export async function readOwnedStore(home: Home, files: FileOperations = disk): Promise<UserStore> {
  return withOwners(await readStore(home, files), (revision) => readCommitsSince(home, revision, files))
}

/**
 * Brings the record of owners in a store up to its revision. A store that another release wrote lacks the commits after
 * it was written: they are taken from the history. Where the history has a gap, what was written down before it counts no
 * longer, and a person has to decide.
 */
async function withOwners(store: UserStore, commitsSince: StoreHistory['since']): Promise<UserStore> {
  const asOf = store.archiveOwners?.asOf ?? 0
  if (asOf === store.revision) return store
  const record = openRecord(store.archiveOwners)
  const complete = replay(asOf, store.revision, await commitsSince(asOf), {
    onCommit: (commit) => recordCommit(record, commit),
    onGap: () => record.archives.clear(),
  })
  if (!complete) record.archives.clear()
  return { ...store, archiveOwners: closeRecord(record, store.revision) }
}

/**
 * What stands in the place of a store that cannot be used while a backup is put back: nobody, but a record of whose mail
 * every archive holds, from the backup and from the history after it.
 *
 * @param earlier the backup
 * @param revision the newest one that is known of
 * @param commitsSince reads the history
 * @throws Problem (failed) when the disk fails
 */
export async function standIn(
  earlier: UserStore,
  revision: number,
  commitsSince: StoreHistory['since'],
): Promise<UserStore> {
  const record = openRecord((await withOwners(earlier, commitsSince)).archiveOwners)
  const users = new Map(earlier.users.map((user) => [user.userName, user]))
  const forget = (): void => {
    record.archives.clear()
    users.clear()
  }
  const complete = replay(earlier.revision, revision, await commitsSince(earlier.revision), {
    onCommit: (commit) => {
      recordCommit(record, commit)
      // All names change hands at the same moment.
      for (const { before } of commit.changes) if (before !== null) users.delete(before.userName)
      for (const { after } of commit.changes) if (after !== null) users.set(after.userName, after)
    },
    onGap: forget,
  })
  if (!complete) forget()
  for (const user of users.values()) {
    const owner = ownerOfUser(user, record.archives.get(user.userName)?.owner)
    if (owner !== null) record.archives.set(user.userName, { archive: user.userName, owner, since: revision })
  }
  return { ...emptyStore(), revision, archiveOwners: closeRecord(record, revision) }
}

type Follower = { onCommit: (commit: HistoryRecord) => void; onGap: () => void }

/** Goes through the commits after one revision up to another; false when the last of them are missing. */
function replay(
  after: number,
  upTo: number,
  commits: readonly HistoryRecord[],
  { onCommit, onGap }: Follower,
): boolean {
  let known = after
  for (const commit of commits) {
    if (commit.revision > upTo) continue
    if (commit.revision > known + 1) onGap()
    onCommit(commit)
    known = Math.max(known, commit.revision)
  }
  return known >= upTo
}
