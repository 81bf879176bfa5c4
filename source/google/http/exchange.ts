import { type ProxyRoute, proxyWithoutEffect } from '../../environment/proxy.ts'
import type { Problem } from '../../text/problem.ts'
import { utcMinute } from '../../text/utc-minute.ts'
import { connectionProblem, errorCode, messageOf } from '../problems/connection.ts'
import type { Answer } from './answer.ts'
import type { CallName } from './call-name.ts'
import { DeadlineError, withDeadline } from './deadline.ts'
import { isMinuteQuota, isThrottling, readGoogleError } from './google-error.ts'
import type { Limits } from './limits.ts'
import { backoff, type Pacing, type Turn, type Wait } from './pacing.ts'
import { retryAfter } from './retry-after.ts'
import type { WaitBudget } from './wait-budget.ts'

/** What all calls of a run share. */
export type ExchangeTools = {
  limits: Limits
  pacing: Pacing
  waits: WaitBudget
  /** Its reason is the problem that ends the run. */
  signal: AbortSignal
  onWait: (wait: Wait) => void
  onDetail: (line: string) => void
  /** Is told of each request that is sent. */
  onRequest: (() => void) | undefined
  /** The proxy on the way to a host. */
  proxyFor: (host: string) => ProxyRoute | null
}

/** One call, as it is sent and spoken of. */
export type Request = {
  call: CallName
  /** What it is about, for `--verbose`. */
  subject: string
  host: string
  /** Other calls wait for this one, so it goes before them. */
  urgent: boolean
  /** Sends it once, until the signal ends it. Resolves with any answer, rejects where none came. */
  send: (signal: AbortSignal) => Promise<Answer>
}

/** Why an attempt is not the last one: who must wait, for how long, and what it is when it was the last after all. */
type Setback = {
  kind: keyof Limits['attempts']
  everybodyWaits: boolean
  asked: number | null
  isMinuteQuota: boolean
  reason: string
  problem: Problem
}

/**
 * Sends a call until Google gives an answer that is worth reading: again after 408, 429, 5xx, 403 with a rate reason and
 * broken connections, within the limits. An answer that refuses is returned like any other.
 *
 * @throws Problem when the attempts or the patience are used up, or the run ends
 */
export async function exchange(request: Request, tools: ExchangeTools): Promise<Answer> {
  const { limits, pacing, waits, signal } = tools
  let begun: number | null = null
  const setbacks = { failed: 0, timedOut: 0, unreachable: 0 }
  let wasThrottled = false
  for (;;) {
    const turn = await pacing.enter({
      urgent: request.urgent || wasThrottled,
      isCounted: request.call !== 'token',
    })
    // Thousands of calls wait for their first turn as long as the quota makes them; that is nobody's failure.
    begun ??= performance.now()
    const left = patienceLeft(begun, tools)
    const timeout = Math.min(limits.timeout, Math.max(limits.shortestTimeout, left))
    const result = await attempt(request, turn, timeout, tools)
    if ('answer' in result) return result.answer
    const { setback, pauses, pause } = result
    const count = setback.kind === 'throttled' ? pauses : setbacks.failed + setbacks.timedOut + setbacks.unreachable + 1
    const wait = Math.max(setback.asked ?? 0, setback.everybodyWaits ? pause : backoff(limits, count))
    const now = performance.now()
    const late = now - begun + wait > limits.patience
    const attempts = setback.kind === 'throttled' ? pauses : ++setbacks[setback.kind]
    if (attempts >= limits.attempts[setback.kind] || late || wait > limits.longestWait) throw setback.problem
    if (!waits.take(now, now + wait)) throw setback.problem
    wasThrottled ||= setback.everybodyWaits
    if (setback.everybodyWaits) continue
    const givesUpIn = Math.max(0, Math.round(patienceLeft(begun, tools)))
    const retry = { attempt: count + 1, givesUpIn }
    tools.onWait({ milliseconds: Math.round(wait), reason: setback.reason, retry })
    await pacing.pause(wait)
    signal.throwIfAborted()
  }
}

/** For how long a call that began then may still go on, by its own patience and by what the run may still wait. */
function patienceLeft(begun: number, { limits, waits }: ExchangeTools): number {
  const now = performance.now()
  return Math.min(limits.patience - (now - begun), waits.endsIn(now))
}

async function attempt(
  request: Request,
  turn: Turn,
  timeout: number,
  { limits, waits, signal, onDetail, onRequest, proxyFor }: ExchangeTools,
): Promise<{ answer: Answer } | { setback: Setback; pauses: number; pause: number }> {
  const begun = performance.now()
  const told = (outcome: string) =>
    onDetail(`${request.call} ${request.subject}: ${outcome}, ${Math.round(performance.now() - begun)} ms`)
  let answer: Answer
  onRequest?.()
  try {
    answer = await withDeadline(timeout, signal, request.send)
  } catch (error) {
    turn.leave(false)
    signal.throwIfAborted()
    const now = performance.now()
    // What is not left any more is nothing: the next wait does not begin then.
    waits.take(begun, Math.min(now, begun + waits.endsIn(begun)))
    told(
      error instanceof DeadlineError ? 'no answer in time' : `no answer (${errorCode(error) || 'connection broken'})`,
    )
    return { setback: setbackOfError(request, error, timeout, proxyFor(request.host)), pauses: 0, pause: 0 }
  }
  told(String(answer.status))
  const setback = setbackOfAnswer(request, answer, proxyFor(request.host))
  const wait = setback?.everybodyWaits === true && (setback.asked ?? 0) <= limits.longestWait
  const paused = wait ? turn.throttled(setback, setback.reason) : { pauses: 0, wait: 0 }
  turn.leave(setback === null)
  return setback === null ? { answer } : { setback, pauses: paused.pauses, pause: paused.wait }
}

function setbackOfAnswer({ call, host }: Request, answer: Answer, proxy: ProxyRoute | null): Setback | null {
  const { status, headers } = answer
  if (status < 400) return null
  if (status === 407) throw connectionProblem('proxyRefuses', { host, message: null, ...shownProxy(proxy) })
  const error = readGoogleError(status, answer.body)
  const asked = retryAfter(headers['retry-after'], headers.date)
  if (isThrottling(error)) {
    return {
      kind: 'throttled',
      everybodyWaits: true,
      asked,
      isMinuteQuota: isMinuteQuota(error),
      reason: 'Google asks to slow down',
      problem: connectionProblem('googleThrottles', {
        call,
        after: utcMinute(new Date(Date.now() + Math.max(asked ?? usualPause, 60_000) + 59_999).toISOString()),
        message: error.message,
      }),
    }
  }
  if (status !== 408 && status < 500) return null
  return {
    kind: 'failed',
    everybodyWaits: asked !== null,
    asked,
    isMinuteQuota: false,
    reason: `Google is unavailable at the moment (${status})`,
    problem: connectionProblem('googleUnavailable', { call, status, message: error.message }),
  }
}

function setbackOfError({ call, host }: Request, error: unknown, timeout: number, proxy: ProxyRoute | null): Setback {
  const own = { everybodyWaits: false, asked: null, isMinuteQuota: false }
  if (error instanceof DeadlineError) {
    const seconds = Math.ceil(timeout / 1000)
    const problem = connectionProblem('googleTimedOut', { call, host, seconds })
    return { ...own, kind: 'timedOut', reason: 'Google did not answer in time', problem }
  }
  const code = errorCode(error)
  if (certificateCodes.test(code)) throw connectionProblem('certificateNotTrusted', { host, error: code }, error)
  // The proxy agent throws plain errors, with neither a type nor a code of their own: only their words tell them apart.
  if (error instanceof Error && /proxy/i.test(error.message)) {
    throw connectionProblem('proxyRefuses', { host, message: messageOf(error), ...shownProxy(proxy) }, error)
  }
  const about = { call, host, error: code || messageOf(error) }
  const problem =
    proxy === null
      ? connectionProblem('googleUnreachable', { ...about, unused: proxyWithoutEffect(process.env) }, error)
      : connectionProblem('proxyUnreachable', { ...about, ...shownProxy(proxy) }, error)
  const neverReached = /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT)$/.test(code)
  if (neverReached)
    return {
      ...own,
      kind: 'unreachable',
      reason: `${proxy === null ? host : `the proxy ${proxy.address}`} cannot be reached`,
      problem,
    }
  return { ...own, kind: 'failed', reason: 'The connection broke', problem }
}

const certificateCodes = /CERT|^ERR_TLS|SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)/

/** After so many milliseconds Google's quotas of a minute have come free, whoever used them up. */
const usualPause = 10 * 60_000

/** What may be shown of a proxy. One that answers without being asked for was put there by the network. */
const shownProxy = (proxy: ProxyRoute | null) => ({
  variable: proxy?.variable ?? 'HTTPS_PROXY',
  proxy: proxy?.address ?? null,
})
