import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Account, type Dice, type Entry, type Group, present, type Town } from './town.ts'

/**
 * Written from Google's reference of the Directory API alone (users, groups, members; errors; paging), by somebody who
 * meant to mislead: https://developers.google.com/workspace/admin/directory/reference/rest/v1
 */
export type HostileGoogle = {
  url: string
  town: Town
  dice: Dice
  /** So many days have passed since the beginning of a history. */
  daysOn: number
  /** The percentage of answers that are spoilt. */
  lies: number
  /** Where some are given, only these questions are answered wrongly, and each in its one way. */
  themes: Theme[]
  /** The percentage of requests before which something happens in town. */
  unrest: number
  /** Told after something has happened in town in the middle of a run. */
  onUnrest: () => void
  /** Does something to the town. */
  disturb: () => void
  pageSize: number
  counts: Record<string, number>
  /** Whether a list was answered with another one of its kind, or says another unit, which nothing in it shows. */
  hasSwappedLists: boolean
  /** Whether members were missing from a list. */
  hasShortLists: boolean
  close: () => Promise<void>
}

/** A way to answer a question wrongly, kept up for a whole run. */
export type Theme = { call: (typeof calls)[number]; name: string; trick: Trick }

const calls = ['users.list', 'users.get', 'members.list', 'hasMember', 'groups.of', 'groups.get'] as const

/** Draws one or two; two of them are a list that is wrong without a sign, and the questions that would tell. */
export function drawThemes(dice: Dice): Theme[] {
  if (dice.chance(25)) return [drawTheme(dice.pick(calls), dice)]
  const call = dice.pick(['users.list', 'members.list'] as const)
  const quiet = inLists.filter(([name]) => quietly[call].includes(name))
  const [name, trick] = dice.pick(quiet)
  return [{ call, name, trick }, drawTheme(dice.pick(['users.get', 'hasMember', 'groups.of'] as const), dice)]
}

function drawTheme(call: Theme['call'], dice: Dice): Theme {
  const own = ownTricks(call)
  const [name, trick] = dice.pick(own.length > 0 && dice.chance(40) ? own : tricksFor(call))
  return { call, name, trick }
}

type Reply = { status: number; type?: string; body: string; headers?: Record<string, string> }
type Question = { call: string; group: string; key: string; query: URLSearchParams }

const json = (value: unknown, status = 200): Reply => ({
  status,
  type: 'application/json; charset=UTF-8',
  body: JSON.stringify(value),
})
const failure = (code: number, message: string, reason: string, domain = 'global'): Reply =>
  json({ error: { code, message, errors: [{ message, domain, reason }] } }, code)

/** Starts it on loopback. */
export async function startHostileGoogle(): Promise<HostileGoogle> {
  const google: HostileGoogle = {
    url: '',
    town: { accounts: [], groups: [] },
    dice: { below: () => 0, chance: () => false, pick: ([first]) => first as never },
    daysOn: 0,
    lies: 0,
    themes: [],
    unrest: 0,
    onUnrest: () => {},
    disturb: () => {},
    pageSize: 4,
    counts: {},
    hasSwappedLists: false,
    hasShortLists: false,
    close: () => closed(server),
  }
  const remembered: Reply[] = []
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://hostile')
    const reply = request.method === 'GET' ? spoilt(google, questionOf(url), remembered) : token()
    request.resume().on('end', () => {
      response.writeHead(reply.status, {
        date: new Date(Date.now()).toUTCString(),
        ...(reply.type === undefined ? {} : { 'content-type': reply.type }),
        ...reply.headers,
      })
      response.end(reply.body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  google.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return google
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}

const token = (): Reply => json({ access_token: 'ya29.x', expires_in: 3599, token_type: 'Bearer' })

function questionOf({ pathname, searchParams: query }: URL): Question {
  const [kind = '', key = '', what = '', member = ''] = pathname
    .replace('/admin/directory/v1/', '')
    .split('/')
    .map(decodeURIComponent)
  if (kind === 'users') return { call: key === '' ? 'users.list' : 'users.get', group: '', key, query }
  if (key === '')
    return {
      call: query.has('userKey') ? 'groups.of' : 'groups.list',
      group: '',
      key: query.get('userKey') ?? '',
      query,
    }
  if (what === '') return { call: 'groups.get', group: key, key, query }
  return { call: what === 'members' ? 'members.list' : 'hasMember', group: key, key: member, query }
}

/** An answer, perhaps with something wrong about it. Only what Google documents as its own "no" is never forged. */
function spoilt(google: HostileGoogle, question: Question, remembered: Reply[]): Reply {
  const { dice, counts } = google
  if (dice.chance(google.unrest)) {
    google.disturb()
    google.onUnrest()
    count(counts, 'something happened while reading')
  }
  const honest = answer(google, question)
  const themes = google.themes.filter(({ call }) => call === question.call)
  const isHonest = google.themes.length > 0 && themes.length === 0
  if (isHonest || !dice.chance(google.lies)) return remember(remembered, dressed(honest, dice))
  const theme = themes.length === 0 ? null : dice.pick(themes)
  const [name, trick] = theme === null ? dice.pick(tricksFor(question.call)) : [theme.name, theme.trick]
  count(counts, name)
  const reply = trick(honest, google, question, remembered)
  if (question.call === 'members.list' && reply.status === 200 && reply.body !== honest.body)
    google.hasShortLists = true
  return reply
}

function remember(remembered: Reply[], reply: Reply): Reply {
  remembered.push(reply)
  if (remembered.length > 60) remembered.shift()
  return reply
}

const count = (counts: Record<string, number>, name: string): void => {
  counts[name] = (counts[name] ?? 0) + 1
}

/** Google keeps the case in which an address was typed. */
function dressed(reply: Reply, dice: Dice): Reply {
  if (!dice.chance(10)) return reply
  return {
    ...reply,
    body: reply.body.replace(/[a-z-]+@(?:town|branch)|"\/[A-Z][a-z]+/g, (text) =>
      dice.chance(50) ? text.toUpperCase() : text,
    ),
  }
}

type Trick = (honest: Reply, google: HostileGoogle, question: Question, remembered: Reply[]) => Reply
type Named = readonly [string, Trick]

const html = (status: number): Reply => ({ status, type: 'text/html', body: '<html><body>Portal</body></html>' })

const anywhere: readonly Named[] = [
  ['a web page', () => html(200)],
  ['a web page, 404', () => html(404)],
  ['a web page, 403', () => html(403)],
  ['cut short', (reply) => ({ ...reply, body: reply.body.slice(0, Math.floor(reply.body.length * 0.6)) })],
  ['an empty body', () => ({ status: 200, type: 'application/json', body: '' })],
  ['204', () => ({ status: 204, body: '' })],
  ['an empty object', () => json({})],
  ['null', () => json(null)],
  ['a list', () => json([])],
  ['another kind', () => json({ kind: 'admin#directory#orgUnits' })],
  ['500', () => failure(500, 'Internal error encountered.', 'backendError')],
  ['503', () => failure(503, 'Service unavailable. Please try again', 'backendError')],
  ['quota', () => failure(403, 'Quota exceeded for quota metric', 'rateLimitExceeded', 'usageLimits')],
  ['429', () => failure(429, 'Resource has been exhausted (e.g. check quota).', 'rateLimitExceeded', 'usageLimits')],
  ['403 without a reason', () => json({ error: { code: 403, message: 'no' } }, 403)],
  ['404 of a proxy', () => json({ message: 'no Route matched' }, 404)],
  ['404 without a reason', () => json({ error: { code: 404, message: 'Resource Not Found: userKey' } }, 404)],
  ['404 of a domain', () => failure(404, 'Domain not found.', 'notFound')],
  ['404 as text', () => ({ ...failure(404, 'Resource Not Found: userKey', 'notFound'), type: 'text/plain' })],
  [
    '404 with another code inside',
    () => json({ error: { code: 400, message: 'Resource Not Found: userKey', errors: [{ reason: 'notFound' }] } }, 404),
  ],
  ['404 sent as 200', () => ({ ...failure(404, 'Resource Not Found: userKey', 'notFound'), status: 200 })],
  ['410', () => failure(410, 'Gone', 'gone')],
  ['412 of something else', () => failure(412, 'Precondition Failed', 'conditionNotMet')],
  ['302', () => ({ status: 302, body: '', headers: { location: 'http://127.0.0.1:9/login' } })],
  [
    'an answer to an earlier question',
    (reply, google, { call }, remembered) => otherAnswer(reply, google, call, remembered),
  ],
]

/** Answers to questions about somebody are told from one another by what they say; those of another form must be, too. */
function otherAnswer(honest: Reply, google: HostileGoogle, call: string, remembered: Reply[]): Reply {
  // A true answer to the same question from another day would be Google's own word.
  if (call.endsWith('list')) google.hasSwappedLists = true
  const others = remembered.filter(
    ({ body }) => call.endsWith('list') || (kindOf(body) !== kindOf(honest.body) && !isOwnNo(call, body)),
  )
  return others.length === 0 ? honest : google.dice.pick(others)
}

/** Google's own "no" does not say whom it is about. */
function isOwnNo(call: string, body: string): boolean {
  if (call === 'users.get') return body.includes('Resource Not Found: userKey') || body.includes('User is deleted.')
  return call === 'hasMember' ? body.includes('"isMember":false') : kindOf(body) === 'admin#directory#groups'
}

function kindOf(body: string): string {
  return (
    /"kind":"([^"]+)"/.exec(body)?.[1] ??
    (body.includes('isMember') ? 'isMember' : body.includes('"error"') ? 'error' : 'none')
  )
}

type Listing = { kind: string; nextPageToken?: string; users?: unknown[]; members?: unknown[]; groups?: unknown[] }

/** @param token the page token in place of the right one; null: none */
function changedList(reply: Reply, change: (items: unknown[]) => unknown[], token?: string | null): Reply {
  const list = JSON.parse(reply.body) as Listing
  const name = (['users', 'members', 'groups'] as const).find((key) => list[key] !== undefined)
  if (reply.status !== 200 || name === undefined) return reply
  list[name] = change(list[name] ?? [])
  if (token === undefined) return json(list)
  const { nextPageToken: _right, ...rest } = list
  return json(token === null ? rest : { ...rest, nextPageToken: token })
}

const same = (items: unknown[]): unknown[] => items

const inLists: readonly Named[] = [
  ['somebody is missing', (reply, { dice }) => changedList(reply, (items) => items.filter(() => !dice.chance(40)))],
  ['everybody is missing', (reply) => changedList(reply, () => [])],
  ['the last one is missing', (reply) => changedList(reply, (items) => items.slice(0, -1))],
  ['somebody is there twice', (reply) => changedList(reply, (items) => [...items, ...items.slice(0, 1)])],
  ['it ends early', (reply) => changedList(reply, same, null)],
  [
    'its token is the one before',
    (reply, _google, { query }) => changedList(reply, same, query.get('pageToken') ?? 'x.0'),
  ],
  ['its token is nobody’s', (reply) => changedList(reply, same, 'zzz')],
  [
    'it is gone',
    (_reply, _google, { call }) =>
      failure(404, `Resource Not Found: ${call === 'users.list' ? 'userKey' : 'groupKey'}`, 'notFound'),
  ],
  ['it may not be read', () => failure(403, 'Not Authorized to access this resource/api', 'forbidden')],
  [
    'the members of another group',
    (reply, google, question) => {
      if (question.call !== 'members.list') return reply
      google.hasSwappedLists = true
      return members(google, google.dice.pick(google.town.groups), question.query)
    },
  ],
  [
    'the entry of everybody is missing',
    (reply) => changedList(reply, (items) => items.filter((item) => (item as { type?: string }).type !== 'CUSTOMER')),
  ],
  [
    'nobody says who is suspended',
    (reply) =>
      changedList(reply, (items) =>
        items.map((item) => ({ ...(item as object), suspended: undefined, archived: undefined })),
      ),
  ],
  [
    'nobody says which unit it is',
    (reply, { dice }) =>
      changedList(reply, (items) =>
        items.map((item) => (dice.chance(60) ? { ...(item as object), orgUnitPath: undefined } : item)),
      ),
  ],
  [
    'units are mixed up',
    (reply, google, { call }) => {
      if (call !== 'users.list') return reply
      google.hasSwappedLists = true
      return changedList(reply, (items) =>
        items.map((item) => ({ ...(item as object), orgUnitPath: google.dice.pick(google.town.accounts).unit })),
      )
    },
  ],
  [
    'others are in it as well',
    (reply, google, { call }) => {
      if (call !== 'members.list' || reply.status !== 200) return reply
      google.hasSwappedLists = true
      const list = JSON.parse(reply.body) as { members?: { id?: string }[] }
      const isNew = ({ id }: Account): boolean => list.members?.some((one) => one.id === id) !== true
      const others = present(google.town).filter((account) => isNew(account) && google.dice.chance(30))
      const members = others.map(({ id, address }) => ({ id, email: address, type: 'USER', status: 'ACTIVE' }))
      return json({ ...list, members: [...(list.members ?? []), ...members] })
    },
  ],
]

const missing = ['somebody is missing', 'everybody is missing', 'the last one is missing', 'it ends early']

/** Those that nothing in the list shows. */
const quietly: Readonly<Record<'users.list' | 'members.list', readonly string[]>> = {
  'users.list': [...missing, 'nobody says which unit it is', 'units are mixed up', 'nobody says who is suspended'],
  'members.list': [
    ...missing,
    'others are in it as well',
    'others are in it as well',
    'the entry of everybody is missing',
  ],
}

const ownTricks = (call: string): readonly Named[] =>
  call.endsWith('list') ? inLists : call === 'users.get' ? inUsers : []

/** The ways that a question can be answered wrongly. */
const tricksFor = (call: string): readonly Named[] => [...anywhere, ...ownTricks(call)]

const inUsers: readonly Named[] = [
  ['somebody else', (_reply, { dice, town }) => json(user(dice.pick(town.accounts)))],
  [
    'somebody else under this id',
    (_reply, { dice, town }, { key }) =>
      json({ ...user(dice.pick(town.accounts)), kind: 'admin#directory#user', id: `${key}0` }),
  ],
  [
    'without a unit',
    (reply) => (reply.status === 200 ? json({ ...JSON.parse(reply.body), orgUnitPath: undefined }) : reply),
  ],
  [
    'without a state',
    (reply) =>
      reply.status === 200 ? json({ ...JSON.parse(reply.body), suspended: undefined, archived: undefined }) : reply,
  ],
]

function answer(google: HostileGoogle, { call, group, key, query }: Question): Reply {
  const { town } = google
  const found = town.groups.find(({ id, address, gone }) => !gone && (id === group || address === group.toLowerCase()))
  switch (call) {
    case 'users.list':
      return users(google, query)
    case 'users.get': {
      const account = accountOf(town, key)
      if (account === undefined || account.state === 'forgotten')
        return failure(404, 'Resource Not Found: userKey', 'notFound')
      if (account.state === 'left') return failure(412, 'User is deleted.', 'conditionNotMet')
      return json(user(account))
    }
    case 'groups.of': {
      const above = groupsAbove(town, key)
      return above === null
        ? failure(404, 'Resource Not Found: userKey', 'notFound')
        : json({ kind: 'admin#directory#groups', groups: above.map(groupResource) })
    }
    case 'groups.list':
      return json({
        kind: 'admin#directory#groups',
        groups: town.groups.filter(({ gone }) => !gone).map(groupResource),
      })
    case 'groups.get':
      if (group.startsWith('xgid') || group.includes('@elsewhere.test'))
        return failure(403, 'Not Authorized to access this resource/api', 'forbidden')
      return found === undefined ? noGroup() : json({ ...groupResource(found), kind: 'admin#directory#group' })
    case 'members.list':
      if (group.startsWith('xgid') || group.includes('@elsewhere.test'))
        return failure(403, 'Not Authorized to access this resource/api', 'forbidden')
      return found === undefined ? noGroup() : members(google, found, query)
    default:
      return found === undefined ? noGroup() : hasMember(town, found, key)
  }
}

const noGroup = (): Reply => failure(404, 'Resource Not Found: groupKey', 'notFound')

/** "userKey: primary email address, alias email address, or unique user ID". Somebody who is here comes first. */
function accountOf({ accounts }: Town, key: string): Account | undefined {
  const asked = key.toLowerCase()
  const fit = accounts.filter(({ id, address, aliases }) => id === key || [address, ...aliases].includes(asked))
  return fit.find(({ state }) => state === 'here') ?? fit.find(({ state }) => state === 'left') ?? fit[0]
}

/** "A paginated list of all users", by address, from either end. */
function users({ town, pageSize }: HostileGoogle, query: URLSearchParams): Reply {
  if (query.get('customer') !== 'my_customer') return failure(400, 'Bad Request', 'badRequest')
  const sorted = present(town).sort((a, b) => (a.address < b.address ? -1 : 1))
  if (query.get('sortOrder') === 'DESCENDING') sorted.reverse()
  return paged('admin#directory#users', 'users', sorted.map(user), pageSize, query)
}

function members({ town, pageSize }: HostileGoogle, group: Group, query: URLSearchParams): Reply {
  const list = group.entries.flatMap((entry) => memberResource(town, entry))
  return paged('admin#directory#members', 'members', list, pageSize, query)
}

/** The token names the last entry that was given, so that what changes meanwhile can fall between two pages. */
function paged(
  kind: string,
  name: string,
  items: { id?: string; email?: string }[],
  size: number,
  query: URLSearchParams,
): Reply {
  const asked = query.get('pageToken')
  if (asked !== null && !/^x\.\d+$/.test(asked)) return failure(400, `Invalid Input: ${asked}`, 'invalid')
  const start = asked === null ? 0 : Number(asked.slice(2))
  const page = items.slice(start, start + size)
  const more = start + size < items.length ? { nextPageToken: `x.${start + size}` } : {}
  return json({ kind, etag: '"e"', ...(page.length === 0 ? {} : { [name]: page }), ...more })
}

const user = ({ id, address, aliases, suspended, archived, unit }: Account) => ({
  kind: 'admin#directory#user',
  id,
  primaryEmail: address,
  name: { givenName: 'N', familyName: id, fullName: `N ${id}` },
  suspended,
  archived,
  orgUnitPath: unit,
  ...(aliases.length === 0 ? {} : { aliases }),
  nonEditableAliases: [`${address}.test-google-a.com`],
})

const groupResource = ({ id, address, entries }: Group) => ({
  kind: 'admin#directory#group',
  id,
  email: address,
  name: address,
  directMembersCount: String(entries.filter(({ kind }) => kind === 'account').length),
})

/** A member of the list; an account that is gone is no member of anything. */
function memberResource(town: Town, entry: Entry): { id?: string; email?: string; type: string; status?: string }[] {
  if (entry.kind === 'everybody') return [{ id: 'C7town', type: 'CUSTOMER', status: 'ACTIVE' }]
  if (entry.kind === 'stranger')
    return [{ id: entry.id, email: `p${entry.id}@elsewhere.test`, type: 'USER', status: 'ACTIVE' }]
  if (entry.kind === 'strangers')
    return [{ id: entry.id, email: `${entry.id}@elsewhere.test`, type: 'GROUP', status: 'ACTIVE' }]
  if (entry.kind === 'group') {
    const group = town.groups.find(({ id }) => id === entry.id)
    return group === undefined || group.gone
      ? []
      : [{ id: group.id, email: group.address, type: 'GROUP', status: 'ACTIVE' }]
  }
  const account = present(town).find(({ id }) => id === entry.id)
  if (account === undefined) return []
  const { id, address, aliases } = account
  const status = account.suspended ? 'SUSPENDED' : 'ACTIVE'
  const shown = {
    both: { id, email: address },
    id: { id },
    address: { email: address },
    alias: { id, email: aliases[0] ?? address },
    otherId: { id: `9${id}`, email: address },
  }[entry.style]
  return [{ ...shown, type: 'USER', status }]
}

/**
 * "Membership can be direct or nested, but if nested, the memberKey and groupKey must be entities in the same domain or an
 * Invalid input error is returned."
 */
function hasMember(town: Town, group: Group, key: string): Reply {
  const account = accountOf(town, key)
  if (account?.state !== 'here') return failure(400, 'Invalid Input: memberKey', 'invalid')
  const direct = group.entries.some((entry) => entry.kind === 'account' && entry.id === account.id)
  if (direct) return json({ isMember: true })
  if (account.address.split('@')[1] !== group.address.split('@')[1])
    return failure(400, 'Invalid Input: memberKey', 'invalid')
  return json({ isMember: leadsDown(town, group, account.id, new Set()) })
}

function leadsDown(town: Town, group: Group, accountId: string, seen: Set<string>): boolean {
  if (group.gone || seen.has(group.id)) return false
  seen.add(group.id)
  return group.entries.some((entry) => {
    if (entry.kind === 'everybody') return true
    if (entry.kind === 'account') return entry.id === accountId
    const inner = entry.kind === 'group' ? town.groups.find(({ id }) => id === entry.id) : undefined
    return inner !== undefined && leadsDown(town, inner, accountId, seen)
  })
}

/** "userKey: returns groups for which the userKey has a membership": direct ones, of accounts and of groups. */
function groupsAbove(town: Town, key: string): Group[] | null {
  const account = accountOf(town, key)
  const inner = town.groups.find(({ id, address, gone }) => !gone && (id === key || address === key.toLowerCase()))
  if (account?.state !== 'here' && inner === undefined) return null
  const id = inner?.id ?? account?.id
  return town.groups.filter(
    ({ entries, gone }) =>
      !gone && entries.some((entry) => (entry.kind === 'account' || entry.kind === 'group') && entry.id === id),
  )
}
