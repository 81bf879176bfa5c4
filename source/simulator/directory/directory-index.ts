import type {
  Organization,
  OrganizationGroup,
  OrganizationMember,
  OrganizationUser,
} from '../organization/organization.ts'

/** A member as it stands in the organization: address, type and status worked out from the account or group it names. */
export type ResolvedMember = {
  id: string
  /** Absent for CUSTOMER. */
  email?: string
  role: 'OWNER' | 'MANAGER' | 'MEMBER'
  type: 'USER' | 'GROUP' | 'CUSTOMER' | 'EXTERNAL'
  /** Absent for those from outside. */
  status?: string
  deliverySettings?: string
}

/** Look-ups in one state of an organization. What is costly is worked out when it is first asked for. */
export type DirectoryIndex = {
  /** By id, address or alias; addresses without case. Living accounts go before deleted ones. */
  user: (key: string) => OrganizationUser | undefined
  /** By id, address or alias. */
  group: (key: string) => OrganizationGroup | undefined
  /** A group's members in the order of the organization, without deleted accounts. */
  members: (group: OrganizationGroup) => readonly ResolvedMember[]
  /** The ids of all groups that have this member directly, by the member's id or, for outsiders, its address. */
  groupsWith: (member: string) => readonly OrganizationGroup[]
  /** Whether this names a group of another organization that is a member here. */
  isForeignGroup: (key: string) => boolean
  /** Keeps what was made under a key for as long as the organization does not change. */
  remember: <Value>(key: string, make: () => Value) => Value
}

/** How many made lists are kept; the one not used for longest goes first. */
const mostRemembered = 50

export function indexOrganization(organization: Organization): DirectoryIndex {
  const remembered = new Map<string, unknown>()
  const remember = <Value>(key: string, make: () => Value): Value => {
    const value = remembered.has(key) ? (remembered.get(key) as Value) : make()
    // Put behind all others, so that what was not used for longest is in front.
    remembered.delete(key)
    remembered.set(key, value)
    const [longestUnused] = remembered.keys()
    if (remembered.size > mostRemembered && longestUnused !== undefined) remembered.delete(longestUnused)
    return value
  }

  const users = once(() => indexUsers(organization.users))
  const groups = once(() => indexGroups(organization.groups))
  const user = (key: string) => users().get(key) ?? users().get(key.toLowerCase())
  const group = (key: string) => groups().get(key) ?? groups().get(key.toLowerCase())

  const resolved = new Map<OrganizationGroup, readonly ResolvedMember[]>()
  const members = (of: OrganizationGroup) => {
    const known = resolved.get(of)
    if (known !== undefined) return known
    const list = of.members.flatMap((member) => resolveMember(member, organization.customerId, user, group) ?? [])
    resolved.set(of, list)
    return list
  }

  const memberships = once(() => {
    const found = new Map<string, OrganizationGroup[]>()
    for (const each of organization.groups) {
      for (const member of members(each)) {
        for (const key of member.email === undefined ? [member.id] : [member.id, member.email.toLowerCase()]) {
          const list = found.get(key)
          if (list === undefined) found.set(key, [each])
          else list.push(each)
        }
      }
    }
    return found
  })

  const foreignGroups = once(() => {
    const keys = new Set<string>()
    for (const each of organization.groups) {
      for (const member of members(each)) {
        if (member.type !== 'GROUP' || group(member.id) !== undefined) continue
        keys.add(member.id)
        if (member.email !== undefined) keys.add(member.email.toLowerCase())
      }
    }
    return keys
  })

  return {
    user,
    group,
    members,
    groupsWith: (member) => memberships().get(member) ?? [],
    isForeignGroup: (key) => foreignGroups().has(key) || foreignGroups().has(key.toLowerCase()),
    remember,
  }
}

function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

function indexUsers(users: readonly OrganizationUser[]): Map<string, OrganizationUser> {
  const found = new Map<string, OrganizationUser>()
  const add = (key: string, user: OrganizationUser) => {
    if (!found.has(key)) found.set(key, user)
  }
  for (const user of users) found.set(user.id, user)
  const living = users.filter((user) => user.deletionTime === undefined)
  for (const user of living) add(user.primaryEmail.toLowerCase(), user)
  for (const user of living) {
    for (const alias of user.aliases ?? []) add(alias.toLowerCase(), user)
    for (const alias of user.nonEditableAliases ?? []) add(alias.toLowerCase(), user)
  }
  for (const user of users) add(user.primaryEmail.toLowerCase(), user)
  return found
}

function indexGroups(groups: readonly OrganizationGroup[]): Map<string, OrganizationGroup> {
  const found = new Map<string, OrganizationGroup>()
  for (const group of groups) {
    for (const key of [group.id, group.email, ...(group.aliases ?? []), ...(group.nonEditableAliases ?? [])]) {
      if (!found.has(key)) found.set(key === group.id ? key : key.toLowerCase(), group)
    }
  }
  return found
}

function resolveMember(
  member: OrganizationMember,
  customerId: string,
  userOf: (key: string) => OrganizationUser | undefined,
  groupOf: (key: string) => OrganizationGroup | undefined,
): ResolvedMember | undefined {
  const role = member.role ?? 'MEMBER'
  if (member.type === 'CUSTOMER') return { id: member.id ?? customerId, role, type: 'CUSTOMER', status: 'ACTIVE' }
  const key = member.id ?? member.email ?? ''
  const settings = member.delivery_settings === undefined ? {} : { deliverySettings: member.delivery_settings }
  const user = member.type === 'GROUP' ? undefined : userOf(key)
  if (user !== undefined) {
    if (user.deletionTime !== undefined) return undefined
    const status = user.suspended === true ? 'SUSPENDED' : 'ACTIVE'
    return { id: user.id, email: user.primaryEmail, role, type: 'USER', status, ...settings }
  }
  const group = member.type === 'USER' ? undefined : groupOf(key)
  if (group !== undefined) {
    return { id: group.id, email: group.email, role, type: 'GROUP', status: 'ACTIVE', ...settings }
  }
  return {
    id: member.id ?? outsideId(key),
    ...(member.email === undefined ? {} : { email: member.email }),
    role,
    type: member.type ?? 'USER',
    ...settings,
  }
}

/** A stable id for somebody from outside: 21 digits made of the address. */
function outsideId(address: string): string {
  let mixed = 0xcbf29ce484222325n
  for (const byte of Buffer.from(address.toLowerCase())) {
    mixed = BigInt.asUintN(64, (mixed ^ BigInt(byte)) * 0x100000001b3n)
  }
  return `1${mixed.toString().padStart(20, '0')}`
}
