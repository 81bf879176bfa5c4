import { createServer } from 'node:http'
import type { ExecutionContext } from 'ava'
import { listen } from '../support/listen.ts'

/** An account as the Directory API gives it; what is left out of it is left out of the answers. */
export type GivenUser = {
  id: string
  primaryEmail: string
  aliases?: string[]
  suspended?: boolean | undefined
  archived?: boolean | undefined
  orgUnitPath?: string
}
export type GivenMember = { id?: string; email?: string; type: string }
export type GivenGroup = { id: string; email: string; members: GivenMember[] }
export type GivenWorld = { users: GivenUser[]; groups: GivenGroup[] }

/** The questions that a synchronization asks, by Google's names of the calls. */
export type Question = 'users.list' | 'users.get' | 'groups.list' | 'groups.get' | 'members.list' | 'members.hasMember'

/** What is asked: the call, the keys of the path and the query. */
export type Asked = { question: Question; group: string; key: string; query: URLSearchParams }

/** An answer as it goes out. */
export type Reply = { status: number; type: string | null; body: string; headers?: Record<string, string> }

/** A Google written from its reference pages alone, without a line of the simulator. */
export type DocumentedGoogle = {
  url: string
  world: GivenWorld
  /** Answers in place of Google; undefined lets Google answer. */
  instead: (asked: Asked, usual: () => Reply) => Reply | undefined
}

export const json = (body: unknown, status = 200): Reply => ({
  status,
  type: 'application/json; charset=UTF-8',
  body: JSON.stringify(body),
})

/** The error form of https://developers.google.com/workspace/admin/directory/v1/limits and of recorded answers. */
export const refusal = (status: number, message: string, reason: string): Reply =>
  json({ error: { code: status, message, errors: [{ message, domain: 'global', reason }] } }, status)

/** Starts it on loopback; it ends with the test. */
export async function startDocumentedGoogle(t: ExecutionContext, world: GivenWorld): Promise<DocumentedGoogle> {
  const google: DocumentedGoogle = { url: '', world, instead: () => undefined }
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://google')
    const asked = questionOf(url)
    const usual = (): Reply => (asked === null ? tokenFor() : answerOf(google.world, asked))
    const { status, type, body, headers } = (asked === null ? undefined : google.instead(asked, usual)) ?? usual()
    request.resume().on('end', () => {
      response.writeHead(status, { ...(type === null ? {} : { 'content-type': type }), ...headers }).end(body)
    })
  })
  google.url = await listen(t, server)
  return google
}

const tokenFor = (): Reply => json({ access_token: 'x', expires_in: 3599, token_type: 'Bearer' })

/** Null: the token endpoint. */
function questionOf(url: URL): Asked | null {
  const [first, key, second, member] = url.pathname
    .replace('/admin/directory/v1/', '')
    .split('/')
    .map(decodeURIComponent)
  const asked = (question: Question, about: string | undefined): Asked => ({
    question,
    group: key ?? '',
    key: about ?? '',
    query: url.searchParams,
  })
  if (first === 'users') return asked(key === undefined ? 'users.list' : 'users.get', key)
  if (first !== 'groups') return null
  if (key === undefined) return asked('groups.list', url.searchParams.get('userKey') ?? undefined)
  if (second === undefined) return asked('groups.get', key)
  return second === 'members' ? asked('members.list', key) : asked('members.hasMember', member)
}

function answerOf({ users, groups }: GivenWorld, { question, group, key, query }: Asked): Reply {
  const user = users.find(({ id, primaryEmail, aliases = [] }) => [id, primaryEmail, ...aliases].includes(key))
  const asked = groups.find(({ id, email }) => id === group || email === group)
  switch (question) {
    case 'users.list':
      return json({ kind: 'admin#directory#users', users: users.map(resourceOf) })
    case 'users.get':
      return user === undefined
        ? refusal(404, 'Resource Not Found: userKey', 'notFound')
        : json({ kind: 'admin#directory#user', ...resourceOf(user) })
    case 'groups.list': {
      const member = user?.id ?? groups.find(({ id, email }) => id === key || email === key)?.id
      const found = query.has('userKey')
        ? groups.filter(({ members }) => members.some(({ id }) => id === member))
        : groups
      return json({ kind: 'admin#directory#groups', groups: found.map(groupOf) })
    }
    case 'groups.get':
      return asked === undefined ? noGroup() : json({ kind: 'admin#directory#group', ...groupOf(asked) })
    case 'members.list':
      return asked === undefined ? noGroup() : json({ kind: 'admin#directory#members', members: asked.members })
    case 'members.hasMember':
      if (asked === undefined) return noGroup()
      return user === undefined
        ? refusal(400, 'Invalid Input: memberKey', 'invalid')
        : json({ isMember: isIn(groups, asked, user.id, new Set()) })
  }
}

const noGroup = (): Reply => refusal(404, 'Resource Not Found: groupKey', 'notFound')
const resourceOf = (user: GivenUser) => ({ ...user, name: { fullName: user.primaryEmail.split('@')[0] } })
const groupOf = ({ id, email, members }: GivenGroup) => ({
  id,
  email,
  name: email,
  directMembersCount: String(members.length),
})

function isIn(groups: GivenGroup[], group: GivenGroup, userId: string, seen: Set<string>): boolean {
  if (seen.has(group.id)) return false
  seen.add(group.id)
  return group.members.some(({ id, type }) => {
    const inner = type === 'GROUP' ? groups.find((one) => one.id === id) : undefined
    return inner === undefined ? id === userId || type === 'CUSTOMER' : isIn(groups, inner, userId, seen)
  })
}
