import type { Fault } from '../../../source/simulator/server/faults.ts'

/** The calls of a run, each of which meets every fault. */
export const calls = [
  'token',
  'users.list',
  'users.get',
  'groups.list',
  'groups.get',
  'members.list',
  'members.hasMember',
] as const
export type Call = (typeof calls)[number]

/**
 * What a run ends with: the same result as without a fault, the same by asking another question, a result that takes
 * Google's word for it, or a problem's code.
 */
export type End = 'recovered' | 'answeredAnotherWay' | 'understood' | string
type Row = {
  name: string
  fault: Omit<Fault, 'call'>
  /** When the fault happens at the first such call only, and when it happens at every one. */
  once: End
  always: End
  /** Where a call differs: at that call both ends, or only one. */
  except?: Partial<Record<Call, End | { once: End; always: End }>>
}

const transient = (name: string, fault: Omit<Fault, 'call'>, always: string): Row => ({
  name,
  fault,
  once: 'recovered',
  always,
})
const lasting = (name: string, fault: Omit<Fault, 'call'>, end: End, except: Row['except'] = {}): Row => ({
  name,
  fault,
  once: end,
  always: end,
  except,
})

const rate = (reason: string, domain = 'usageLimits') => ({
  error: { code: 403, message: 'Slow down', errors: [{ message: 'Slow down', domain, reason }] },
})
const html = '<!DOCTYPE html><html><head><style>b{}</style></head><body><h1>Sign in to the network</h1></body></html>'

const listings = {
  'users.list': 'listingIncomplete',
  'groups.list': 'listingIncomplete',
  'members.list': 'listingIncomplete',
}
const noToken = { token: 'noAccessToken' }

/** The faults, and how a run ends with each. */
export const rows: Row[] = [
  ...[408, 500, 501, 502, 503, 504].map((status) => transient(`status ${status}`, { status }, 'googleUnavailable')),
  transient('status 502 with a web page', { status: 502, body: html }, 'googleUnavailable'),
  transient('status 503 with Retry-After', { status: 503, headers: { 'retry-after': '0' } }, 'googleUnavailable'),
  transient('status 429', { status: 429 }, 'googleThrottles'),
  transient('status 429 with Retry-After', { status: 429, headers: { 'retry-after': '0' } }, 'googleThrottles'),
  transient('status 403 rateLimitExceeded', { status: 403, body: rate('rateLimitExceeded') }, 'googleThrottles'),
  transient(
    'status 403 userRateLimitExceeded',
    { status: 403, body: rate('userRateLimitExceeded') },
    'googleThrottles',
  ),
  transient('status 403 quotaExceeded', { status: 403, body: rate('quotaExceeded', 'global') }, 'googleThrottles'),
  transient(
    'status 403 with RESOURCE_EXHAUSTED only',
    { status: 403, body: { error: { code: 403, message: 'x', status: 'RESOURCE_EXHAUSTED' } } },
    'googleThrottles',
  ),
  transient(
    'status 403 in plain text about the rate',
    { status: 403, body: 'Request rate higher than configured.' },
    'googleThrottles',
  ),
  transient('a broken connection', { reset: true }, 'googleUnreachable'),
  transient('a cut connection', { truncate: true }, 'googleUnreachable'),
  transient('a connection cut at once', { truncate: 0 }, 'googleUnreachable'),
  transient('no answer', { hang: true }, 'googleTimedOut'),
  lasting('status 400', { status: 400 }, 'requestRefused', {
    token: 'signInRefused',
    'members.hasMember': 'understood',
  }),
  {
    name: 'status 401',
    fault: { status: 401 },
    once: 'recovered',
    always: 'tokenNotAccepted',
    except: { token: 'delegationMissing' },
  },
  lasting('status 403 forbidden', { status: 403 }, 'rightMissing', {
    token: 'signInRefused',
    'users.get': 'understood',
    'members.list': 'groupUnreadable',
    'members.hasMember': 'understood',
    'groups.get': 'understood',
  }),
  lasting('status 404', { status: 404 }, 'requestRefused', {
    token: 'signInRefused',
    'users.get': 'understood',
    'groups.get': 'understood',
    'members.list': 'groupGone',
  }),
  lasting('status 404 with a web page', { status: 404, body: html }, 'notGoogle'),
  lasting('status 404 without a reason', { status: 404, body: { error: { code: 404 } } }, 'requestRefused', {
    token: 'notGoogle',
  }),
  lasting('status 403 with a web page', { status: 403, body: html }, 'notGoogle'),
  lasting('status 412', { status: 412 }, 'requestRefused', { token: 'signInRefused', 'users.get': 'understood' }),
  lasting('status 410', { status: 410 }, 'requestRefused', { token: 'signInRefused' }),
  lasting('a redirection', { status: 302, headers: { location: 'http://127.0.0.1:1/' }, body: '' }, 'notGoogle'),
  lasting('status 204', { status: 204, body: '' }, 'answerUnreadable', { ...listings, token: 'notGoogle' }),
  lasting('a web page', { body: html }, 'notGoogle'),
  lasting('half of the JSON', { body: '{"kind":"admin#directory#users","users":[{"id' }, 'answerUnreadable', {
    ...listings,
    ...noToken,
  }),
  lasting('an empty body', { body: '' }, 'answerUnreadable', { ...listings, ...noToken }),
  lasting('an empty object', { body: {} }, 'answerUnreadable', { ...listings, ...noToken }),
  lasting('a list', { body: [] }, 'answerUnreadable', { ...listings, ...noToken }),
  lasting('the word null', { body: 'null' }, 'answerUnreadable', { ...listings, ...noToken }),
  lasting('an error with status 200', { body: rate('backendError') }, 'answerUnreadable', { ...listings, ...noToken }),
  lasting('wrong types', { change: withWrongTypes }, 'answerUnreadable', { ...listings, ...noToken }),
]

/** Turns every id, address, token and truth value into something of another type. */
function withWrongTypes(body: unknown): unknown {
  return JSON.parse(JSON.stringify(body), (key, value: unknown) =>
    ['id', 'primaryEmail', 'access_token', 'isMember'].includes(key) ? 5 : value,
  )
}

/** How a run ends when a call meets a fault once, and when it meets it always. */
export function endsOf(row: Row, call: Call): { once: End; always: End } {
  const except = row.except?.[call]
  return typeof except === 'string' ? { once: except, always: except } : (except ?? row)
}
