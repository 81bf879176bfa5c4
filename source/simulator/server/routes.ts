import shapes from '../../../fixtures/google-directory-v1.json' with { type: 'json' }
import { getProfile } from '../directory/gmail.ts'
import type { SchemaName } from '../directory/google-schema.ts'
import { getGroup, listGroups } from '../directory/groups.ts'
import { getMember, hasMember, listMembers } from '../directory/members.ts'
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
  if (pattern.length !== segments.length) return undefined
  const path: Record<string, string> = {}
  for (const [index, expected] of pattern.entries()) {
    const segment = segments[index] ?? ''
    if (expected.startsWith('{')) {
      const value = decodeSegment(segment)
      if (value === undefined || value === '') return undefined
      path[expected.slice(1, -1)] = value
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
