/** A source of numbers that a seed decides. */
export type Dice = {
  below: (limit: number) => number
  chance: (percent: number) => boolean
  pick: <T>(items: readonly T[]) => T
}

/** Makes dice of a seed (mulberry32). */
export function diceOf(seed: number): Dice {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  return {
    below,
    chance: (percent) => next() * 100 < percent,
    pick: (items) => {
      const item = items[below(items.length)]
      if (item === undefined) throw new Error('There is nothing to pick from')
      return item
    },
  }
}

/** An account of the organization; `left`: deleted, and for some days Google still knows that. */
export type Account = {
  id: string
  address: string
  aliases: string[]
  suspended: boolean
  archived: boolean
  /** The path of its organizational unit. */
  unit: string
  state: 'here' | 'left' | 'forgotten'
}

/** How a group writes an account down. */
export type Style = 'both' | 'id' | 'address' | 'alias' | 'otherId'
export type Entry =
  | { kind: 'account'; id: string; style: Style }
  | { kind: 'group'; id: string }
  | { kind: 'everybody' }
  | { kind: 'stranger'; id: string }
  | { kind: 'strangers'; id: string }
/** `gone`: deleted in Google. */
export type Group = { id: string; address: string; gone: boolean; entries: Entry[] }
export type Town = { accounts: Account[]; groups: Group[] }

/** What the settings ask for. */
export type Wanted = {
  groups: string[]
  units: string[]
  excludedGroups: string[]
  excludedUnits: string[]
  /** Groups with an archive that their members may read. */
  groupArchives: string[]
  /** Days from when somebody is out of scope until the user is deleted. */
  deleteAfter: number
  /** Whether deletions wait for an approval. */
  holdDeletions: boolean
  suspended: boolean
  archived: boolean
  exclusions: string[]
}

export const domains = ['town.example', 'branch.example'] as const
const people = ['kim', 'lou', 'max', 'ned', 'ora', 'svc-fax']
/** All addresses that anybody in town can have. */
export const addresses = people.flatMap((name) => domains.map((domain) => `${name}@${domain}`))
const administrator = 'root@town.example'
/** The units that accounts are moved between. */
const units = ['/', '/Sales', '/Sales/North', '/Salesmen', '/Lab'] as const

/** Draws what the settings ask for. */
export function drawWanted(dice: Dice): Wanted {
  return {
    groups: dice.chance(35) ? [] : dice.chance(60) ? ['gid0archive'] : ['gid0archive', 'gid2far'],
    units: dice.chance(65) ? [] : dice.chance(60) ? ['/Sales'] : ['/Lab', '/Sales/North'],
    excludedGroups: dice.chance(50) ? [] : dice.chance(70) ? ['gid1team'] : ['gid1team', 'gid3out'],
    excludedUnits: dice.chance(75) ? [] : dice.chance(50) ? ['/Lab'] : ['/Sales/North'],
    groupArchives: dice.chance(70) ? [] : [dice.pick(['gid1team', 'gid2far'])],
    deleteAfter: dice.chance(60) ? 0 : 1 + dice.below(3),
    holdDeletions: dice.chance(15),
    suspended: dice.chance(60),
    archived: dice.chance(60),
    exclusions: dice.chance(30) ? ['svc-'] : [],
  }
}

/** A few people and four groups. */
export function newTown(dice: Dice): Town {
  const town: Town = {
    accounts: [{ ...blank, id: '7000', address: administrator, aliases: [], unit: '/' }],
    groups: [
      { id: 'gid0archive', address: 'archive@town.example', gone: false, entries: [] },
      { id: 'gid1team', address: 'team@town.example', gone: false, entries: [] },
      { id: 'gid2far', address: 'far@branch.example', gone: false, entries: [] },
      { id: 'gid3out', address: 'out@branch.example', gone: false, entries: [] },
    ],
  }
  for (let count = 4 + dice.below(5); count > 0; count -= 1) arrive(town, dice)
  for (let count = 5 + dice.below(6); count > 0; count -= 1) join(town, dice)
  return town
}

const blank = { suspended: false, archived: false, state: 'here' } as const

export const present = ({ accounts }: Town): Account[] => accounts.filter(({ state }) => state === 'here')
const names = ({ address, aliases }: Account): string[] => [address, ...aliases]
const common = (town: Town): Account[] => present(town).filter(({ address }) => address !== administrator)

function free(town: Town, dice: Dice): string | null {
  const taken = new Set(present(town).flatMap(names))
  const left = addresses.filter((address) => !taken.has(address))
  return left.length === 0 ? null : dice.pick(left)
}

function arrive(town: Town, dice: Dice): void {
  const address = free(town, dice)
  if (address === null) return
  const id = String(7000 + town.accounts.length)
  town.accounts.push({ ...blank, id, address, aliases: [], unit: dice.pick(units) })
  if (dice.chance(50)) enrol(dice.pick(town.groups), id, dice)
}

const styles: readonly Style[] = ['both', 'both', 'both', 'id', 'address', 'alias', 'otherId']
function enrol(group: Group, id: string, dice: Dice): void {
  if (!group.entries.some((entry) => entry.kind === 'account' && entry.id === id)) {
    group.entries.push({ kind: 'account', id, style: dice.pick(styles) })
  }
}

function leave(town: Town, dice: Dice): Account | null {
  const some = common(town)
  if (some.length === 0) return null
  const account = dice.pick(some)
  account.state = dice.chance(50) ? 'left' : 'forgotten'
  return account
}

/** Another person under an address that is free again. */
function recycle(town: Town, dice: Dice): void {
  const account = leave(town, dice)
  if (account !== null) {
    const id = String(7000 + town.accounts.length)
    town.accounts.push({ ...blank, id, address: account.address, aliases: [], unit: dice.pick(units) })
    if (dice.chance(60)) enrol(dice.pick(town.groups), id, dice)
  }
}

function comeBack(town: Town, dice: Dice): void {
  const some = town.accounts.filter(({ state }) => state === 'left')
  if (some.length === 0) return
  const account = dice.pick(some)
  const taken = new Set(present(town).flatMap(names))
  if (names(account).every((name) => !taken.has(name))) account.state = 'here'
}

function marry(town: Town, dice: Dice): void {
  const [some, address] = [common(town), free(town, dice)]
  if (some.length === 0 || address === null) return
  const account = dice.pick(some)
  if (dice.chance(50)) account.aliases.push(account.address)
  account.address = address
}

function swap(town: Town, dice: Dice): void {
  const some = common(town)
  if (some.length < 2) return
  const [one, other] = [dice.pick(some), dice.pick(some)]
  const address = one.address
  one.address = other.address
  other.address = address
}

function alias(town: Town, dice: Dice): void {
  const [some, address] = [common(town), free(town, dice)]
  if (some.length === 0 || address === null) return
  const account = dice.pick(some)
  if (account.aliases.length > 0 && dice.chance(50)) account.aliases.pop()
  else account.aliases.push(address)
}

function mood(town: Town, dice: Dice): void {
  const some = common(town)
  if (some.length === 0) return
  const account = dice.pick(some)
  if (dice.chance(60)) account.suspended = !account.suspended
  else account.archived = !account.archived
}

function move(town: Town, dice: Dice): void {
  const some = common(town)
  if (some.length > 0) dice.pick(some).unit = dice.pick(units)
}

/** Everybody in a unit is in another one from now on, as after it was renamed or dissolved. */
function renameUnit(town: Town, dice: Dice): void {
  const [from, to] = [dice.pick(units), dice.pick(units)]
  if (!dice.chance(20)) return
  for (const account of common(town)) if (account.unit === from) account.unit = to
}

function renameGroup(town: Town, dice: Dice): void {
  const group = dice.pick(town.groups)
  const [name, domain] = group.address.split('@')
  group.address = dice.chance(50)
    ? `new-${(name ?? '').replace(/^new-/, '')}@${domain}`
    : `${name}@${domain === domains[0] ? domains[1] : domains[0]}`
}

/** A group is deleted, or there again. */
function endGroup(town: Town, dice: Dice): void {
  const group = dice.pick(town.groups)
  if (group.gone || dice.chance(8)) group.gone = !group.gone
}

function join(town: Town, dice: Dice): void {
  const group = dice.pick(town.groups)
  if (group.entries.length > 0 && dice.chance(40)) {
    group.entries.splice(dice.below(group.entries.length), 1)
    return
  }
  const kind = dice.below(10)
  if (kind < 6) enrol(group, dice.pick(present(town)).id, dice)
  else {
    const entry: Entry =
      kind < 8
        ? { kind: 'group', id: dice.pick(town.groups).id }
        : kind < 9
          ? { kind: 'everybody' }
          : dice.chance(50)
            ? { kind: 'stranger', id: `88${dice.below(3)}` }
            : { kind: 'strangers', id: `xgid${dice.below(2)}` }
    if (!group.entries.some((one) => JSON.stringify(one) === JSON.stringify(entry))) group.entries.push(entry)
  }
}

const events = [
  ...[arrive, arrive, leave, recycle, recycle, comeBack, marry, marry, swap, alias, mood, join, join, join, join],
  ...[move, move, move, renameUnit, renameGroup, endGroup],
]
/** Something happens in town. */
export const happen = (town: Town, dice: Dice): unknown => dice.pick(events)(town, dice)

/** Whether an account is in a group or in one inside it. */
export function isIn(town: Town, groupId: string, accountId: string, seen = new Set<string>()): boolean {
  const group = town.groups.find(({ id }) => id === groupId)
  if (group === undefined || group.gone || seen.has(groupId)) return false
  seen.add(groupId)
  return group.entries.some(
    (entry) =>
      entry.kind === 'everybody' ||
      (entry.kind === 'account' && entry.id === accountId) ||
      (entry.kind === 'group' && isIn(town, entry.id, accountId, seen)),
  )
}

/** Whether a unit is another one or below it, by whole names. */
const isBelow = (unit: string, above: string): boolean => above === '/' || `${unit}/`.startsWith(`${above}/`)

/** Whether the settings ask for an account, by the rules as an administrator would say them. */
export function isWanted(town: Town, account: Account, wanted: Wanted): boolean {
  return isWantedButForGroups(town, account, wanted) && !wanted.excludedGroups.some((id) => isIn(town, id, account.id))
}

/** The same, whatever groups it is in whose members are out. */
export function isWantedButForGroups(town: Town, account: Account, wanted: Wanted): boolean {
  const { groups, units: chosen, excludedUnits, suspended, archived, exclusions } = wanted
  const isIncluded =
    groups.length + chosen.length === 0 ||
    groups.some((id) => isIn(town, id, account.id)) ||
    chosen.some((unit) => isBelow(account.unit, unit))
  return (
    account.state === 'here' &&
    isIncluded &&
    !excludedUnits.some((unit) => isBelow(account.unit, unit)) &&
    (suspended || !account.suspended) &&
    (archived || !account.archived) &&
    !exclusions.some((start) => account.address.startsWith(start))
  )
}

/** Why an honest run stops: a unit that is asked for in which nobody is, or a group that is gone; null: it does not. */
export function whyHonestRunStops(town: Town, wanted: Wanted): 'orgUnitEmpty' | 'groupGone' | null {
  const isGone = (id: string): boolean => town.groups.some((group) => group.id === id && group.gone)
  if ([...wanted.groups, ...wanted.excludedGroups, ...wanted.groupArchives].some(isGone)) return 'groupGone'
  const isEmpty = (unit: string): boolean => !present(town).some((account) => isBelow(account.unit, unit))
  return wanted.units.some(isEmpty) ? 'orgUnitEmpty' : null
}

/** What was true at one moment or another of a run, and what was true at each. */
export type Moments = { once: Town; always: Town; units: Map<string, Set<string>> }

/** No moment yet. */
export const noMoments = (): Moments => ({
  once: { accounts: [], groups: [] },
  always: { accounts: [], groups: [] },
  units: new Map(),
})

/** Adds a moment. */
export function addMoment({ once, always, units: seen }: Moments, { accounts, groups }: Town): void {
  for (const group of groups) {
    const [known, kept] = [once, always].map((town) => town.groups.find(({ id }) => id === group.id))
    if (known === undefined) once.groups.push(structuredClone(group))
    else {
      known.entries.push(...structuredClone(group.entries))
      known.gone &&= group.gone
    }
    if (kept === undefined) always.groups.push(structuredClone(group))
    else {
      const now = new Set(group.entries.map((entry) => JSON.stringify(entry)))
      kept.entries = kept.entries.filter((entry) => now.has(JSON.stringify(entry)))
      kept.gone ||= group.gone
    }
  }
  for (const account of accounts) {
    const before = seen.get(account.id)
    if (before === undefined) seen.set(account.id, new Set([account.unit]))
    else before.add(account.unit)
    const known = once.accounts.find(({ id }) => id === account.id)
    if (known === undefined) {
      once.accounts.push(structuredClone(account))
      continue
    }
    known.suspended &&= account.suspended
    known.archived &&= account.archived
    if (account.state === 'here') known.state = 'here'
    // An address that is not excluded counts before one that is.
    if (known.address.startsWith('svc-')) known.address = account.address
  }
}

/**
 * The accounts that a run may take for wanted: it reads one thing after the other, so it may put together what was true at
 * different moments.
 *
 * @param isShort whether members were missing from lists, so that nobody has to know who is out by a group
 */
export function mayBeWanted({ once, always, units: seen }: Moments, wanted: Wanted, isShort: boolean): string[] {
  return once.accounts.flatMap((account) => {
    const isOut = !isShort && wanted.excludedGroups.some((id) => isIn(always, id, account.id))
    const variants = [...(seen.get(account.id) ?? [])].map((unit) => ({ ...account, unit }))
    return !isOut && variants.some((one) => isWantedButForGroups(once, one, wanted)) ? [account.id] : []
  })
}

/** The addresses under which groups list members: where no account has the id, the one with the address is meant. */
export function addressesInGroups({ accounts, groups }: Town): string[] {
  return groups.flatMap(({ entries }) =>
    entries.flatMap((entry) => {
      if (entry.kind !== 'account' || entry.style === 'id') return []
      return accounts.filter(({ id }) => id === entry.id).flatMap(({ address, aliases }) => [address, ...aliases])
    }),
  )
}
