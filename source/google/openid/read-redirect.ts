import type { Problem } from '../../text/problem.ts'
import type { GoogleEndpoint } from '../http/endpoint.ts'
import { redirectProblem, type redirectProblems } from '../problems/redirect-problems.ts'
import { refusalProblem } from '../problems/refusals.ts'
import { authorizationPage } from './endpoints.ts'
import { readGooglePage } from './google-page.ts'
import { sameSecret } from './same-secret.ts'

/** What an address says that a browser was sent to, or that somebody pasted as such. */
export type RedirectReading =
  /** It belongs to the request and brings a code. */
  | { state: 'code'; code: string; returned: URL }
  /** It belongs to the request, and Google says that there will be no code. */
  | { state: 'refused'; problem: Problem }
  /** It does not belong to the request or is damaged: nothing of it counts, and the right one may still come. */
  | { state: 'unusable'; problem: Problem }

/** The sign-in that an address is held against: where its browser is sent back to, and what proves that it is this one's. */
export type AwaitedRedirect = { redirectUri: string; state: string }

/** Redirect addresses have some hundred characters; browsers and servers take a few thousand. */
const maximumLength = 16 * 1024

/**
 * Reads the address that the browser was sent to. White space that came in by copying, quotes around it and a missing
 * scheme are repaired; extra parameters are tolerated. Nothing of the address is repeated in a problem but a host.
 */
export function readRedirect(text: string, awaited: AwaitedRedirect, endpoint: GoogleEndpoint): RedirectReading {
  const expected = new URL(awaited.redirectUri)
  const { redirectUri } = awaited
  const unusable = (code: Exclude<keyof typeof redirectProblems, 'redirectElsewhere'>): RedirectReading => ({
    state: 'unusable',
    problem: redirectProblem(code, { redirectUri }),
  })
  if (text.length > maximumLength) return unusable('redirectTooLong')
  const address = repair(text, expected)
  if (address === '') return unusable('redirectEmpty')
  if (/^4(\/|%2F)0[\w-]+$/i.test(address)) return unusable('redirectCodeAlone')
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) return unusable('redirectNoAddress')
  const given = new URL(address)
  if (given.origin !== expected.origin || given.pathname !== expected.pathname) {
    if (given.origin !== authorizationPage(endpoint).origin) {
      return { state: 'unusable', problem: redirectProblem('redirectElsewhere', { redirectUri, host: given.host }) }
    }
    const shown = readGooglePage(given)
    if (shown !== null) return { state: 'unusable', problem: refusalProblem(shown, redirectUri) }
    return unusable('redirectNotYet')
  }
  const { searchParams } = given
  if (['state', 'code', 'error'].some((name) => searchParams.getAll(name).length > 1))
    return unusable('redirectDoubled')
  const state = searchParams.get('state')
  const error = searchParams.get('error')
  if (state === null && error !== null) {
    return { state: 'unusable', problem: refusalProblem(error, redirectUri) }
  }
  if (state === null) return unusable('redirectCut')
  if (!sameSecret(state, awaited.state)) return unusable('redirectOtherState')
  if (error !== null) return { state: 'refused', problem: refusalProblem(error, redirectUri) }
  const code = searchParams.get('code')
  if (code === null || code === '') return unusable('redirectCut')
  // What is left of an encoding after it was taken off once would be sent as it is, and use the code up.
  if (/%[0-9a-f]{2}/i.test(code)) return unusable('redirectEncodedTwice')
  return { state: 'code', code, returned: given }
}

function repair(text: string, expected: URL): string {
  const address = text
    .replace(/[\s\u200b\ufeff]+/g, '')
    .replace(/^["'<(`]+/, '')
    .replace(/["'>)`]+$/, '')
  // Browsers hide the scheme in their address bar.
  return address.toLowerCase().startsWith(`${expected.host}/`) ? `${expected.protocol}//${address}` : address
}
