import * as z from 'zod'
import { globFault } from '../sync/globs/glob-words.ts'
import { defaultPrivilegeFaults, groupPrivilegeFaults } from '../sync/privileges.ts'
import { orgUnitFault } from '../sync/scope/org-units.ts'
import { defaultSyncSettings, mostGraceDays, type SyncSettings } from '../sync/settings.ts'
import { folderPrivilegeNames, privilegeNames } from '../sync/user.ts'
import { parseNetworkAddress } from '../text/network-address.ts'
import { defaultSignIn, noNotify } from './default-settings.ts'
import { type NotifySettings, notifySchema } from './notify-settings.ts'

/** The OAuth client with which users sign in to the archive, and where the archive is found. Its secret is a credential, see credentials.ts. */
export type AuthenticationSettings = {
  clientId: string
  /** A name under a public top-level domain, as Google demands of redirect addresses. */
  host: string
  port: number
  /** Only the hosted edition has one. */
  instanceId: string | null
}

/** How people sign in to the archive and where they may go from there. */
export type SignInSettings = {
  /** Hosts, with a port where it is not 443, that a sign-in may lead back to beside the archive's own. */
  returnHosts: string[]
  /** A session lasts so long at most. */
  sessionHours: number
  /** Shares the session with every host below this domain; null keeps it to the archive's own host. */
  cookieDomain: string | null
  /** Where people read their mail: a path on the archive's own host, or an address; null where no application is known. */
  application: string | null
  /** The service's own certificate chain and key, absolute paths; null behind a reverse proxy. */
  certificate: { cert: string; key: string } | null
  /** Reverse proxies whose X-Forwarded headers are believed: addresses, networks, or `unix`. */
  trustProxy: string[]
}

/** What can be kept up to date in a file, or for `dovecot:acl` in each archive below a folder. */
export const exportKinds = [
  'csv',
  'json',
  'postfix:mailboxes',
  'postfix:aliases',
  'postfix:senders',
  'postfix:domains',
  'dovecot',
  'dovecot:acl',
  'dovecot:shared',
] as const
export type ExportKind = (typeof exportKinds)[number]

/** An export that keeps itself; the path is absolute. */
export type KeptExport = { kind: ExportKind; path: string }

/** Everything that `settings.json` holds. */
export type Settings = SyncSettings & {
  version: 1
  /** The e-mail address of a Workspace administrator; null before the setup. */
  administrator: string | null
  /** Null: signing in with Google is not set up. */
  authentication: AuthenticationSettings | null
  signIn: SignInSettings
  /** The name or an address of the user whose archive gets mail for addresses that nobody has; null: it is refused. */
  catchAll: string | null
  /** The Google account of that user when it was named; null where it had none. Another account does not get its mail. */
  catchAllId: string | null
  /** Who is told after a run. */
  notify: NotifySettings
  /** Files of other programs that are rewritten after each commit that changes them. */
  exports: KeptExport[]
  /** A shell's command that runs once after each commit; null for none. */
  after: string | null
}

const group = z.looseObject({ id: z.string().min(1), email: z.string(), name: z.string() })

const groupPrivileges = z
  .looseObject({
    id: z.string().min(1),
    email: z.string(),
    name: z.string(),
    privileges: z.array(z.enum(privilegeNames)),
  })
  .superRefine(({ privileges }, context) => {
    for (const message of groupPrivilegeFaults(privileges))
      context.addIssue({ code: 'custom', path: ['privileges'], message })
  })

const deletionLimit = z
  .looseObject({ users: z.int().nonnegative().optional(), percent: z.number().min(0).max(100).optional() })
  .refine((limit) => limit.users !== undefined || limit.percent !== undefined, {
    error: 'A number of users, a percentage, or both are needed.',
  })

const exclusion = z.string().superRefine((glob, context) => {
  const message = globFault(glob)
  if (message !== null) context.addIssue({ code: 'custom', message })
})

const orgUnit = z
  .string()
  .max(2000)
  .superRefine((path, context) => {
    const message = orgUnitFault(path)
    if (message !== null) context.addIssue({ code: 'custom', message })
  })

const authentication = z.looseObject({
  clientId: z.string().min(1),
  host: z.string().min(1),
  port: z.int().min(1).max(65535),
  instanceId: z.string().min(1).nullable().default(null),
})

const hostForm = /^(?=.{1,260}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*(:[1-9]\d{0,4})?$/

const signIn = z.looseObject({
  returnHosts: z
    .array(z.string().regex(hostForm, { error: 'A host name is needed, such as mail.example.com.' }))
    .default(() => []),
  sessionHours: z.number().min(0.25).max(744).default(defaultSignIn.sessionHours),
  cookieDomain: z
    .string()
    .regex(hostForm, { error: 'A domain is needed, such as example.com.' })
    .nullable()
    .default(null),
  application: z
    .string()
    .regex(/^(https:\/\/[a-z0-9][a-z0-9.-]*(:[1-9]\d{0,4})?)?\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/i, {
      error: 'A path such as /mail/, or an address such as https://mail.example.com/, is needed.',
    })
    .nullable()
    .default(null),
  certificate: z
    .object({ cert: z.string().startsWith('/'), key: z.string().startsWith('/') })
    .nullable()
    .default(null),
  trustProxy: z
    .array(
      z.string().refine((text) => text === 'unix' || parseNetworkAddress(text) !== null, {
        error: 'An address such as 127.0.0.1, a network such as 10.0.0.0/8, or unix is needed.',
      }),
    )
    .default(() => []),
})

/**
 * Says what is wrong with one value of the sign-in's settings.
 *
 * @returns a sentence; null where the value can be kept
 */
export function signInFault<Name extends keyof SignInSettings>(name: Name, value: SignInSettings[Name]): string | null {
  return signIn.shape[name].safeParse(value).error?.issues[0]?.message ?? null
}

/** What a settings file may hold; what is missing has its default, and unknown keys are kept. */
export const settingsSchema: z.ZodType<Settings> = z
  .looseObject({
    version: z.literal(1).default(1),
    administrator: z
      .string()
      .regex(/^[^\s@]+@[^\s@]+$/, { error: 'An e-mail address is needed.' })
      .max(320)
      .nullable()
      .default(null),
    groups: z.array(group).default(() => structuredClone(defaultSyncSettings.groups)),
    orgUnits: z.array(orgUnit).default(() => []),
    excludedGroups: z.array(group).default(() => []),
    excludedOrgUnits: z.array(orgUnit).default(() => []),
    automaticDeletion: z.boolean().default(defaultSyncSettings.automaticDeletion),
    deleteAfter: z.int().min(0).max(mostGraceDays).default(defaultSyncSettings.deleteAfter),
    holdDeletions: z.boolean().default(defaultSyncSettings.holdDeletions),
    suspended: z.enum(['include', 'exclude']).default(defaultSyncSettings.suspended),
    archived: z.enum(['include', 'exclude']).default(defaultSyncSettings.archived),
    exclusions: z.array(exclusion).default(() => structuredClone(defaultSyncSettings.exclusions)),
    deletionLimit: deletionLimit.default(() => structuredClone(defaultSyncSettings.deletionLimit)),
    defaultPrivileges: z
      .array(z.enum(privilegeNames))
      .default(() => structuredClone(defaultSyncSettings.defaultPrivileges)),
    ownArchivePrivileges: z
      .array(z.enum(folderPrivilegeNames))
      .default(() => structuredClone(defaultSyncSettings.ownArchivePrivileges)),
    privilegesByGroup: z.array(groupPrivileges).default(() => []),
    followGroups: z.boolean().default(defaultSyncSettings.followGroups),
    groupArchives: z.array(group).default(() => []),
    authentication: authentication.nullable().default(null),
    signIn: signIn.default(() => structuredClone(defaultSignIn)),
    notify: notifySchema.default(() => structuredClone(noNotify)),
    catchAll: z.string().min(1).max(320).nullable().default(null),
    catchAllId: z.string().min(1).max(200).nullable().default(null),
    exports: z
      .array(z.looseObject({ kind: z.enum(exportKinds), path: z.string().regex(/^\//) }))
      .max(100)
      .default(() => []),
    after: z.string().min(1).max(10_000).nullable().default(null),
  })
  .superRefine((settings, context) => {
    const { defaultPrivileges, ownArchivePrivileges } = settings
    for (const { setting, message } of defaultPrivilegeFaults(defaultPrivileges, ownArchivePrivileges)) {
      context.addIssue({ code: 'custom', path: [setting], message })
    }
  })
