import * as z from 'zod'
import { hostileTokens } from '../openid/hostile-token.ts'
import { parseInputText } from '../parse-input.ts'

/** The calls that can be made to fail. */
const faultyCalls = [
  'token',
  'users.list',
  'users.get',
  'groups.list',
  'groups.get',
  'members.list',
  'members.get',
  'members.hasMember',
  'gmail.getProfile',
  'oidc.authorize',
  'oidc.token',
  'oidc.userinfo',
  'oidc.tokeninfo',
  'oidc.revoke',
  'oidc.certs',
] as const
export type CallName = (typeof faultyCalls)[number]

const fault = z.strictObject({
  call: z.enum(faultyCalls),
  /** Only this page of a listing, counted from 1. */
  page: z.number().int().positive().optional(),
  /** Only this group or user: the key in the path. */
  key: z.string().optional(),
  /** How often it happens; 1 unless given. */
  times: z.union([z.number().int().positive(), z.literal('always')]).optional(),
  /** Answer with this status; without `body`, in Google's words for it. */
  status: z.number().int().min(200).max(599).optional(),
  /** An object is sent as JSON, a string as it is. */
  body: z.union([z.string(), z.record(z.string(), z.unknown()), z.array(z.unknown())]).optional(),
  /** A value may be a number, as in `"Retry-After": 2`. */
  headers: z.record(z.string(), z.union([z.string(), z.number().transform(String)])).optional(),
  /** Wait before answering. */
  delayMs: z.number().nonnegative().optional(),
  /** Never answer. */
  hang: z.boolean().optional(),
  /** Break the connection instead of answering. */
  reset: z.boolean().optional(),
  /** Break the connection in the middle of the body: after half of it, or after this many bytes. */
  truncate: z.union([z.boolean(), z.number().int().nonnegative()]).optional(),
  /** Lie about the next page: give the token that led here once more, or none although there are more pages. */
  nextPage: z.enum(['repeat', 'drop']).optional(),
  /** Makes the id token wrong in this way; for `oidc.token`. */
  idToken: z.enum(hostileTokens).optional(),
})

/** One thing to go wrong. */
export type Fault = z.output<typeof fault> & {
  /** Changes the JSON body before it is sent; can only be set from code. */
  change?: ((body: unknown) => unknown) | undefined
}

/**
 * Reads a faults file.
 *
 * @throws SimulatorInputError
 */
export function parseFaultsText(text: string, name: string): Fault[] {
  return parseInputText(z.array(fault), text, name)
}

/** What is still to go wrong. */
export type FaultList = {
  set: (faults: readonly Fault[]) => void
  /** The first fault that fits a request, which counts as happened. */
  take: (request: FaultyRequest) => Fault | undefined
}
export type FaultyRequest = { call: string | null; page: number; keys: readonly string[] }

export function createFaultList(faults: readonly Fault[]): FaultList {
  const begin = (all: readonly Fault[]) => all.map((each) => ({ fault: each, left: timesOf(each) }))
  let pending = begin(faults)
  return {
    set: (next) => {
      pending = begin(next)
    },
    take: ({ call, page, keys }) => {
      const found = pending.find(
        (each) =>
          each.left > 0 &&
          each.fault.call === call &&
          (each.fault.page === undefined || each.fault.page === page) &&
          (each.fault.key === undefined || keys.includes(each.fault.key)),
      )
      if (found === undefined) return undefined
      found.left -= 1
      return found.fault
    },
  }
}

function timesOf(fault: Fault): number {
  return fault.times === 'always' ? Number.POSITIVE_INFINITY : (fault.times ?? 1)
}
