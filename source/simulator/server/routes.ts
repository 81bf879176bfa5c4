import shapes from '../../../fixtures/google-directory-v1.json' with { type: 'json' }
import { getProfile } from '../directory/gmail.ts'
import type { SchemaName } from '../directory/google-schema.ts'
import { getGroup, listGroups } from '../directory/groups.ts'
import { getMember, hasMember, listMembers } from '../directory/members.ts'
import {
  getCustomer,
  getPhoto,
  getUnit,
  listDomains,
  listGroupAliases,
  listRoleAssignments,
  listRoles,
  listSchemas,
  listUnits,
  listUserAliases,
} from '../directory/other-calls.ts'
import { getUser, listUsers } from '../directory/users.ts'
import type { Answer } from './answer.ts'
import type { ApiCall } from './api-call.ts'

/** The calls of Google's APIs that the simulator answers. */
export type ApiCallName =
  | 'users.list'
  | 'users.get'
  | 'groups.list'
  | 'groups.get'
  | 'members.list'
  | 'members.get'
  | 'members.hasMember'
  | 'gmail.getProfile'
  | 'customers.get'
  | 'domains.list'
  | 'orgunits.list'
  | 'orgunits.get'
  | 'users.aliases.list'
  | 'users.photos.get'
  | 'groups.aliases.list'
  | 'schemas.list'
  | 'roles.list'
  | 'roleAssignments.list'

export type Route = {
  name: ApiCallName
  api: 'directory' | 'gmail'
  /** The path's segments; one in braces stands for anything. */
  segments: readonly string[]
  /** Any one of these is enough. */
  scopes: readonly string[]
  schema: SchemaName
  answer: (call: ApiCall) => Answer
}

const directory = shapes.methods
const gmail = shapes.gmail.methods

const routes: readonly Route[] = [
  route('users.list', 'directory', directory['users.list'], 'Users', listUsers),
  route('users.get', 'directory', directory['users.get'], 'User', getUser),
  route('groups.list', 'directory', directory['groups.list'], 'Groups', listGroups),
  route('groups.get', 'directory', directory['groups.get'], 'Group', getGroup),
  route('members.list', 'directory', directory['members.list'], 'Members', listMembers),
  route('members.get', 'directory', directory['members.get'], 'Member', getMember),
  route('members.hasMember', 'directory', directory['members.hasMember'], 'MembersHasMember', hasMember),
  route('gmail.getProfile', 'gmail', gmail['users.getProfile'], 'Profile', getProfile),
  beside('customers.get', 'customers/{customerKey}', ['customer'], getCustomer),
  beside('domains.list', 'customer/{customer}/domains', ['domain'], listDomains),
  beside('orgunits.list', 'customer/{customerId}/orgunits', ['orgunit'], listUnits),
  beside('orgunits.get', 'customer/{customerId}/orgunits/{+orgUnitPath}', ['orgunit'], getUnit),
  beside('users.aliases.list', 'users/{userKey}/aliases', ['user', 'user.alias'], listUserAliases),
  beside('users.photos.get', 'users/{userKey}/photos/thumbnail', ['user'], getPhoto),
  beside('groups.aliases.list', 'groups/{groupKey}/aliases', ['group'], listGroupAliases),
  beside('schemas.list', 'customer/{customerId}/schemas', ['userschema'], listSchemas),
  beside('roles.list', 'customer/{customer}/roles', ['rolemanagement'], listRoles),
  beside('roleAssignments.list', 'customer/{customer}/roleassignments', ['rolemanagement'], listRoleAssignments),
]

function route(
  name: ApiCallName,
  api: Route['api'],
  method: { path: string; scopes: string[] },
  schema: SchemaName,
  answer: Route['answer'],
): Route {
  return { name, api, segments: method.path.split('/'), scopes: method.scopes, schema, answer }
}

/** A call of the Directory API that other clients make beside ours. */
function beside(name: ApiCallName, path: string, rights: readonly string[], answer: Route['answer']): Route {
  const scopes = rights.flatMap((right) => [
    `https://www.googleapis.com/auth/admin.directory.${right}`,
    `https://www.googleapis.com/auth/admin.directory.${right}.readonly`,
  ])
  return route(name, 'directory', { path: `admin/directory/v1/${path}`, scopes }, 'Open', answer)
}

/** The call that a path belongs to, with the values of its variable parts; undefined where no API has the path. */
export function findRoute(pathname: string): { route: Route; path: Record<string, string> } | undefined {
  const segments = pathname.split('/').slice(1)
  for (const candidate of routes) {
    const path = matchSegments(candidate.segments, segments)
    if (path !== undefined) return { route: candidate, path }
  }
  return undefined
}

function matchSegments(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  const last = pattern.at(-1) ?? ''
  // What begins with a plus takes in the rest of the path.
  if (last.startsWith('{+') && segments.length > pattern.length) {
    const rest = segments.slice(pattern.length - 1).join('/')
    return matchSegments(pattern, [...segments.slice(0, pattern.length - 1), rest])
  }
  if (pattern.length !== segments.length) return undefined
  const path: Record<string, string> = {}
  for (const [index, expected] of pattern.entries()) {
    const segment = segments[index] ?? ''
    if (expected.startsWith('{')) {
      const value = decodeSegment(segment)
      if (value === undefined || value === '') return undefined
      path[expected.replace(/[{+}]/g, '')] = value
    } else if (expected !== segment) return undefined
  }
  return path
}

function decodeSegment(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}
