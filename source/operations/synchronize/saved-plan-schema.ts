import * as z from 'zod'
import { settingsSchema } from '../../settings/settings-schema.ts'
import { userSchema } from '../../store/users/store-schema.ts'
import { type Action, type ArchiveChange, actionMarks, type Change, type Plan, type Reason } from '../../sync/plan.ts'
import { privilegeNames } from '../../sync/user.ts'

const count = z.int().nonnegative()
const actions = Object.keys(actionMarks) as [Action, ...Action[]]
const archiveChanges = ['create', 'rename', 'join', 'remove', 'keep', 'reuse'] as const satisfies ArchiveChange[]

const reason: z.ZodType<Reason> = z.discriminatedUnion('code', [
  z.object({ code: z.literal('leavesOn'), day: z.iso.date(), because: z.lazy(() => reason) }),
  z.object({ code: z.literal('everyone') }),
  z.object({ code: z.literal('memberOf'), path: z.array(z.string()) }),
  z.object({ code: z.literal('inOrgUnit'), orgUnit: z.string() }),
  z.object({ code: z.literal('deletedInGoogle') }),
  z.object({ code: z.literal('leftGroups') }),
  z.object({ code: z.literal('leftOrgUnits') }),
  z.object({ code: z.literal('leftGroupsAndOrgUnits') }),
  z.object({ code: z.literal('excludedByGroup'), path: z.array(z.string()) }),
  z.object({ code: z.literal('excludedByOrgUnit'), orgUnit: z.string() }),
  z.object({ code: z.literal('excludedByRule'), rule: z.string() }),
  z.object({ code: z.literal('suspended') }),
  z.object({ code: z.literal('archived') }),
  z.object({ code: z.literal('membershipUnknown') }),
  z.object({ code: z.literal('memberOfUnreadGroup') }),
  z.object({ code: z.literal('memberUnclear') }),
  z.object({ code: z.literal('accountUnreadable') }),
  z.object({ code: z.literal('stateUnknown') }),
  z.object({ code: z.literal('orgUnitUnknown') }),
  z.object({ code: z.literal('integratedUser') }),
  z.object({ code: z.literal('otherAccount'), directoryId: z.string() }),
  z.object({ code: z.literal('sameAccount'), userName: z.string() }),
  z.object({ code: z.literal('addressTaken'), address: z.string(), userName: z.string() }),
  z.object({ code: z.literal('nameTaken'), userName: z.string() }),
  z.object({
    code: z.literal('archiveInTheWay'),
    folder: z.string(),
    directoryId: z.string().nullable().exactOptional(),
  }),
  z.object({ code: z.literal('archiveOwnerUnknown'), folder: z.string() }),
  z.object({
    code: z.literal('archiveUnusable'),
    folder: z.string(),
    fault: z.enum(['notAFolder', 'brokenLink', 'noAccess']),
  }),
  z.object({
    code: z.literal('privilegesByGroup'),
    given: z.array(z.object({ privilege: z.enum(privilegeNames), group: z.string() })),
    taken: z.array(z.enum(privilegeNames)),
  }),
  z.object({ code: z.literal('groupArchive'), group: z.string() }),
  z.object({ code: z.literal('groupArchiveEnded') }),
  z.object({ code: z.literal('groupArchiveRights'), given: z.array(z.string()), taken: z.array(z.string()) }),
  z.object({ code: z.literal('rightsEnd'), folder: z.string() }),
])

const change: z.ZodType<Change> = z.object({
  action: z.enum(actions),
  userName: z.string().min(1),
  directoryId: z.string().nullable(),
  fields: z.array(z.string()),
  before: userSchema.nullable(),
  after: userSchema.nullable(),
  reason,
  archive: z.enum(archiveChanges).nullable(),
  waits: z.literal(true).exactOptional(),
})

const plan: z.ZodType<Plan> = z.object({
  storeRevision: count,
  summary: z.object({
    create: count,
    update: count,
    rename: count,
    delete: count,
    gone: count,
    conflict: count,
    unchanged: count,
    skipped: count,
  }),
  changes: z.array(change),
  skipped: z.array(
    z.object({
      email: z.string(),
      reason: z.enum(['externalMember', 'externalGroup', 'unknownMember']),
      group: z.string(),
    }),
  ),
  excluded: z.object({
    suspended: count,
    archived: count,
    groups: z.array(z.object({ group: z.string(), hits: count })).default(() => []),
    orgUnits: z.array(z.object({ orgUnit: z.string(), hits: count })).default(() => []),
    rules: z.array(z.object({ rule: z.string(), hits: count })),
  }),
  warnings: z.array(z.object({ code: z.string(), message: z.string() })),
  deletionLimit: z.object({ deletions: count, limit: count, exceeded: z.boolean() }),
  held: z.array(change).exactOptional(),
})

/** What a plan file holds: the plan, what it was made from, and a seal on all that. */
export const savedPlanSchema = z.strictObject({
  rollcallPlan: z.literal(2),
  plan,
  settings: settingsSchema,
  /** SHA-256, hexadecimal, of the JSON of the user store. */
  storeDigest: z.string(),
  /** The home's seal on the plan, the settings and the store's digest, see plan-seal.ts. */
  seal: z.string(),
})

/** Deletions that wait for an approval, and a seal on them. */
export const heldDeletionsSchema = z.strictObject({
  rollcallHeldDeletions: z.literal(1),
  /** When a sync confirmed them last. */
  confirmed: z.iso.datetime(),
  /** SHA-256, hexadecimal, of the settings that say who is in. */
  settingsDigest: z.string(),
  rows: z.array(z.object({ since: z.iso.datetime(), change })),
  seal: z.string(),
})
