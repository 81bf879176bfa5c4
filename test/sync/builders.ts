import type { DirectoryUser, GroupMember, GroupMembers, Lookup, Snapshot } from '../../source/sync/directory.ts'
import type { Today } from '../../source/sync/plan/grace-period.ts'
import { type Answers, makePlan } from '../../source/sync/plan/make-plan.ts'
import { type Draft, draftPlan, openQuestions } from '../../source/sync/plan/plan-draft.ts'
import type { ArchiveFact, Change, Plan } from '../../source/sync/plan.ts'
import { defaultSyncSettings, type SyncSettings } from '../../source/sync/settings.ts'
import type { User, UserStore } from '../../source/sync/user.ts'

/** An account whose id is its name with `id-` before it, unless told otherwise. */
export function account(primaryEmail: string, more: Partial<DirectoryUser> = {}): DirectoryUser {
  return {
    id: `id-${primaryEmail}`,
    primaryEmail,
    fullName: `Name of ${primaryEmail}`,
    aliases: [],
    nonEditableAliases: [],
    suspended: false,
    archived: false,
    orgUnitPath: '/',
    ...more,
  }
}

/** The user that a synchronization makes of that account. */
export function user(userName: string, more: Partial<User> = {}): User {
  return {
    userName,
    fullName: `Name of ${userName}`,
    distinguishedName: null,
    authentication: 'directoryServices',
    directoryId: `id-${userName}`,
    emailAddresses: [userName],
    pop3UserNames: [],
    privileges: ['login'],
    privilegesOnFolders: [{ folder: userName, privileges: ['read'] }],
    ...more,
  }
}

export const integrated = (userName: string, more: Partial<User> = {}): User =>
  user(userName, { authentication: 'integrated', directoryId: null, ...more })

export const storeOf = (...users: User[]): UserStore => ({ version: 1, revision: 7, users })

export const member = (who: DirectoryUser): GroupMember => ({ id: who.id, email: who.primaryEmail, type: 'USER' })

export function group(name: string, members: GroupMember[]): GroupMembers {
  return { id: `id-${name}`, email: `${name.toLowerCase()}@example.com`, name, members }
}

export const groupMember = (child: GroupMembers): GroupMember => ({ id: child.id, email: child.email, type: 'GROUP' })

/** What the organization looks like at the moment of a run; `reallyIn` says who is in the chosen groups when asked directly. */
export type World = {
  users: DirectoryUser[]
  groups?: GroupMembers[]
  /** Accounts that exist though the list does not have them. */
  unlisted?: DirectoryUser[]
  reallyIn?: string[]
  /** Who is in the excluded groups when asked directly. */
  reallyOut?: string[]
  archives?: Record<string, ArchiveFact>
  today?: Today
}

/** The day of every run that says no other. */
export const someDay: Today = { earliest: '2026-11-28', latest: '2026-11-28' }

/** Makes a plan as a run would: scope first, then the direct look-ups it asks for, then the plan. */
export function planFor(world: World, store: UserStore, settings: Partial<SyncSettings> = {}): Plan {
  return makePlan(...inputFor(world, store, settings))
}

export function inputFor(
  world: World,
  store: UserStore,
  settings: Partial<SyncSettings> = {},
): [draft: Draft, answers: Answers] {
  const snapshot: Snapshot = {
    users: world.users,
    wholeOrganization: true,
    groups: world.groups ?? [],
    foreignGroupIds: [],
    otherDomains: [],
  }
  const complete: SyncSettings = { ...defaultSyncSettings, automaticDeletion: true, ...settings }
  const draft = draftPlan(store, snapshot, complete)
  const { candidates } = openQuestions(draft)
  const existing = [...world.users, ...(world.unlisted ?? [])].sort((a, b) => (a.id < b.id ? -1 : 1))
  const lookups = new Map<string, Lookup>(
    candidates.map((candidate) => {
      const found = existing.find((one) =>
        candidate.directoryId === null
          ? [one.primaryEmail, ...one.aliases].includes(candidate.userName)
          : one.id === candidate.directoryId,
      )
      const inChosenGroups = found === undefined ? null : (world.reallyIn ?? []).includes(found.id)
      const inExcludedGroups =
        found === undefined || complete.excludedGroups.length === 0 ? null : (world.reallyOut ?? []).includes(found.id)
      const exists = found && { state: 'exists' as const, user: found, inChosenGroups, inExcludedGroups }
      return [candidate.userName, exists ?? { state: 'deleted' }]
    }),
  )
  return [
    draft,
    { lookups, archives: { folders: new Map(Object.entries(world.archives ?? {})) }, today: world.today ?? someDay },
  ]
}

/** The rows that are worth a look: action, name and reason of everything but unchanged users. */
export const rows = (plan: Plan): [Change['action'], string, string][] =>
  plan.changes
    .filter(({ action }) => action !== 'unchanged')
    .map(({ action, userName, reason }) => [action, userName, reason.code])
