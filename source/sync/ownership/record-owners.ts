import type { Action, Change } from '../plan.ts'
import { type ArchiveOwners, localOwner, nextOwner, type Owner, type Ownership, ownerOfUser } from './owner.ts'

/**
 * What an admin decided about an archive, and what was written down before, so that it can be taken back. Null: nothing is
 * written down.
 */
export type OwnerDecision = { archive: string; owner: Owner | null; previous: Owner | null }

/** What a commit says about owners. */
export type OwnedCommit = {
  revision: number
  /** Rows that change nothing are passed over. */
  changes: readonly Pick<Change, 'action' | 'before' | 'after' | 'reason'>[]
  decided?: readonly OwnerDecision[] | undefined
}

/** The record while commits are added to it, by archive. */
export type OwnerRecord = Pick<ArchiveOwners, 'made' | 'place'> & { archives: Map<string, Ownership> }

/** Opens the record of a store to add to it. */
export function openRecord(owners: ArchiveOwners | undefined): OwnerRecord {
  return {
    made: owners?.made ?? false,
    place: owners?.place,
    archives: new Map(owners?.archives.map((one) => [one.archive, one])),
  }
}

/** Closes the record for the store. */
export function closeRecord({ made, place, archives }: OwnerRecord, asOf: number): ArchiveOwners {
  return { asOf, made, ...(place === undefined ? {} : { place }), archives: [...archives.values()] }
}

/**
 * Adds a commit. Who gives a name up stays the owner of the mail that is there or still comes; who takes it owns what
 * comes from then on. Changes the record in place.
 */
export function recordCommit(record: OwnerRecord, { revision, changes, decided = [] }: OwnedCommit): void {
  const { archives } = record
  const write = (archive: string, owner: Owner | null): void => {
    if (owner === null) archives.delete(archive)
    else if (archives.get(archive)?.owner !== owner) archives.set(archive, { archive, owner, since: revision })
  }
  // All names change hands at the same moment, so everything is looked up before anything is written.
  const effective = changes
    .filter(({ action }) => changing.has(action))
    .map((change) => {
      const { before, after } = change
      const earlier = before === null ? null : ownerOfUser(before, archives.get(before.userName)?.owner)
      const later = after === null ? null : ownerAfter(change, earlier, archives.get(after.userName)?.owner, revision)
      return { before, after, earlier, later }
    })
  for (const { before, after, earlier } of effective) {
    if (before !== null && before.userName !== after?.userName) {
      // Who was let go on as whoever comes next is gone: what comes to the name from now on is not what was let go.
      write(before.userName, earlier === nextOwner ? null : (earlier ?? localOwner(0, before.userName)))
    }
  }
  for (const { before, after, later } of effective) {
    if (after === null) continue
    if (before === null) record.made = true
    write(after.userName, later)
  }
  for (const { archive, owner } of decided) write(archive, owner)
}

/** What has to be written down for a user who is not tied to an account; null for one who is. */
function ownerAfter(
  { before, after, reason }: OwnedCommit['changes'][number],
  earlier: Owner | null,
  written: Owner | undefined,
  revision: number,
): Owner | null {
  if (after === null || after.directoryId !== null) return null
  const isIntegrated = after.authentication === 'integrated'
  if (before === null) return isIntegrated ? localOwner(revision, after.userName) : (written ?? null)
  if (isIntegrated && before.authentication !== 'integrated') return localOwner(revision, after.userName)
  // A take-over is an admin's word that the account of this name may have the mail.
  return reason.code === 'byHand' && !isIntegrated ? nextOwner : earlier
}

const changing: ReadonlySet<Action> = new Set(['create', 'update', 'rename', 'delete'])
