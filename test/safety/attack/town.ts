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
export type Group = { id: string; address: string; entries: Entry[] }
export type Town = { accounts: Account[]; groups: Group[] }

/** What the settings ask for. */
export type Wanted = { groups: string[]; suspended: boolean; archived: boolean; exclusions: string[] }

export const domains = ['town.example', 'branch.example'] as const
const people = ['kim', 'lou', 'max', 'ned', 'ora', 'svc-fax']
/** All addresses that anybody in town can have. */
export const addresses = people.flatMap((name) => domains.map((domain) => `${name}@${domain}`))
const administrator = 'root@town.example'

/** A few people and three groups. */
export function newTown(dice: Dice): Town {
  const town: Town = {
    accounts: [{ ...blank, id: '7000', address: administrator, aliases: [] }],
    groups: [
      { id: 'gid0archive', address: 'archive@town.example', entries: [] },
      { id: 'gid1team', address: 'team@town.example', entries: [] },
      { id: 'gid2far', address: 'far@branch.example', entries: [] },
    ],
  }
  for (let count = 3 + dice.below(4); count > 0; count -= 1) arrive(town, dice)
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
  town.accounts.push({ ...blank, id, address, aliases: [] })
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
    town.accounts.push({ ...blank, id, address: account.address, aliases: [] })
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

const events = [arrive, arrive, leave, recycle, recycle, comeBack, marry, marry, swap, alias, mood, join, join, join]
/** Something happens in town. */
export const happen = (town: Town, dice: Dice): unknown => dice.pick(events)(town, dice)

/** Whether an account is in a group or in one inside it. */
export function isIn(town: Town, groupId: string, accountId: string, seen = new Set<string>()): boolean {
  const group = town.groups.find(({ id }) => id === groupId)
  if (group === undefined || seen.has(groupId)) return false
  seen.add(groupId)
  return group.entries.some(
    (entry) =>
      entry.kind === 'everybody' ||
      (entry.kind === 'account' && entry.id === accountId) ||
      (entry.kind === 'group' && isIn(town, entry.id, accountId, seen)),
  )
}

/** Whether the settings ask for an account, by the rules as an administrator would say them. */
export function isWanted(town: Town, account: Account, wanted: Wanted): boolean {
  return (
    account.state === 'here' &&
    (wanted.groups.length === 0 || wanted.groups.some((id) => isIn(town, id, account.id))) &&
    (wanted.suspended || !account.suspended) &&
    (wanted.archived || !account.archived) &&
    !wanted.exclusions.some((start) => account.address.startsWith(start))
  )
}

/** Adds a moment to what was true at one time or another. */
export function addMoment(together: Town, { accounts, groups }: Town): void {
  for (const group of groups) {
    const known = together.groups.find(({ id }) => id === group.id)
    if (known === undefined) together.groups.push(structuredClone(group))
    else known.entries.push(...structuredClone(group.entries))
  }
  for (const account of accounts) {
    const known = together.accounts.find(({ id }) => id === account.id)
    if (known === undefined) {
      together.accounts.push(structuredClone(account))
      continue
    }
    known.suspended &&= account.suspended
    known.archived &&= account.archived
    if (account.state === 'here') known.state = 'here'
    // An address that is not excluded counts before one that is.
    if (known.address.startsWith('svc-')) known.address = account.address
  }
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
