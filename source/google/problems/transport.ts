import { maskSecrets } from '../../text/mask-secrets.ts'
import { oneLine } from '../../text/one-line.ts'
import { Problem } from '../../text/problem.ts'
import type { CallName } from '../http/call-name.ts'

/** Google could not be reached, or the connection broke, on every attempt. */
export function unreachable(call: CallName, error: unknown, host: string): Problem {
  const code = errorCode(error)
  return new Problem(
    {
      code: 'googleUnreachable',
      kind: 'failed',
      title: `No connection to ${host}`,
      cause: reachabilityCauses[code] ?? 'The connection broke on every attempt.',
      remedy:
        'Check the network, the firewall and the proxy of this machine (HTTPS_PROXY, NO_PROXY), then run it again. Nothing was changed.',
      facts: { call, host, error: code === '' ? oneLine(messageOf(error), 160) : code },
    },
    error,
  )
}

const reachabilityCauses: Record<string, string> = {
  ENOTFOUND: "The host's name could not be resolved: DNS does not answer, or there is no network.",
  EAI_AGAIN: "The host's name could not be resolved: DNS does not answer, or there is no network.",
  ECONNREFUSED: 'The connection was refused: nothing listens there, or a firewall rejects it.',
  ENETUNREACH: 'There is no route to the network.',
  EHOSTUNREACH: 'There is no route to the host.',
  ETIMEDOUT: 'The connection could not be opened in time; a firewall may drop it.',
}

/** Google did not finish its answer in time, on every attempt. */
export function timedOut(call: CallName, host: string, milliseconds: number): Problem {
  return new Problem({
    code: 'googleTimedOut',
    kind: 'failed',
    title: `${host} did not answer in time`,
    cause: `No complete answer came within ${Math.ceil(milliseconds / 1000)} seconds, on every attempt.`,
    remedy: 'Run it again in a few minutes. If it stays so, look at the network and the proxy. Nothing was changed.',
    facts: { call, host },
  })
}

/** 408 or 5xx on every attempt. */
export function unavailable(call: CallName, status: number, message: string): Problem {
  return new Problem({
    code: 'googleUnavailable',
    kind: 'failed',
    title: 'Google is unavailable at the moment',
    cause: `Google answered with status ${status} on every attempt${message === '' ? '' : `: ${message}`}`,
    remedy:
      'Run it again in a few minutes. Disturbances are shown on https://www.google.com/appsstatus/dashboard/. Nothing was changed.',
    facts: { call, status: String(status) },
  })
}

/** Google asked for patience longer than a run can give. */
export function throttledForLong(call: CallName, milliseconds: number | null, message: string): Problem {
  const minutes = milliseconds === null ? null : Math.ceil(milliseconds / 60_000)
  return new Problem({
    code: 'googleThrottles',
    kind: 'failed',
    title: 'Google asks to slow down',
    cause: `Too many requests were made in this Google Cloud project or for this administrator, perhaps by other programs too${message === '' ? '' : `: ${message}`}`,
    remedy:
      minutes === null
        ? 'Wait a few minutes, then run it again. Nothing was changed.'
        : `Wait ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}, then run it again. Nothing was changed.`,
    facts: { call, ...(minutes === null ? {} : { retryAfterMinutes: String(minutes) }) },
  })
}

/** The other side's certificate is not trusted: usually a proxy that opens TLS connections. */
export function certificateNotTrusted(error: unknown, host: string): Problem {
  return new Problem(
    {
      code: 'certificateNotTrusted',
      kind: 'failed',
      title: `The certificate of ${host} is not trusted`,
      cause:
        'Something between this machine and Google opens the encrypted connection, such as a company proxy, or the clock of this machine is wrong.',
      remedy:
        "Ask for the proxy's root certificate as a PEM file and set NODE_EXTRA_CA_CERTS to its path; also check the date of this machine.",
      facts: { host, error: errorCode(error) },
    },
    error,
  )
}

/** The proxy between here and Google does not let the connection pass. */
export function proxyRefuses(host: string, error?: unknown): Problem {
  return new Problem(
    {
      code: 'proxyRefuses',
      kind: 'failed',
      title: 'The proxy does not let the connection pass',
      cause:
        error === undefined
          ? 'The proxy that HTTPS_PROXY names asks for a user name and a password (status 407).'
          : `The proxy that HTTPS_PROXY names does not work: ${oneLine(messageOf(error), 160)}`,
      remedy: `Let the proxy pass connections to ${host}, port 443, or give its user name and password in HTTPS_PROXY.`,
      facts: { host },
    },
    error,
  )
}

/** An answer that cannot be Google's: a redirection, or the page or the words of something in between. */
export function notGoogle(call: CallName, status: number, message: string): Problem {
  return new Problem({
    code: 'notGoogle',
    kind: 'failed',
    title: 'Something other than Google answered',
    cause: `The answer (status ${status}) is ${status >= 300 && status < 400 ? 'a redirection, which Google never sends here' : "not in the form of Google's answers"}: a proxy or a network sign-in page may stand in between${message === '' ? '' : `. It says: ${message}`}`,
    remedy:
      'Sign in to the network, or let the proxy pass oauth2.googleapis.com, admin.googleapis.com and gmail.googleapis.com.',
    facts: { call, status: String(status) },
  })
}

/** An environment variable would weaken or expose the connection. */
export function unsafeEnvironment(variable: string, effect: string): Problem {
  return new Problem({
    code: 'unsafeEnvironment',
    kind: 'usage',
    title: `${variable} is set`,
    cause: `With this environment variable ${effect}. Rollcall does not speak to Google that way.`,
    remedy: `Unset ${variable} and run it again. For a company's own certificate use NODE_EXTRA_CA_CERTS.`,
    facts: { variable },
  })
}

/** The system's or OpenSSL's code of an error, from anywhere in its chain of causes; empty where there is none. */
export function errorCode(error: unknown): string {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth += 1) {
    if ('code' in cause && typeof cause.code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(cause.code)) return cause.code
  }
  return ''
}

function messageOf(error: unknown): string {
  return maskSecrets((error instanceof Error ? error.message : String(error)).slice(0, 10_000))
}
