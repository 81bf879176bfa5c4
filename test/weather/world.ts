import type { Organization } from '../../source/simulator/organization/organization.ts'
import type { Random } from './random.ts'

/** An account of the true directory. Deleted ones can be restored; forgotten ones are unknown to Google. */
export type Account = {
  id: string
  primaryEmail: string
  fullName: string
  aliases: string[]
  suspended: boolean
  archived: boolean
  orgUnit: string
  state: 'living' | 'deleted' | 'forgotten'
}

/** An entry of a group. `OUTSIDE` is an account, `FOREIGN` a group of another organization. */
export type Entry = { type: 'USER' | 'GROUP' | 'CUSTOMER' | 'OUTSIDE' | 'FOREIGN'; id: string }
export type Group = { id: string; email: string; name: string; entries: Entry[] }

/** The directory as it truly is, whatever Google says of it in bad weather. */
export type World = { accounts: Account[]; groups: Group[] }

const administrator = 'admin@example.com'
const domains = ['example.com', 'second.example']

/** Few enough that people get into each other's way. */
const addresses = ['ada', 'bob', 'cy', 'dan', 'eve', 'flo', 'gus'].flatMap((name) =>
  domains.map((domain) => `${name}@${domain}`),
)

/** An organization to begin with: the administrator, a few people, and three groups. */
export function newWorld(random: Random): World {
  const world: World = {
    accounts: [newAccount(administrator, 0)],
    groups: ['archive', 'staff', 'sales'].map((name) => ({
      id: `group-${name}`,
      email: `${name}@example.com`,
      name: `The ${name}`,
      entries: [],
    })),
  }
  for (let count = 2 + random.below(4); count > 0; count -= 1) come(world, random)
  for (let count = 4 + random.below(6); count > 0; count -= 1) changeGroup(world, random)
  return world
}

const newAccount = (primaryEmail: string, number: number): Account => ({
  id: `1${String(number).padStart(20, '0')}`,
  primaryEmail,
  fullName: `Name of ${primaryEmail}`,
  aliases: [],
  suspended: false,
  archived: false,
  orgUnit: '/',
  state: 'living',
})

export const living = (world: World): Account[] => world.accounts.filter(({ state }) => state === 'living')

/** Google has each address once. */
function freeAddress(world: World, random: Random): string | undefined {
  const taken = new Set(
    living(world).flatMap((account) => [account.primaryEmail, ...account.aliases].map((text) => text.toLowerCase())),
  )
  return random.pickSome(addresses.filter((address) => !taken.has(address)))
}

const someone = (world: World, random: Random): Account | undefined =>
  random.pickSome(living(world).filter(({ primaryEmail }) => primaryEmail !== administrator))

function come(world: World, random: Random): void {
  const address = freeAddress(world, random)
  if (address === undefined) return
  const account = newAccount(random.chance(10) ? address.toUpperCase() : address, world.accounts.length)
  world.accounts.push(account)
  if (random.chance(60)) random.pick(world.groups)?.entries.push({ type: 'USER', id: account.id })
}

function go(world: World, random: Random): Account | undefined {
  const account = someone(world, random)
  if (account !== undefined) account.state = random.chance(50) ? 'deleted' : 'forgotten'
  return account
}

/** An account made anew under an old address is another account, and may be another person. */
function remake(world: World, random: Random): void {
  const account = go(world, random)
  if (account !== undefined) world.accounts.push(newAccount(account.primaryEmail, world.accounts.length))
}

function restore(world: World, random: Random): void {
  const account = random.pickSome(world.accounts.filter(({ state }) => state === 'deleted'))
  if (account === undefined) return
  const taken = new Set(
    living(world).flatMap((one) => [one.primaryEmail, ...one.aliases].map((text) => text.toLowerCase())),
  )
  const own = [account.primaryEmail, ...account.aliases].map((text) => text.toLowerCase())
  if (own.every((address) => !taken.has(address))) account.state = 'living'
}

/** Google keeps the old address as an alias, until somebody removes it. */
function rename(world: World, random: Random): void {
  const [account, address] = [someone(world, random), freeAddress(world, random)]
  if (account === undefined || address === undefined) return
  if (random.chance(50)) account.aliases.push(account.primaryEmail)
  account.primaryEmail = address
}

function swap(world: World, random: Random): void {
  const [one, other] = [someone(world, random), someone(world, random)]
  if (one === undefined || other === undefined) return
  const address = one.primaryEmail
  one.primaryEmail = other.primaryEmail
  other.primaryEmail = address
}

function changeAlias(world: World, random: Random): void {
  const [account, address] = [someone(world, random), freeAddress(world, random)]
  if (account === undefined || address === undefined) return
  if (account.aliases.length > 0 && random.chance(50)) account.aliases.pop()
  else account.aliases.push(address)
}

function changePerson(world: World, random: Random): void {
  const account = someone(world, random)
  if (account === undefined) return
  if (random.chance(34)) account.fullName = `${account.fullName.slice(0, 30)} ${random.below(100)}`
  else if (random.chance(50)) account.suspended = !account.suspended
  else account.archived = !account.archived
}

function changeGroup(world: World, random: Random): void {
  const group = random.pick(world.groups)
  if (group.entries.length > 0 && random.chance(35)) {
    group.entries.splice(random.below(group.entries.length), 1)
    return
  }
  const kind = random.below(20)
  const entry: Entry | undefined =
    kind < 12
      ? { type: 'USER', id: random.pick(living(world)).id }
      : kind < 17
        ? { type: 'GROUP', id: random.pick(world.groups).id }
        : kind < 18
          ? { type: 'CUSTOMER', id: 'C0weather' }
          : { type: kind < 19 ? 'OUTSIDE' : 'FOREIGN', id: `outside-${random.below(3)}` }
  if (entry !== undefined && !group.entries.some(({ type, id }) => type === entry.type && id === entry.id)) {
    group.entries.push(entry)
  }
}

const events = [
  come,
  come,
  go,
  remake,
  restore,
  rename,
  rename,
  swap,
  changeAlias,
  changeAlias,
  changePerson,
  changeGroup,
  changeGroup,
]

/** Something happens in the directory. */
export function happen(world: World, random: Random): void {
  random.pick(events)(world, random)
}

const units = ['/', '/Sales', '/Sales/EMEA', '/Ops']

/** Somebody is moved to another organizational unit. */
export function moveToUnit(world: World, random: Random): void {
  const account = someone(world, random)
  if (account !== undefined) account.orgUnit = random.pick(units)
}

/** Addresses of people who may be in a store before Rollcall is. */
export const knownAddresses = addresses

/** Makes the simulator say what is true. */
export function publish(world: World, organization: Organization): void {
  organization.users = world.accounts.map((account) => ({ ...resourceOf(account), ...deletionOf(account) }))
  organization.groups = world.groups.map(({ id, email, name, entries }) => ({
    id,
    email,
    name,
    members: entries.map(({ type, id: member }) => {
      if (type === 'CUSTOMER') return { type }
      if (type === 'OUTSIDE') return { type: 'USER' as const, id: member, email: `${member}@elsewhere.org` }
      if (type === 'FOREIGN') return { type: 'GROUP' as const, id: `group-${member}`, email: `${member}@elsewhere.org` }
      return { type, id: member }
    }),
  }))
}

function deletionOf({ state }: Account): { deletionTime?: string } {
  if (state === 'living') return {}
  const days = state === 'deleted' ? 1 : 30
  return { deletionTime: new Date(Date.now() - days * 86_400_000).toISOString() }
}

/** A `User` resource. Google adds temporary addresses of its own, which are nobody's. */
export const resourceOf = ({ id, primaryEmail, fullName, aliases, suspended, archived, orgUnit }: Account) => ({
  id,
  primaryEmail,
  name: { fullName },
  aliases: [...aliases],
  nonEditableAliases: [`${primaryEmail}.test-google-a.com`],
  suspended,
  archived,
  orgUnitPath: orgUnit,
})
