import { oneLine } from '../../text/one-line.ts'
import { Problem } from '../../text/problem.ts'

const texts = {
  redirectEmpty: [
    'No address was given',
    'What arrived is empty.',
    "Sign in, then copy the whole address from the browser's address bar and paste it.",
  ],
  redirectTooLong: [
    'What was given is far too long for an address',
    'The address that Google sends a browser to has a few hundred characters.',
    "Copy the address from the browser's address bar, nothing else.",
  ],
  redirectNoAddress: [
    'This is no address that a browser was sent to',
    'It does not begin like the redirect address.',
    "Copy the whole address from the browser's address bar after signing in, also when the page itself could not be loaded.",
  ],
  redirectCodeAlone: [
    'This is the code alone',
    'The rest of the address proves that the code belongs to this test, so the code alone is not accepted.',
    "Copy the whole address from the browser's address bar.",
  ],
  redirectElsewhere: [
    'This is the address of another site',
    'It does not have the host and the path of the redirect address, so Google did not send the browser there for this test.',
    'Sign in, wait until the address bar shows the redirect address, and paste that.',
  ],
  redirectNotYet: [
    'This is the address of the sign-in page',
    'The browser has not been sent back yet.',
    'Finish the sign-in first. Then paste the address that the browser was sent to.',
  ],
  redirectDoubled: [
    'The address says the same thing twice',
    'It holds its state, its code or its error more than once, as when two addresses were pasted one into the other.',
    'Copy the address again and paste it once.',
  ],
  redirectCut: [
    'The address is not complete',
    'Its state or its code is missing, as when only a part of it was copied.',
    "Click into the browser's address bar, select everything, copy, and paste again.",
  ],
  redirectOtherState: [
    'The address does not belong to this test',
    'Its state is not the one that this test sent: it comes from another test or an earlier one, or it was cut or changed.',
    'Open the address of this test and sign in again. If two tests run at once, paste each address into its own.',
  ],
  redirectEncodedTwice: [
    'The code in the address is encoded twice',
    'A program through which the address went has changed its percent signs.',
    "Copy the address straight from the browser's address bar.",
  ],
} as const satisfies Record<string, readonly [title: string, cause: string, remedy: string]>

/**
 * The problems of an address that somebody pasted or that a browser asked for, all of kind badData. The test goes on, so
 * the right one may still be given. The address itself is never repeated: it holds a code.
 */
export function redirectProblem(
  code: keyof typeof texts,
  facts: Readonly<{ redirectUri?: string; host?: string }> = {},
): Problem {
  const [title, cause, remedy] = texts[code]
  const shown = Object.entries(facts).map(([name, value]) => [name, oneLine(value, 200)])
  return new Problem({ code, kind: 'badData', title, cause, remedy, facts: Object.fromEntries(shown) })
}
