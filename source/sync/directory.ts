/** A Google Workspace account, reduced to what a synchronization needs (Directory API, `users` resource). */
export type DirectoryUser = {
  /** Immutable. */
  id: string
  /** As Google has it; compare in lower case. */
  primaryEmail: string
  fullName: string
  aliases: string[]
  /** Addresses the admin cannot edit: domain aliases, and Google's `*.test-google-a.com`. */
  nonEditableAliases: string[]
  /** Null: Google did not say, which is not the same as false. */
  suspended: boolean | null
  archived: boolean | null
  /** The organizational unit, such as `/Sales/EMEA`; `/` is the organization itself. Null: Google did not say. */
  orgUnitPath: string | null
  /** True of a group that has an archive of its own; accounts of people leave it out. */
  isGroup?: true
}

/** A group that has an archive of its own. */
export type ArchivedGroup = { id: string; email: string; name: string; aliases: string[] }

/** A group of the directory. */
export type DirectoryGroup = {
  /** Immutable. */
  id: string
  email: string
  name: string
  /** Direct members without child groups, as Google counts them; null where Google does not say. */
  directMembersCount: number | null
}

/** One entry of a group's member list. `CUSTOMER` is everybody in the organization and has no address. */
export type GroupMember = {
  id: string
  email: string | null
  /** `USER`, `GROUP`, `CUSTOMER`, `EXTERNAL`; other values are treated as accounts from outside. */
  type: string
}

/** A group whose members were read, chosen or found inside a chosen one. */
export type GroupMembers = { id: string; email: string; name: string; members: GroupMember[] }

/** What a direct look-up said about one user of the store. */
export type Lookup =
  /** Google's own "not found" or "deleted", 404 or 412: the account is gone. */
  | { state: 'deleted' }
  /** Google does not let the administrator see this account (403), so nothing is known about it. */
  | { state: 'unreadable' }
  | {
      state: 'exists'
      user: DirectoryUser
      /**
       * Google's own word on whether the account is in a chosen group, nested or not. Null: Google did not answer, or was
       * not asked since no group is chosen. Silence is never a "no".
       */
      inChosenGroups: boolean | null
      /** The same for the excluded groups; null also where none is excluded. */
      inExcludedGroups: boolean | null
    }

/** Everything one run read from the directory. A snapshot exists only when every listing was complete. */
export type Snapshot = {
  users: DirectoryUser[]
  /**
   * True when `users` is the whole organization; false when only the members of the chosen groups were looked up, which
   * is done where these are few. Then an account that is no member is absent from `users` without being missing.
   */
  wholeOrganization: boolean
  /** The chosen and the excluded groups, and all groups nested in them that could be read, each once. */
  groups: GroupMembers[]
  /** Nested groups of another organization, which cannot be read: their ids. Who is in them is not known. */
  foreignGroupIds: string[]
  /** Domains of accounts of the organization that were read and are not in `users`; empty when everybody is. */
  otherDomains: string[]
  /** Accounts that were read and are in none of the groups, one for each domain; left out when everybody is in `users`. */
  bystanders?: DirectoryUser[]
  /** The groups that have an archive of their own, as Google has them now. */
  archivedGroups?: ArchivedGroup[]
}
