import type { Fault } from '../../source/simulator/server/faults.ts'
import type { SyncSettings } from '../../source/sync/settings.ts'
import type { Random } from './random.ts'
import { type Account, living, resourceOf, type World } from './world.ts'

/** How Google behaves during one run, and what follows from it. */
export type Sky = {
  kind: 'clear' | 'shower' | 'storm' | 'mirage' | 'fog' | 'silence'
  name: string
  faults: Fault[]
  /** Whether the run must fail: always, when it looks users up, or when it happens to need what is broken. */
  fails: 'never' | 'always' | 'whenLookingUp' | 'perhaps'
  /** What Google lists, where that is not the truth. */
  listed?: World
}

/** Google as it should be. */
export const clear: Sky = { kind: 'clear', name: 'clear', faults: [], fails: 'never' }

type Call = 'token' | 'users.list' | 'members.list' | 'users.get'

const callsOf = (settings: SyncSettings): Call[] =>
  settings.groups.length === 0
    ? ['token', 'users.list', 'users.get']
    : ['token', 'users.list', 'users.get', 'members.list']

const html = '<!DOCTYPE html><html><head><title>Sign in</title></head><body>Captive portal</body></html>'
const rateBody = {
  error: {
    code: 403,
    message: "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute per user'",
    errors: [{ message: 'Quota exceeded', domain: 'usageLimits', reason: 'rateLimitExceeded' }],
  },
}

/** Throttled, cut or refused for a moment: the run must come through as if nothing had been. */
export function shower(random: Random, settings: SyncSettings): Sky {
  const call = random.pick(callsOf(settings))
  const times = 1 + random.below(2)
  const fault: Fault = random.pick<Fault>([
    { call, times: 1 + random.below(4), status: 429 },
    { call, times: 1 + random.below(4), status: 429, headers: { 'retry-after': '0' } },
    { call, times, status: 403, body: rateBody },
    { call, times, status: 503 },
    { call, times, status: 500, body: html },
    { call, times, reset: true },
    { call, times, truncate: true },
    { call, times, delayMs: 1 + random.below(3) },
    { call: 'users.list', times: 1, status: 401 },
  ])
  return { kind: 'shower', name: `shower ${JSON.stringify(fault)}`, faults: [fault], fails: 'never' }
}

/** Broken for as long as the run lasts: it must fail, and change nothing. */
export function storm(random: Random, settings: SyncSettings): Sky {
  const call = random.pick(callsOf(settings))
  const times = 'always'
  const fault: Fault = random.pick<Fault>([
    { call, times, status: 429 },
    { call, times, status: 503 },
    { call, times, status: 403, body: rateBody },
    { call, times, status: 400 },
    { call, times, status: 403, body: html },
    { call, times, status: 200, body: html },
    { call, times, status: 200, body: '' },
    { call, times, status: 200, body: '{"kind":"admin#directory#users","users":[{"id":"1' },
    { call, times, status: 200, body: {} },
    { call, times, status: 302, body: '', headers: { location: 'http://127.0.0.1:9/elsewhere' } },
    { call, times, status: 404, body: html },
    { call, times, reset: true },
    { call, times, truncate: true },
  ])
  return {
    kind: 'storm',
    name: `storm ${JSON.stringify(fault)}`,
    faults: [fault],
    fails: call === 'users.get' ? 'whenLookingUp' : 'always',
  }
}

/** Listings that contradict themselves. */
export function mirage(random: Random, world: World, settings: SyncSettings): Sky {
  const some = living(world).filter(() => random.chance(60))
  const kind = 'admin#directory#users'
  const body = random.pick<Record<string, unknown>>([
    { kind },
    { kind, users: [] },
    { kind, users: null },
    { kind: 'admin#directory#groups', users: living(world).map(resourceOf) },
    { kind, nextPageToken: 'again' },
    { kind, users: some.map(resourceOf), nextPageToken: 'again' },
    { kind, users: [...living(world), ...living(world)].map(resourceOf) },
    { kind, users: living(world).map(resourceOf), nextPageToken: '' },
    { kind, users: [{ primaryEmail: 'x@example.com' }] },
  ])
  return {
    kind: 'mirage',
    name: `mirage ${JSON.stringify(body).slice(0, 80)}`,
    faults: [{ call: 'users.list', times: 'always', status: 200, body }],
    // Groups of few members are read without the rest of the list, which then deceives nobody.
    fails: settings.groups.length > 0 && body.nextPageToken === 'again' ? 'perhaps' : 'always',
  }
}

/** An answer that says 200 and leaves people out, or is older than it should be. Nothing in it looks wrong. */
export function fog(random: Random, world: World, earlier: World, settings: SyncSettings): Sky {
  const group = random.pickSome(settings.groups)
  if (group !== undefined && random.chance(40)) {
    const all = random.chance(30)
    const kept = (id: string): boolean => !all && Number(id.slice(-2)) % 3 !== 0
    const listed: World = { accounts: world.accounts, groups: withoutDeleted(world) }
    for (const { id, entries } of listed.groups) {
      if (id === group.id) entries.splice(0, entries.length, ...entries.filter((entry) => kept(memberId(entry))))
    }
    const change = (body: unknown): unknown => {
      const page = body as { members?: { id: string }[] }
      return { ...page, members: (page.members ?? []).filter(({ id }) => kept(id)) }
    }
    return {
      kind: 'fog',
      name: `fog over the members of ${group.id}`,
      faults: [{ call: 'members.list', key: group.id, times: 'always', change }],
      fails: 'never',
      listed,
    }
  }
  const accounts: Account[] = random.chance(50)
    ? structuredClone(living(earlier))
    : living(world).filter((_account, index) => index === 0 || random.chance(65))
  const body = { kind: 'admin#directory#users', users: accounts.map(resourceOf) }
  return {
    kind: 'fog',
    name: `fog over ${living(world).length - accounts.length} accounts`,
    faults: [{ call: 'users.list', times: 'always', status: 200, body }],
    fails: 'never',
    listed: { accounts, groups: withoutDeleted(world) },
  }
}

/**
 * A list that leaves people out, and no answer, or one about somebody else, to the direct question about them. Nobody may
 * be deleted for it: the run must fail wherever it has to ask.
 */
export function silence(random: Random, world: World, earlier: World, settings: SyncSettings): Sky {
  const sky = fog(random, world, earlier, settings)
  const times = 'always'
  const withoutReason = { error: { code: 404, message: 'Resource Not Found: userKey' } }
  const fault = random.pick<Fault>([
    { call: 'users.get', times, change: (body) => ({ ...(body as object), id: '199' }) },
    { call: 'users.get', times, status: 404, body: withoutReason },
    { call: 'users.get', times, status: 410 },
    { call: 'members.hasMember', times, status: 404 },
    { call: 'members.hasMember', times, status: 404, body: html },
    { call: 'members.hasMember', times, status: 404, body: withoutReason },
    { call: 'members.hasMember', times, status: 200, body: { isMember: 'false' } },
    { call: 'members.hasMember', times, status: 200, body: {} },
  ])
  const { change: _change, ...shown } = fault
  return {
    ...sky,
    kind: 'silence',
    name: `silence ${JSON.stringify(shown)}, with ${sky.name}`,
    faults: [...sky.faults, fault],
    fails: 'perhaps',
  }
}

/** Google leaves deleted accounts out of groups at once, whatever the list of users still says. */
function withoutDeleted(world: World): World['groups'] {
  const alive = new Set(living(world).map(({ id }) => id))
  return world.groups.map((group) => ({
    ...group,
    entries: group.entries.filter(({ type, id }) => type !== 'USER' || alive.has(id)),
  }))
}

const memberId = ({ type, id }: World['groups'][number]['entries'][number]): string =>
  type === 'FOREIGN' ? `group-${id}` : id
