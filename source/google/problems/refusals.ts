import type { Problem } from '../../text/problem.ts'
import { signInProblem } from './sign-in-problems.ts'

/**
 * Google let nobody sign in: an error that came back with the browser, or one that Google shows on a page of its own.
 *
 * @param error Google's name for it, such as `access_denied`
 */
export function refusalProblem(error: string, redirectUri: string): Problem {
  switch (error) {
    case 'access_denied':
      return signInProblem('signInDenied', { error })
    case 'redirect_uri_mismatch':
      return signInProblem('redirectNotRegistered', { redirectUri })
    case 'org_internal':
      return signInProblem('signInOtherOrganization', { error })
    case 'admin_policy_enforced':
    case 'app_not_configured_for_user':
      return signInProblem('signInBlocked', { error })
    case 'deleted_client':
    case 'disabled_client':
    case 'invalid_client':
      return signInProblem('oauthClientGone', { error, clientId: null })
    case 'disallowed_useragent':
      return signInProblem('browserNotAllowed', { error })
    default:
      return signInProblem('signInRefusedByGoogle', { error, redirectUri })
  }
}

/**
 * Google gave no id token for the code: one cause and one action for each of the token endpoint's answers.
 *
 * @param description Google's words, on one line, without anything that was sent
 * @param exchange what the exchange was made with, as far as it may be shown
 */
export function exchangeProblem(
  error: string,
  description: string,
  { clientId, redirectUri }: { clientId: string; redirectUri: string },
): Problem {
  switch (error) {
    case 'redirect_uri_mismatch':
      return signInProblem('redirectNotRegistered', { redirectUri })
    case 'invalid_client':
    case 'unauthorized_client':
    case 'deleted_client':
    case 'disabled_client':
      return error === 'invalid_client' && !/not found/i.test(description)
        ? signInProblem('clientSecretNotAccepted', { clientId })
        : signInProblem('oauthClientGone', { error: null, clientId })
    case 'invalid_request':
      if (/client_secret/i.test(description)) return signInProblem('clientSecretNotAccepted', { clientId })
      break
    case 'invalid_grant':
      if (!/verifier/i.test(description)) {
        return signInProblem('codeNotAccepted', { description: description || null })
      }
  }
  return signInProblem('codeExchangeRefused', { error, description: description || null, clientId })
}
