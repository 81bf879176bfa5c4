import type { ArchivedGroup, DirectoryUser, Snapshot } from '../directory.ts'
import type { SyncSettings } from '../settings.ts'
import { membershipOf } from './membership.ts'

/**
 * The groups that have an archive of their own, each as an account: it has an id that stays, addresses and a name, so its
 * archive is made, renamed and kept as a person's is. Nobody signs in as a group.
 */
export function groupAccounts({ archivedGroups }: Snapshot, { groupArchives }: SyncSettings): DirectoryUser[] {
  const read = new Map(archivedGroups?.map((group) => [group.id, group]))
  // A group of the settings that was not read in this run is taken as it was chosen: it never looks as if it had gone.
  return groupArchives.map(({ id, email, name }) => accountOf(read.get(id) ?? { id, email, name, aliases: [] }))
}

const accountOf = ({ id, email, name, aliases }: ArchivedGroup): DirectoryUser => ({
  id,
  primaryEmail: email,
  fullName: name === '' ? email : name,
  aliases,
  nonEditableAliases: [],
  suspended: false,
  archived: false,
  orgUnitPath: null,
  isGroup: true,
})

/** Of the groups with an archive, by id: those that an account is in, and those of which nobody can say. */
export type MemberGroups = { sure: ReadonlySet<string>; unsure: ReadonlySet<string> }

/** Prepares the question for the groups of the settings. */
export function archiveMembers(
  snapshot: Snapshot,
  { groupArchives }: SyncSettings,
): (account: DirectoryUser) => MemberGroups {
  const groups = groupArchives.map((group) => ({ id: group.id, membership: membershipOf(snapshot, [group]) }))
  return (account) => {
    const sure = new Set<string>()
    const unsure = new Set<string>()
    for (const { id, membership } of groups) {
      const isUnread = membership.skipped.some(({ reason }) => reason === 'externalGroup')
      if (membership.pathTo(account) !== undefined) sure.add(id)
      else if (isUnread || membership.isUnclear(account)) unsure.add(id)
    }
    return { sure, unsure }
  }
}
