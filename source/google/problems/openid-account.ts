import { oneLine } from '../../text/one-line.ts'
import { Problem } from '../../text/problem.ts'
import { audiencePage } from './openid-refusal.ts'

const internalRemedy =
  'Set the user type of the consent screen to Internal, so that Google lets in your organization alone. Then sign in with the account of the chosen user, in a private window if the browser is signed in otherwise.'

const texts = {
  accountOtherOrganization: [
    'Somebody of another organization signed in',
    "The account's hosted domain is none of your organization's. Google let it in, so the consent screen is not Internal.",
    internalRemedy,
  ],
  accountWithoutOrganization: [
    'A private Google account signed in',
    'The account belongs to no Google Workspace organization, whatever its address is. Google let it in, so the consent screen is not Internal.',
    internalRemedy,
  ],
  addressNotVerified: [
    'Google has not verified the address of the account',
    "An address that is not verified could be another person's, so nobody is let in by it.",
    'Have the person verify the address in the Google account, or look at the account in the Admin console.',
  ],
} as const satisfies Record<string, readonly [title: string, cause: string, remedy: string]>

/** The problems of an account that signed in and does not belong here, all of kind failed. */
export function accountProblem(code: keyof typeof texts, facts: Readonly<Record<string, string>>): Problem {
  const [title, cause, remedy] = texts[code]
  const shown = Object.entries(facts).map(([name, value]) => [name, oneLine(value, 300)])
  return new Problem({
    code,
    kind: 'failed',
    title,
    cause,
    remedy,
    facts: {
      ...Object.fromEntries(shown),
      ...(code === 'addressNotVerified' ? {} : { consentScreen: audiencePage }),
    },
  })
}
