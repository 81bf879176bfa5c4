import { entry, type Given, problemFrom } from '../../text/problem-catalogue.ts'

type Redirect = { redirectUri: string }

/** A row for an address that somebody pasted or that a browser asked for. It is never repeated: it holds a code. */
const pasted = <More extends Given = Record<never, never>>(
  title: string,
  cause: string,
  remedy: string,
  more: More = {} as More,
) =>
  entry<Redirect & More>({
    kind: 'badData',
    title,
    cause,
    remedy,
    facts: (about) => about,
    example: { redirectUri: 'https://archive.example.com:8462/oidc/signin', ...more },
  })

/** Everything that can be wrong with the address that comes back from a sign-in. The test goes on after each. */
export const redirectProblems = {
  redirectEmpty: pasted(
    'There is no address',
    'Nothing was pasted.',
    "Sign in, then copy the whole address from the browser's address bar and paste it.",
  ),
  redirectTooLong: pasted(
    'This is too long for an address',
    'The address that Google sends a browser to has a few hundred characters.',
    "Copy the address from the browser's address bar, nothing else.",
  ),
  redirectNoAddress: pasted(
    'This is not the redirect address',
    'It does not begin like the redirect address.',
    "After signing in, copy the whole address from the browser's address bar. Copy it even if the page did not load.",
  ),
  redirectCodeAlone: pasted(
    'This is only the code',
    'The rest of the address proves that the code belongs to this test, so the code alone is not enough.',
    "Copy the whole address from the browser's address bar.",
  ),
  redirectElsewhere: pasted<{ host: string }>(
    'This is the address of another site',
    'Host and path are not those of the redirect address, so Google did not send the browser there for this test.',
    'Sign in, wait until the address bar shows the redirect address, and paste that.',
    { host: 'www.example.com' },
  ),
  redirectNotYet: pasted(
    'This is the sign-in page',
    'Google has not sent the browser back yet.',
    'Finish the sign-in first. Then paste the address that the browser was sent to.',
  ),
  redirectDoubled: pasted(
    'The address holds a value twice',
    'Its state, its code or its error comes more than once, for example because it was pasted twice.',
    'Copy the address again and paste it once.',
  ),
  redirectCut: pasted(
    'The address is not complete',
    'Its state or its code is missing. Perhaps only a part of it was copied.',
    "Click into the browser's address bar, select everything, copy, and paste again.",
  ),
  redirectOtherState: pasted(
    'The address belongs to another test',
    'Its state is not the one that this test sent: it comes from another or an earlier test, or it was cut or changed.',
    'Open the address of this test and sign in again. If two tests run at once, paste each address into its own.',
  ),
  redirectEncodedTwice: pasted(
    'The code is encoded twice',
    'A program that the address went through changed its percent signs.',
    "Copy the address straight from the browser's address bar.",
  ),
}

/** Makes a problem of a pasted or received redirect address. */
export const redirectProblem = problemFrom(redirectProblems)
