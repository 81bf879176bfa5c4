import type { OrganizationUser } from '../organization/organization.ts'
import type { DirectoryIndex } from './directory-index.ts'

/** The texts that a search field looks at, of which one has to fit. */
type SearchField = (user: OrganizationUser, index: DirectoryIndex) => string[]

/** The parts of an address, by the names that each is searched by. */
const addressParts = {
  addresspobox: 'poBox',
  addressextended: 'extendedAddress',
  addressstreet: 'streetAddress',
  addresslocality: 'locality',
  addressregion: 'region',
  addresspostalcode: 'postalCode',
  addresscountry: 'country',
}

/** The fields by which Google's page on searching for users lets an account be found, by their names in lower case. */
export const userSearchFields: Record<string, SearchField> = {
  name: ({ name }) => [
    `${name?.givenName ?? ''} ${name?.familyName ?? ''}`.trim(),
    ...(name?.fullName === undefined ? [] : [name.fullName]),
  ],
  givenname: ({ name }) => [name?.givenName ?? ''],
  familyname: ({ name }) => [name?.familyName ?? ''],
  email: addressesOf,
  isadmin: (user) => [String(user.isAdmin === true)],
  isdelegatedadmin: (user) => [String(user.isDelegatedAdmin === true)],
  issuspended: (user) => [String(user.suspended === true)],
  isarchived: (user) => [String(user.archived === true)],
  isenrolledin2sv: (user) => [String(user.isEnrolledIn2Sv === true)],
  isenforcedin2sv: (user) => [String(user.isEnforcedIn2Sv === true)],
  orgunitpath: (user) => [user.orgUnitPath ?? '/'],
  im: (user) => listedValues(user.ims, 'im'),
  externalid: (user) => listedValues(user.externalIds, 'value'),
  manager: (user, index) => managersOf(user, index).flatMap(addressesOf),
  managerid: (user, index) => managersOf(user, index).map(({ id }) => id),
  directmanager: (user, index) => managersOf(user, index).slice(0, 1).flatMap(addressesOf),
  directmanagerid: (user, index) =>
    managersOf(user, index)
      .slice(0, 1)
      .map(({ id }) => id),
  phone: (user) => listedValues(user.phones, 'value'),
  address: (user) =>
    ['formatted', ...Object.values(addressParts)].flatMap((part) => listedValues(user.addresses, part)),
  ...Object.fromEntries(
    Object.entries(addressParts).map(([field, part]): [string, SearchField] => [
      field,
      (user) => listedValues(user.addresses, part),
    ]),
  ),
  orgname: (user) => listedValues(user.organizations, 'name'),
  orgtitle: (user) => listedValues(user.organizations, 'title'),
  orgdepartment: (user) => listedValues(user.organizations, 'department'),
  orgdescription: (user) => listedValues(user.organizations, 'description'),
  orgcostcenter: (user) => listedValues(user.organizations, 'costCenter'),
}

/** The texts that the entries of a list hold under a name. */
export function listedValues(list: unknown, field: string): string[] {
  return entriesOf(list).flatMap((entry) => {
    const value = entry[field]
    return typeof value === 'string' ? [value] : []
  })
}

function addressesOf(user: OrganizationUser): string[] {
  return [user.primaryEmail, ...(user.aliases ?? []), ...(user.nonEditableAliases ?? [])]
}

/** Everybody above an account, the direct manager first; a circle ends by itself. */
function managersOf(user: OrganizationUser, index: DirectoryIndex): OrganizationUser[] {
  const managers = new Set<OrganizationUser>()
  for (let next = directManagerOf(user, index); next !== undefined && !managers.has(next); ) {
    managers.add(next)
    next = directManagerOf(next, index)
  }
  return [...managers]
}

function directManagerOf({ relations }: OrganizationUser, index: DirectoryIndex): OrganizationUser | undefined {
  const manager = entriesOf(relations).find(({ type }) => type === 'manager')?.value
  return typeof manager === 'string' ? index.user(manager) : undefined
}

function entriesOf(list: unknown): Record<string, unknown>[] {
  if (!Array.isArray(list)) return []
  return list.filter((entry: unknown): entry is Record<string, unknown> => typeof entry === 'object' && entry !== null)
}
