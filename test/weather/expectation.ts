import type { SyncSettings } from '../../source/sync/settings.ts'
import type { FolderRight, User } from '../../source/sync/user.ts'
import { type Account, living, type World } from './world.ts'

/**
 * What a synchronization should come to, worked out anew and in the simplest way from the rules as they are written
 * down, without any of the program's own rules.
 */
export type Expectation =
  /** Something must stop the run before anything changes. */
  | { outcome: 'stopped' }
  | {
      outcome: 'planned'
      users: User[]
      /** From an archive's name to its new one. */
      renamed: Map<string, string>
      /** Archives that go if they are empty, with the account of the user that is deleted. */
      deleted: { name: string; directoryId: string | null }[]
      created: string[]
      /** The most deletions without the admin's word. */
      limit: number
      changes: number
      /** Users that were looked up directly. */
      lookedUp: number
    }

/** What a synchronization sees and knows. */
export type Situation = {
  /** What Google lists, which may be a lie. */
  listed: World
  /** What Google says when asked about one account. */
  truth: World
  users: readonly User[]
  settings: SyncSettings
  /** The archive folders: whether each holds mail. */
  folders: ReadonlyMap<string, boolean>
  /** Who last gave up a name that nobody has: an account's id, or null for a user without one. */
  former: ReadonlyMap<string, string | null>
  /** The day, in UTC. */
  today: string
}

const lower = (text: string): string => text.toLowerCase()
const addressesOf = (account: Account): string[] => [...new Set([account.primaryEmail, ...account.aliases].map(lower))]

/** One wish: a user is to become another, to come, or to go. */
type Wish = { before: User | null; after: User | null; granted: boolean }

/** @returns what has to come of it when nothing else goes wrong */
export function expectationOf(situation: Situation): Expectation {
  const { users, settings, truth, folders, former } = situation
  if (settings.groups.some(({ id }) => !situation.listed.groups.some((group) => group.id === id))) {
    return { outcome: 'stopped' }
  }
  if (hasEmptyUnit(living(situation.listed), settings)) return { outcome: 'stopped' }
  const first = match(users, living(situation.listed), situation)
  // What was asked for directly counts more than what a list says.
  const asked = new Map(
    first.leftOver.flatMap((user) => {
      const account = lookUp(user, truth)
      return account === undefined ? [] : [[account.id, account] as const]
    }),
  )
  const listed = living(situation.listed).map((account) => asked.get(account.id) ?? account)
  if (hasEmptyUnit(listed, settings)) return { outcome: 'stopped' }
  const { pairs, leftOver, newcomers, inScope } = match(users, listed, situation)

  const wishes: Wish[] = []
  const leaving = new Set<User>()
  const staying = new Set<User>()
  for (const user of leftOver) {
    const account = lookUp(user, truth)
    if (account === undefined) leaving.add(user)
    else if (user.directoryId === null && lower(account.primaryEmail) !== lower(user.userName)) staying.add(user)
    else if (inScope(account)) {
      if (!listed.some(({ id }) => id === account.id)) return { outcome: 'stopped' }
      staying.add(user)
    } else {
      const isIncluded = isChosen(situation.listed, settings, account)
      const words = settings.groups.map(({ id }) => wordOnMembership(situation, listed, id, account))
      if (isIncluded || words.every((word) => word === false)) leaving.add(user)
      else if (!words.includes(true)) staying.add(user)
      // A group that may not be read can have the member that no list has.
      else if (leadsToForeignGroup(situation.listed, settings)) staying.add(user)
      else return { outcome: 'stopped' }
    }
  }
  // A name that another account wants does not become free by its user's leaving: the mail would go with the name.
  for (const account of newcomers) {
    const holder = users.find(({ userName }) => lower(userName) === lower(account.primaryEmail))
    if (holder !== undefined && leaving.has(holder) && holder.directoryId !== account.id) {
      leaving.delete(holder)
      staying.add(holder)
    }
  }
  const isDue = ({ leaving: mark }: User): boolean =>
    settings.deleteAfter === 0 ||
    (mark?.since != null && daysBetween(mark.since, situation.today) >= settings.deleteAfter)
  const deleted = new Set(settings.automaticDeletion ? [...leaving].filter(isDue) : [])
  for (const user of leaving) {
    const account = lookUp(user, truth)
    const known = account === undefined ? user : marked(user, account)
    const waits = settings.automaticDeletion && settings.deleteAfter > 0
    const after = deleted.has(user) ? null : waits ? waiting(known, account, situation.today) : known
    if (deleted.has(user)) wishes.push({ before: user, after: null, granted: true })
    else if (after !== null && after !== user) wishes.push({ before: user, after, granted: true })
  }

  for (const [account, user] of pairs) {
    const { leaving: _over, ...included } = marked(user, account)
    const after = {
      ...included,
      userName: lower(account.primaryEmail),
      fullName: account.fullName,
      emailAddresses: sameAddresses(user, account) ? user.emailAddresses : addressesOf(account),
      directoryId: account.id,
    }
    if (JSON.stringify(after) === JSON.stringify(user)) continue
    const holder = users.find((other) => other !== user && lower(other.userName) === after.userName)
    const moves = lower(user.userName) !== after.userName && folders.has(after.userName)
    const holdsMail = folders.get(after.userName) === true
    const isOwn = holdsMail && former.get(after.userName) === account.id
    const inTheWay = moves && (holder === undefined ? !isOwn : deleted.has(holder) && holdsMail)
    if (!inTheWay) wishes.push({ before: user, after, granted: true })
  }
  for (const account of newcomers) {
    const userName = lower(account.primaryEmail)
    const holder = users.find((user) => lower(user.userName) === userName)
    if (holder?.authentication === 'integrated' || (holder !== undefined && staying.has(holder))) continue
    // Mail goes to the account that it was delivered for; where nobody knows, a person decides.
    if (holder === undefined && folders.get(userName) === true && former.get(userName) !== account.id) continue
    wishes.push({ before: null, after: newUser(account, settings), granted: true })
  }
  settle(wishes, users)
  return result(wishes, situation, leftOver.length)
}

/** Takes back wishes until no two users have one name or address that one of them has only now come to want. */
function settle(wishes: Wish[], users: readonly User[]): void {
  for (;;) {
    const after = usersAfter(wishes, users)
    const refused = wishes.filter((wish) => {
      if (!wish.granted || wish.after === null) return false
      const had = wish.before === null ? [] : claims(wish.before)
      const wanted = claims(wish.after).filter((claim) => !had.includes(claim))
      return after.some((user) => user !== wish.after && claims(user).some((claim) => wanted.includes(claim)))
    })
    if (refused.length === 0) return
    for (const wish of refused) wish.granted = false
  }
}

const claims = (user: User): string[] => [`the name ${lower(user.userName)}`, ...user.emailAddresses.map(lower)]

function usersAfter(wishes: readonly Wish[], users: readonly User[]): User[] {
  const granted = wishes.filter((wish) => wish.granted)
  const touched = new Map(granted.flatMap(({ before, after }) => (before === null ? [] : [[before, after] as const])))
  const kept = users.flatMap((user) => {
    const next = touched.has(user) ? touched.get(user) : user
    return next === null || next === undefined ? [] : [next]
  })
  return [...kept, ...granted.flatMap(({ before, after }) => (before === null && after !== null ? [after] : []))]
}

function result(wishes: readonly Wish[], { users, settings, former }: Situation, lookedUp: number): Expectation {
  const granted = wishes.filter((wish) => wish.granted)
  const renamed = new Map(
    granted.flatMap(({ before, after }) =>
      before !== null && after !== null && before.userName !== after.userName
        ? [[before.userName, after.userName] as const]
        : [],
    ),
  )
  // Rights were given for the mail of one person; another one who takes the name is none of those who gave them.
  const toOthers = new Set(
    granted.flatMap(({ before, after }) =>
      after !== null && before?.userName !== after.userName && former.get(after.userName) !== after.directoryId
        ? [after.userName]
        : [],
    ),
  )
  const { users: count = 0, percent = 0 } = settings.deletionLimit
  const directoryUsers = users.filter(({ authentication }) => authentication === 'directoryServices').length
  return {
    outcome: 'planned',
    users: usersAfter(granted, users).map((user) =>
      granted.some(({ before, after }) => before === null && after === user)
        ? user
        : { ...user, privilegesOnFolders: movedRights(user, renamed, toOthers) },
    ),
    renamed,
    deleted: granted.flatMap(({ before, after }) =>
      before !== null && after === null ? [{ name: before.userName, directoryId: before.directoryId }] : [],
    ),
    created: granted.flatMap(({ before, after }) => (before === null && after !== null ? [after.userName] : [])),
    limit: mostDeletions(Math.max(count, Math.floor((directoryUsers * percent) / 100)), percent, directoryUsers),
    changes: granted.length,
    lookedUp,
  }
}

/**
 * Rights follow an archive. One on an archive that is gone does not add to that on the archive which takes its name, and
 * ends where the name goes to somebody else.
 */
function movedRights(
  { userName, privilegesOnFolders: rights }: User,
  renamed: ReadonlyMap<string, string>,
  toOthers: ReadonlySet<string>,
): FolderRight[] {
  const arriving = rights.flatMap(({ folder }) => renamed.get(folder) ?? [])
  const ends = (folder: string): boolean => arriving.includes(folder) || (toOthers.has(folder) && folder !== userName)
  return rights
    .filter(({ folder }) => renamed.has(folder) || !ends(folder))
    .map((right) => ({ ...right, folder: renamed.get(right.folder) ?? right.folder }))
}

/** The first day out counts, whatever comes between. */
function waiting(user: User, account: Account | undefined, today: string): User {
  const leaving = { since: user.leaving?.since ?? today, ...(account ? {} : { deletedInGoogle: true as const }) }
  return JSON.stringify(leaving) === JSON.stringify(user.leaving) ? user : { ...user, leaving }
}

const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 86_400_000

/** The store knows whom Google has suspended. */
function marked(user: User, { suspended }: Account): User {
  if (suspended === (user.suspended === true)) return user
  const { suspended: _mark, ...others } = user
  return suspended ? { ...others, suspended } : others
}

function newUser(account: Account, settings: SyncSettings): User {
  const userName = lower(account.primaryEmail)
  return {
    userName,
    fullName: account.fullName,
    distinguishedName: null,
    authentication: 'directoryServices',
    directoryId: account.id,
    emailAddresses: addressesOf(account),
    pop3UserNames: [],
    privileges: settings.defaultPrivileges,
    privilegesOnFolders: [{ folder: userName, privileges: settings.ownArchivePrivileges }],
    ...(account.suspended ? { suspended: true } : {}),
  }
}

/** Google gives aliases in no certain order. */
function sameAddresses(user: User, account: Account): boolean {
  const [stored, wanted] = [user.emailAddresses.map(lower), addressesOf(account)]
  return stored[0] === wanted[0] && [...stored].sort().join(' ') === [...wanted].sort().join(' ')
}

function match(users: readonly User[], accounts: readonly Account[], { listed, settings }: Situation) {
  const inScope = (account: Account): boolean =>
    isChosen(listed, settings, account) &&
    !settings.excludedOrgUnits.some((unit) => isBelow(account, unit)) &&
    !settings.exclusions.some((glob) => matchesGlob(glob, account.primaryEmail)) &&
    !(account.suspended && settings.suspended === 'exclude') &&
    !(account.archived && settings.archived === 'exclude')
  const asked = accounts.filter(inScope)
  const ours = users.filter(({ authentication }) => authentication === 'directoryServices')
  const pairs = new Map<Account, User>()
  for (const account of asked) {
    const user = ours.find(({ directoryId }) => directoryId === account.id)
    if (user !== undefined) pairs.set(account, user)
  }
  for (const account of asked) {
    const user = ours.find(
      ({ directoryId, userName }) => directoryId === null && lower(userName) === lower(account.primaryEmail),
    )
    if (user !== undefined && !pairs.has(account)) pairs.set(account, user)
  }
  const paired = new Set(pairs.values())
  return {
    inScope,
    pairs,
    leftOver: ours.filter((user) => !paired.has(user)),
    newcomers: asked.filter((account) => !pairs.has(account)),
  }
}

/** Stars are the only signs that are used here. */
function matchesGlob(glob: string, address: string): boolean {
  const whole = glob.includes('@') ? glob : `${glob}@*`
  const pattern = whole.split('*').map((part) => part.replaceAll('.', '[.]'))
  return new RegExp(`^${pattern.join('.*')}$`, 'i').test(address)
}

function lookUp({ directoryId, userName }: User, truth: World): Account | undefined {
  return living(truth).find((account) =>
    directoryId === null ? addressesOf(account).includes(lower(userName)) : account.id === directoryId,
  )
}

/** Groups and units add up; where nothing is chosen, everybody is in. */
function isChosen(world: World, settings: SyncSettings, account: Account): boolean {
  const { groups, orgUnits } = settings
  if (groups.length + orgUnits.length === 0) return true
  return (
    (groups.length > 0 && isMemberOf(world, settings, account.id)) || orgUnits.some((unit) => isBelow(account, unit))
  )
}

/** Whether an account is in a unit or below it. */
export const isBelow = ({ orgUnit }: Account, unit: string): boolean =>
  unit === '/' || orgUnit === unit || orgUnit.startsWith(`${unit}/`)

const hasEmptyUnit = (accounts: readonly Account[], { orgUnits }: SyncSettings): boolean =>
  orgUnits.some((unit) => !accounts.some((account) => isBelow(account, unit)))

/** Whether an account is in a chosen group or in a group inside one; everybody is where no group is chosen. */
function isMemberOf(world: World, settings: SyncSettings, accountId: string): boolean {
  return settings.groups.length === 0 || settings.groups.some(({ id }) => isIn(world, id, accountId, new Set()))
}

function isIn(world: World, groupId: string, accountId: string, seen: Set<string>): boolean {
  const group = world.groups.find(({ id }) => id === groupId)
  if (group === undefined || seen.has(groupId)) return false
  seen.add(groupId)
  return group.entries.some(
    ({ type, id }) =>
      type === 'CUSTOMER' ||
      (type === 'USER' && id === accountId) ||
      (type === 'GROUP' && isIn(world, id, accountId, seen)),
  )
}

/** Three deletions or more are never more than half of the users unless a larger share is set. */
function mostDeletions(set: number, percent: number, directoryUsers: number): number {
  return percent > 50 ? set : Math.min(set, Math.max(2, Math.floor(directoryUsers / 2)))
}

/**
 * Google's own word: on indirect members within one domain; beyond it by the groups that lead to the chosen one. These do
 * not show a group that holds everybody, which somebody of the group's domain who is in no list tells. Null: nobody can.
 */
function wordOnMembership(
  { truth, listed, settings }: Situation,
  accounts: readonly Account[],
  groupId: string,
  account: Account,
): boolean | null {
  const group = truth.groups.find(({ id }) => id === groupId)
  if (group === undefined) return false
  const isInDomain = (one: Account): boolean => group.email.split('@')[1] === lower(one.primaryEmail).split('@')[1]
  if (isInDomain(account)) return isIn(truth, groupId, account.id, new Set())
  const groups = truth.groups.map((one) => ({ ...one, entries: one.entries.filter(({ type }) => type !== 'CUSTOMER') }))
  if (isIn({ ...truth, groups }, groupId, account.id, new Set())) return true
  const outsider = accounts.find((one) => isInDomain(one) && !isMemberOf(listed, settings, one.id))
  return outsider === undefined ? null : isIn(truth, groupId, outsider.id, new Set())
}

/** Whether a group of another organization is inside the chosen ones. */
function leadsToForeignGroup({ groups }: World, settings: SyncSettings): boolean {
  const ids = new Set(settings.groups.map(({ id }) => id))
  for (const id of ids) {
    for (const entry of groups.find((group) => group.id === id)?.entries ?? []) {
      if (entry.type === 'FOREIGN') return true
      if (entry.type === 'GROUP') ids.add(entry.id)
    }
  }
  return false
}
