import { Problem } from '../../text/problem.ts'
import { clientsPage, redirectNotRegistered } from './openid-refusal.ts'

/** What the exchange was made with, as far as it may be shown. */
type Exchange = { clientId: string; redirectUri: string }

/**
 * Google gave no id token for the code: one cause and one action for each of the token endpoint's answers.
 *
 * @param description Google's words, on one line, without anything that was sent
 */
export function exchangeProblem(error: string, description: string, exchange: Exchange): Problem {
  const facts = { clientId: exchange.clientId, clientsPage }
  switch (error) {
    case 'redirect_uri_mismatch':
      return new Problem(redirectNotRegistered(exchange.redirectUri))
    case 'invalid_client':
    case 'unauthorized_client':
    case 'deleted_client':
    case 'disabled_client':
      if (error === 'invalid_client' && !/not found/i.test(description)) return secretNotAccepted(facts)
      return new Problem({
        code: 'oauthClientGone',
        kind: 'refused',
        title: 'Google does not know the OAuth client',
        cause: 'The client was deleted or disabled in the Google Cloud console, or its id is not spelled right.',
        remedy: 'Look the client up in the Google Cloud console, and import its file again.',
        facts,
      })
    case 'invalid_request':
      if (/client_secret/i.test(description)) return secretNotAccepted(facts)
      break
    case 'invalid_grant':
      if (/verifier/i.test(description)) break
      return new Problem({
        code: 'codeNotAccepted',
        kind: 'refused',
        title: 'Google does not accept the code',
        cause:
          'A code works once and for a few minutes. This one was used already, is too old, or was cut when the address was copied. Where the archive itself listens on the redirect address, it may have used the code first.',
        remedy: 'Start the test again and paste the whole address at once.',
        facts: description === '' ? {} : { description },
      })
  }
  return new Problem({
    code: 'codeExchangeRefused',
    kind: 'refused',
    title: 'Google refused to exchange the code',
    cause: `Google answered: ${error}${description === '' ? '' : `: ${description}`}`,
    remedy: 'Start the test again. If it stays so, something between this machine and Google may change requests.',
    facts,
  })
}

function secretNotAccepted(facts: Record<string, string>): Problem {
  return new Problem({
    code: 'clientSecretNotAccepted',
    kind: 'refused',
    title: 'Google does not accept the client secret',
    cause: 'The secret belongs to another client, or it was deleted or disabled in the Google Cloud console.',
    remedy:
      "Open the client in the Google Cloud console, add a new secret, and import the client's file or enter the secret again.",
    facts,
  })
}

/** The code was exchanged, and the answer holds no id token. */
export function tokenAnswerUnusable(): Problem {
  return new Problem({
    code: 'idTokenMissing',
    kind: 'failed',
    title: 'Google exchanged the code and sent no id token',
    cause: 'The answer does not hold what every sign-in with OpenID Connect ends with.',
    remedy: 'Start the test again. If it stays so, something between this machine and Google may change answers.',
  })
}

/** A code that was tried before came again. It was not sent to Google a second time. */
export function codeCameAgain(): Problem {
  return new Problem({
    code: 'codeUsed',
    kind: 'badData',
    title: 'This code was already tried',
    cause: 'Google takes each code once, and this one was sent to Google before.',
    remedy: 'Open the address of the test again, sign in, and paste the new address that the browser is sent to.',
  })
}
