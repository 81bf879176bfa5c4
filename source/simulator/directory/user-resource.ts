import type { Organization, OrganizationUser } from '../organization/organization.ts'
import { etagOf } from '../server/api-call.ts'
import { type FieldsMask, maskBelow } from './fields-mask.ts'

/** Which fields of an account are shown. */
export type UserView = {
  /** Only what every person of the organization may see. */
  publicOnly: boolean
  customSchemas: 'all' | string[]
}

const publicFields = new Set(
  (
    'addresses aliases emails etag externalIds id ims kind locations name nonEditableAliases organizations phones ' +
    'primaryEmail relations thumbnailPhotoEtag thumbnailPhotoUrl websites'
  ).split(' '),
)

/**
 * An account as the API shows it: what the organization holds, and what Google always says beside it. Empty lists are
 * left out, as Google does. The mask only saves work here; the caller applies it.
 */
export function userResource(
  user: OrganizationUser,
  organization: Organization,
  view: UserView,
  mask: FieldsMask,
): Record<string, unknown> {
  const wants = (field: string) => maskBelow(mask, field) !== undefined
  const resource: Record<string, unknown> = {
    kind: 'admin#directory#user',
    isAdmin: false,
    isDelegatedAdmin: false,
    // Google's word for an account that was never used.
    lastLoginTime: '1970-01-01T00:00:00.000Z',
    creationTime: '2024-01-15T08:00:00.000Z',
    agreedToTerms: true,
    suspended: false,
    archived: false,
    changePasswordAtNextLogin: false,
    ipWhitelisted: false,
    customerId: organization.customerId,
    orgUnitPath: '/',
    isMailboxSetup: true,
    isEnrolledIn2Sv: false,
    isEnforcedIn2Sv: false,
    includeInGlobalAddressList: true,
  }
  for (const [field, value] of Object.entries(user)) {
    if (value !== undefined && !(Array.isArray(value) && value.length === 0)) resource[field] = value
  }
  if (wants('name')) resource.name = fullNameOf(user)
  if (wants('emails')) resource.emails ??= emailsOf(user)
  if (wants('etag')) resource.etag ??= etagOf(user)
  if (user.suspended === true) resource.suspensionReason ??= 'ADMIN'
  if (user.customSchemas !== undefined && view.customSchemas !== 'all') {
    const shown = Object.entries(user.customSchemas).filter(([name]) => view.customSchemas.includes(name))
    if (shown.length === 0) delete resource.customSchemas
    else resource.customSchemas = Object.fromEntries(shown)
  }
  if (!view.publicOnly) return resource
  return Object.fromEntries(Object.entries(resource).filter(([field]) => publicFields.has(field)))
}

function fullNameOf({ name, primaryEmail }: OrganizationUser): NonNullable<OrganizationUser['name']> {
  const parts = [name?.givenName, name?.familyName].filter((part) => part !== undefined && part !== '')
  const fullName =
    name?.fullName ?? (parts.length === 0 ? primaryEmail.slice(0, primaryEmail.indexOf('@')) : parts.join(' '))
  return { ...name, fullName }
}

function emailsOf(user: OrganizationUser): unknown[] {
  return [
    { address: user.primaryEmail, primary: true },
    ...(user.aliases ?? []).map((address) => ({ address })),
    ...(user.nonEditableAliases ?? []).map((address) => ({ address })),
  ]
}
