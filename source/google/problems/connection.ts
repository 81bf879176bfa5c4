import { maskSecrets } from '../../text/mask-secrets.ts'
import { counted } from '../../text/numbers.ts'
import { entry, problemFrom } from '../../text/problem-catalogue.ts'
import { sentence } from '../../text/sentence.ts'
import { describeOffset } from '../http/clock.ts'

const reachability: Readonly<Record<string, string>> = {
  ENOTFOUND: "The host's name can't be resolved: DNS does not answer, or there is no network.",
  EAI_AGAIN: "The host's name can't be resolved: DNS does not answer, or there is no network.",
  ECONNREFUSED: 'The connection was refused: nothing listens there, or a firewall rejects it.',
  ENETUNREACH: 'There is no route to the network.',
  EHOSTUNREACH: 'There is no route to the host.',
  ETIMEDOUT: 'The connection could not be opened in time. A firewall may drop it.',
}

/** What Google, or what answers in its place, said; with the sentence's end before it. */
const said = (message: string, lead = ' It says: '): string => (message === '' ? '' : sentence(`${lead}${message}`))

/** Everything that can go wrong on the way to Google and back. */
export const connectionProblems = {
  googleUnreachable: entry<{ call: string; host: string; error: string; unused?: string | null }>({
    kind: 'failed',
    title: ({ host }) => `No connection to ${host}`,
    cause: ({ error }) => `${reachability[error] ?? 'The connection broke on every attempt.'} Nothing was changed.`,
    remedy: ({ unused }) =>
      unused
        ? `${unused} is set, but Google is reached by https:// only. If that proxy leads to Google, set this and run it again:\nexport HTTPS_PROXY="$${unused}"`
        : "Check this machine's network, firewall and proxy (HTTPS_PROXY, NO_PROXY), then run it again.",
    facts: ({ call, host, error }) => ({ call, host, error }),
    nameless: ['call', 'host', 'error', 'unused'],
    example: { call: 'users.list', host: 'admin.googleapis.com', error: 'ENOTFOUND', unused: null },
  }),
  googleTimedOut: entry<{ call: string; host: string; seconds: number }>({
    kind: 'failed',
    title: ({ host }) => `${host} did not answer in time`,
    cause: ({ seconds }) =>
      `No complete answer came within ${counted(seconds, 'second')}, on every attempt. Nothing was changed.`,
    remedy: 'Run it again in a few minutes. If it stays so, check the network and the proxy.',
    facts: ({ call, host }) => ({ call, host }),
    nameless: ['call', 'host'],
    example: { call: 'users.list', host: 'admin.googleapis.com', seconds: 60 },
  }),
  googleUnavailable: entry<{ call: string; status: number; message: string }>({
    kind: 'failed',
    title: 'Google is unavailable at the moment',
    cause: ({ status, message }) =>
      `Google answered with status ${status} on every attempt.${said(message)} Nothing was changed.`,
    remedy: 'Run it again in a few minutes. Current outages: https://www.google.com/appsstatus/dashboard/',
    facts: ({ call, status }) => ({ call, status }),
    nameless: ['call'],
    example: { call: 'users.list', status: 503, message: 'Backend Error.' },
  }),
  googleThrottles: entry<{ call: string; after: string; message: string }>({
    kind: 'failed',
    title: 'Google asks to slow down',
    cause: ({ message }) =>
      `Too many requests were made in this Google Cloud project or for this administrator, perhaps by other programs too.${said(message)} Nothing was changed.`,
    remedy: ({ after }) => `Try again after ${after} UTC. To let a run wait longer by itself, give it --wait SECONDS.`,
    facts: ({ call, after }) => ({ call, tryAgainAfter: after }),
    nameless: ['call', 'after'],
    example: { call: 'users.list', after: '2026-01-31 14:05', message: 'Quota exceeded.' },
  }),
  certificateNotTrusted: entry<{ host: string; error: string }>({
    kind: 'failed',
    title: ({ host }) => `The certificate of ${host} is not trusted`,
    cause:
      "Something between this machine and Google opens the encrypted connection, such as a company proxy. Or this machine's clock is wrong.",
    remedy:
      "Ask for the proxy's root certificate as a PEM file and set NODE_EXTRA_CA_CERTS to its path. Also check the date of this machine.",
    facts: (about) => about,
    nameless: ['host', 'error'],
    example: { host: 'oauth2.googleapis.com', error: 'SELF_SIGNED_CERT_IN_CHAIN' },
  }),
  proxyUnreachable: entry<{ call: string; host: string; error: string; variable: string; proxy: string | null }>({
    kind: 'failed',
    title: ({ proxy }) => `No connection through the proxy ${proxy ?? ''}`.trimEnd(),
    cause: ({ error, variable, host }) =>
      `${variable} names this proxy for ${host}. ${reachability[error] ?? 'The connection broke on every attempt.'} Nothing was changed.`,
    remedy: ({ variable, host }) =>
      `Correct ${variable}, or add the host to NO_PROXY if this machine reaches it directly. Then run it again:\nexport NO_PROXY=${host}`,
    facts: (about) => about,
    nameless: ['call', 'host', 'error', 'variable'],
    example: {
      call: 'users.list',
      host: 'admin.googleapis.com',
      error: 'ECONNREFUSED',
      variable: 'HTTPS_PROXY',
      proxy: 'proxy.example.com:3128',
    },
  }),
  proxyRefuses: entry<{ host: string; message: string | null; variable: string; proxy: string | null }>({
    kind: 'failed',
    title: 'The proxy blocks the connection',
    cause: ({ message, variable }) =>
      message === null
        ? `The proxy in ${variable} asks for a user name and a password (status 407).`
        : `The proxy in ${variable} does not work: ${sentence(message)}`,
    remedy: ({ host, variable }) =>
      `Let the proxy pass connections to ${host}, port 443, or give its user name and password in ${variable}.`,
    facts: ({ host, proxy }) => ({ host, proxy }),
    nameless: ['host', 'variable'],
    example: { host: 'oauth2.googleapis.com', message: null, variable: 'HTTPS_PROXY', proxy: 'proxy.example.com:3128' },
  }),
  notGoogle: entry<{ call: string; status: number; message: string }>({
    kind: 'failed',
    title: 'Something other than Google answered',
    cause: ({ status, message }) =>
      `The answer (status ${status}) ${status >= 300 && status < 400 ? 'is a redirection, which Google never sends here' : "does not have the form of Google's answers"}. It may come from a proxy or from a network's sign-in page.${said(message)}`,
    remedy:
      'Sign in to the network, or let the proxy pass oauth2.googleapis.com, admin.googleapis.com and gmail.googleapis.com.',
    facts: ({ call, status }) => ({ call, status }),
    nameless: ['call'],
    example: { call: 'token', status: 302, message: '' },
  }),
  clockOff: entry<{ minutesOff: number | null }>({
    kind: 'refused',
    title: ({ minutesOff }) =>
      `This machine's clock is ${minutesOff === null || minutesOff === 0 ? 'wrong' : describeOffset(minutesOff)}`,
    cause: 'Each request carries the time. Google refuses it when that differs too much from its own clock.',
    remedy: 'Set the clock, best by switching on time synchronization. Then check again:\ntimedatectl set-ntp true',
    facts: ({ minutesOff }) => ({ minutesOff }),
    example: { minutesOff: -125 },
  }),
  endpointNotLoopback: entry<{ address: string }>({
    kind: 'usage',
    title: "Google's stand-in must run on this machine",
    cause: ({ address }) =>
      `${address} is refused: Rollcall sends credentials there, so it accepts only loopback addresses.`,
    remedy:
      'Give http://localhost, http://127.0.0.1 or http://[::1] with the port. Leave the address out to reach Google.',
    facts: ({ address }) => ({ address }),
    example: { address: 'http://10.0.0.5:4100' },
  }),
}

/** Makes a problem of the way to Google. */
export const connectionProblem = problemFrom(connectionProblems)

/** What an error says, without what may be a secret in it. */
export function messageOf(error: unknown): string {
  return maskSecrets((error instanceof Error ? error.message : String(error)).slice(0, 10_000))
}

/** The system's or OpenSSL's code of an error, from anywhere in its chain of causes; empty where there is none. */
export function errorCode(error: unknown): string {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth += 1) {
    if ('code' in cause && typeof cause.code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(cause.code)) return cause.code
  }
  return ''
}
