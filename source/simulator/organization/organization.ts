import { createHash } from 'node:crypto'
import * as z from 'zod'
import { hostileTokens } from '../openid/hostile-token.ts'
import { parseInput, parseInputText } from '../parse-input.ts'
import { SimulatorInputError } from '../simulator-input-error.ts'

const address = z.string().regex(/^[^\s@]+@[^\s@]+$/, 'not an e-mail address')

/** The three scopes that Rollcall asks for, and the narrower member scope that other connectors ask for. */
const usualScopes = [
  'https://mail.google.com/',
  'https://www.googleapis.com/auth/admin.directory.group.readonly',
  'https://www.googleapis.com/auth/admin.directory.user.readonly',
  'https://www.googleapis.com/auth/admin.directory.group.member.readonly',
]

const userName = z.object({
  givenName: z.string().optional(),
  familyName: z.string().optional(),
  fullName: z.string().optional(),
  displayName: z.string().optional(),
})

/**
 * Every field of the `User` resource but the password; what the simulator can work out may be left away. Other fields, of
 * organizations that somebody else keeps, are passed over.
 */
const user = z
  .object({
    addresses: z.unknown().optional(),
    agreedToTerms: z.boolean().optional(),
    aliases: z.array(z.string()).optional(),
    archivalTime: z.string().optional(),
    archived: z.boolean().optional(),
    changePasswordAtNextLogin: z.boolean().optional(),
    creationTime: z.string().optional(),
    customSchemas: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
    customerId: z.string().optional(),
    deletionTime: z.iso.datetime({ offset: true }).optional(),
    emails: z.unknown().optional(),
    etag: z.string().optional(),
    externalIds: z.unknown().optional(),
    gender: z.unknown().optional(),
    guestAccountInfo: z.object({ primaryGuestEmail: z.string().optional() }).optional(),
    id: z.string().min(1).optional(),
    ims: z.unknown().optional(),
    includeInGlobalAddressList: z.boolean().optional(),
    ipWhitelisted: z.boolean().optional(),
    isAdmin: z.boolean().optional(),
    isDelegatedAdmin: z.boolean().optional(),
    isEnforcedIn2Sv: z.boolean().optional(),
    isEnrolledIn2Sv: z.boolean().optional(),
    isGuestUser: z.boolean().optional(),
    isMailboxSetup: z.boolean().optional(),
    keywords: z.unknown().optional(),
    kind: z.string().optional(),
    languages: z.unknown().optional(),
    lastLoginTime: z.string().optional(),
    locations: z.unknown().optional(),
    name: userName.optional(),
    nonEditableAliases: z.array(z.string()).optional(),
    notes: z.unknown().optional(),
    orgUnitPath: z.string().startsWith('/').optional(),
    organizations: z.unknown().optional(),
    phones: z.unknown().optional(),
    posixAccounts: z.unknown().optional(),
    primaryEmail: address,
    recoveryEmail: z.string().optional(),
    recoveryPhone: z.string().optional(),
    relations: z.unknown().optional(),
    sshPublicKeys: z.unknown().optional(),
    suspended: z.boolean().optional(),
    suspensionReason: z.string().optional(),
    suspensionTime: z.string().optional(),
    thumbnailPhotoEtag: z.string().optional(),
    thumbnailPhotoUrl: z.string().optional(),
    websites: z.unknown().optional(),
  })
  .transform((given) => ({ ...given, id: given.id ?? directoryIdFor(given.primaryEmail) }))

const member = z
  .object({
    delivery_settings: z.string().optional(),
    email: address.optional(),
    etag: z.string().optional(),
    id: z.string().min(1).optional(),
    kind: z.string().optional(),
    role: z.enum(['OWNER', 'MANAGER', 'MEMBER']).optional(),
    status: z.string().optional(),
    /** Worked out from the address where it is left away. */
    type: z.enum(['USER', 'GROUP', 'CUSTOMER', 'EXTERNAL']).optional(),
  })
  .refine((given) => given.id !== undefined || given.email !== undefined || given.type === 'CUSTOMER', {
    message: 'a member needs an email, an id, or the type CUSTOMER',
  })

const group = z
  .object({
    adminCreated: z.boolean().optional(),
    aliases: z.array(z.string()).optional(),
    description: z.string().optional(),
    directMembersCount: z.string().regex(/^\d+$/).optional(),
    email: address,
    etag: z.string().optional(),
    externalIds: z.array(z.object({ id: z.string().optional(), namespace: z.string().optional() })).optional(),
    id: z.string().min(1).optional(),
    kind: z.string().optional(),
    members: z.array(member).default([]),
    name: z.string().optional(),
    nonEditableAliases: z.array(z.string()).optional(),
  })
  .transform((given) => ({ ...given, id: given.id ?? groupIdFor(given.email) }))

const organization = z.object({
  customerId: z.string().min(1).default('C01x2y3z4'),
  /** The primary domain first. */
  domains: z.array(z.string().min(1)).min(1),
  /** The addresses of those who may read the directory. One that is no user exists all the same and is never listed. */
  admins: z.array(address).min(1),
  users: z.array(user).default([]),
  groups: z.array(group).default([]),
  /** The scopes that domain-wide delegation grants the service account; an empty list is delegation forgotten. */
  delegatedScopes: z.array(z.string()).default(usualScopes),
  /** `disabled` makes the token endpoint answer as for a service account that was switched off or deleted. */
  serviceAccount: z.enum(['enabled', 'disabled']).default('enabled'),
  /** The APIs that are not switched on in the service account's project. */
  disabledApis: z.array(z.enum(['directory', 'gmail'])).default([]),
  /** Administrators with some rights only, by address; one who is not named here has both. */
  rights: z.record(z.string(), z.array(z.enum(['users', 'groups']))).default({}),
  /** How far this Google's clock is ahead of the machine's. */
  clockOffsetSeconds: z.number().default(0),
  /** Queries a minute for each administrator; Google's own is 2,400. Left away: no limit. */
  queriesPerMinute: z.number().int().positive().optional(),
  /** The client for signing in. Without `redirectUris` every URI is taken that Google would let a client register. */
  oauthClient: z
    .strictObject({
      clientId: z.string().min(1).default('482915037264-simulator.apps.googleusercontent.com'),
      clientSecret: z.string().min(1).default('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'),
      redirectUris: z.array(z.string()).optional(),
    })
    .prefault({}),
  /** Google refuses to make groups that contain one another; an organization that has some says so. */
  allowCycles: z.boolean().default(false),
  /** Makes every id token wrong in this way. */
  idToken: z.enum(hostileTokens).optional(),
})

/** The file form: what may be left away is optional. */
export type OrganizationInput = z.input<typeof organization>
/** A Google Workspace organization in Google's own resources, ready to be answered from. May be changed in place. */
export type Organization = z.output<typeof organization>
export type OrganizationUser = Organization['users'][number]
export type OrganizationGroup = Organization['groups'][number]
export type OrganizationMember = OrganizationGroup['members'][number]

/**
 * Checks an organization and fills in what was left away.
 *
 * @param name what the organization is called in messages, such as its file's name
 * @throws SimulatorInputError
 */
export function parseOrganization(value: unknown, name = 'organization'): Organization {
  return refuseCycles(checkOrganization(parseInput(organization, value, name), name), name)
}

/**
 * The same from the text of an org file.
 *
 * @throws SimulatorInputError
 */
export function parseOrganizationText(text: string, name: string): Organization {
  return refuseCycles(checkOrganization(parseInputText(organization, text, name), name), name)
}

/**
 * Makes sure that no groups contain one another, which Google refuses to make, unless that is what is wanted.
 *
 * @throws SimulatorInputError with the groups of the first cycle
 */
export function refuseCycles(given: Organization, name = 'organization'): Organization {
  const cycle = given.allowCycles ? null : findCycle(given.groups)
  if (cycle === null) return given
  const way = cycle.map(({ email }) => email).join(' > ')
  throw new SimulatorInputError(
    `${name}: groups contain one another, which Google refuses: ${way}. Write "allowCycles": true to have it all the same`,
  )
}

/** Groups that contain one another, from one of them round to itself; null where there are none. */
function findCycle(groups: readonly OrganizationGroup[]): OrganizationGroup[] | null {
  const byKey = new Map<string, OrganizationGroup>()
  for (const group of groups) {
    for (const key of [group.id, group.email, ...(group.aliases ?? [])]) byKey.set(key.toLowerCase(), group)
  }
  const done = new Set<OrganizationGroup>()
  for (const start of groups) {
    // Each step of the way with the groups inside that are still to be entered.
    const way: { group: OrganizationGroup; inside: OrganizationGroup[] }[] = []
    const enter = (group: OrganizationGroup): void => {
      const inside = group.members.flatMap(({ id, email }) => byKey.get((id ?? email ?? '').toLowerCase()) ?? [])
      way.push({ group, inside })
    }
    if (!done.has(start)) enter(start)
    for (let step = way.at(-1); step !== undefined; step = way.at(-1)) {
      const next = step.inside.pop()
      const earlier = way.findIndex(({ group }) => group === next)
      if (next === undefined) {
        done.add(step.group)
        way.pop()
      } else if (earlier !== -1) return [...way.slice(earlier).map(({ group }) => group), next]
      else if (!done.has(next)) enter(next)
    }
  }
  return null
}

function checkOrganization(parsed: Organization, name: string): Organization {
  refuseTwice(parsed.users, (each) => each.id, `${name}: two users have the id`)
  refuseTwice(parsed.groups, (each) => each.id, `${name}: two groups have the id`)
  const living = parsed.users.filter((each) => each.deletionTime === undefined)
  refuseTwice(
    [...living.map((each) => each.primaryEmail), ...parsed.groups.map((each) => each.email)],
    (each) => each.toLowerCase(),
    `${name}: two accounts or groups have the address`,
  )
  return parsed
}

function refuseTwice<Item>(items: readonly Item[], keyOf: (item: Item) => string, complaint: string): void {
  const seen = new Set<string>()
  for (const item of items) {
    const key = keyOf(item)
    if (seen.has(key)) throw new SimulatorInputError(`${complaint} ${key}`)
    seen.add(key)
  }
}

/** A stable account id for an address that was given none: 21 digits, as Google's are. */
export function directoryIdFor(email: string): string {
  const digest = createHash('sha256').update(email.toLowerCase()).digest()
  return `1${(digest.readBigUInt64BE() % 10n ** 20n).toString().padStart(20, '0')}`
}

/** A stable group id for an address that was given none: letters and digits, as Google's are. */
function groupIdFor(email: string): string {
  return `0${createHash('sha256').update(email.toLowerCase()).digest('hex').slice(0, 14)}`
}
