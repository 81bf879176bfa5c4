import test, { type ExecutionContext } from 'ava'
import { createProbes } from '../../source/google/directory/probes.ts'
import { mailScope, userScope } from '../../source/google/scopes.ts'
import type { Fault } from '../../source/simulator/server/faults.ts'
import { Problem } from '../../source/text/problem.ts'
import { directoryOf, optionsFor, simulate } from './support/connect.ts'
import { smallOrganization } from './support/small-organization.ts'

/** A row of what Google answers: the answer, the problem's code, and the facts that the admin must be given. */
type Row = [what: string, answer: Omit<Fault, 'call' | 'times'>, code: string, ...facts: string[]]

const tokenError = (error: string, error_description: string, status = 400) => ({
  status,
  body: { error, error_description },
})
const apiError = (status: number, message: string, reason: string, more: Record<string, unknown> = {}) => ({
  status,
  body: { error: { code: status, message, errors: [{ message, domain: 'global', reason }], ...more } },
})

async function ask(
  t: ExecutionContext,
  fault: Fault,
  question: (simulator: Awaited<ReturnType<typeof simulate>>) => Promise<unknown>,
) {
  const simulator = await simulate(t, { organization: smallOrganization, faults: [{ ...fault, times: 'always' }] })
  const problem = await t.throwsAsync(question(simulator), { instanceOf: Problem })
  return problem ?? t.fail()
}

function verify(t: ExecutionContext, problem: Problem | undefined, code: string, facts: readonly string[]): void {
  t.is(problem?.code, code)
  t.truthy(problem?.title)
  t.truthy(problem?.why)
  t.truthy(problem?.remedy)
  for (const fact of facts) t.truthy(problem?.facts[fact], `the fact ${fact}`)
  t.notRegex(JSON.stringify(problem), /PRIVATE KEY|ya29\.|Bearer /)
}

const tokenRows: Row[] = [
  [
    'a revoked key',
    tokenError('invalid_grant', 'Invalid JWT Signature.'),
    'keyRevoked',
    'privateKeyId',
    'keysPage',
    'organizationPolicy',
  ],
  [
    'an unknown service account',
    tokenError('invalid_grant', 'Invalid grant: account not found'),
    'serviceAccountGone',
    'serviceAccount',
    'project',
  ],
  [
    'a disabled service account, in older words',
    tokenError('invalid_grant', 'Robot is disabled.'),
    'serviceAccountGone',
    'serviceAccount',
  ],
  [
    'a wrong clock',
    tokenError(
      'invalid_grant',
      'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.',
    ),
    'clockOff',
    'minutesOff',
  ],
  [
    'a missing iat',
    tokenError('invalid_grant', 'Invalid JWT: iat (issued at) is not set.'),
    'signInRefused',
    'description',
  ],
  [
    'a missing exp',
    tokenError('invalid_grant', 'Invalid JWT: exp (expiration time) is not set.'),
    'signInRefused',
    'description',
  ],
  [
    'a wrong audience',
    tokenError('invalid_grant', 'Invalid JWT: Failed audience check.'),
    'signInRefused',
    'description',
  ],
  ['an undecodable assertion', tokenError('invalid_request', 'Bad Request'), 'signInRefused', 'error'],
  [
    'an empty scope',
    tokenError('invalid_scope', 'Invalid OAuth scope or ID token audience provided.'),
    'scopeRefused',
    'scopes',
  ],
  ['another grant', tokenError('unsupported_grant_type', 'Invalid grant_type: x'), 'signInRefused', 'error'],
  [
    'missing delegation',
    tokenError(
      'unauthorized_client',
      'Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.',
      401,
    ),
    'delegationMissing',
    'clientId',
    'scopes',
    'missingScopes',
    'delegationLink',
  ],
  [
    'an unknown administrator',
    tokenError('invalid_grant', 'Invalid email or User ID'),
    'administratorUnknown',
    'administrator',
  ],
  [
    'a malformed administrator',
    tokenError('invalid_grant', 'Not a valid email'),
    'administratorMalformed',
    'administrator',
  ],
  [
    'a deleted administrator',
    tokenError('invalid_grant', 'The account has been deleted'),
    'administratorDeleted',
    'administrator',
  ],
  [
    'a blocked client',
    tokenError('access_denied', 'Requested client not authorized.'),
    'clientBlocked',
    'clientId',
    'delegationLink',
  ],
  ['a restricted account', tokenError('access_denied', 'Account restricted'), 'accountRestricted', 'administrator'],
  ['only an id token', { body: { id_token: 'x.y.z' } }, 'noAccessToken', 'scopes'],
]
for (const [what, answer, code, ...facts] of tokenRows) {
  test(`The token endpoint's answer to ${what} is told as ${code}.`, async (t) => {
    const problem = await ask(t, { ...answer, call: 'token' }, (simulator) => directoryOf(simulator).listUsers())
    verify(t, problem, code, facts)
    t.is(problem?.kind, 'refused')
  })
}

const notConfigured = (api: string) =>
  apiError(
    403,
    `Admin SDK API has not been used in project 4 before or it is disabled. Enable it by visiting https://console.developers.google.com/apis/api/${api}/overview?project=4 then retry. If you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry.`,
    'accessNotConfigured',
    {
      status: 'PERMISSION_DENIED',
      details: [
        {
          '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
          reason: 'SERVICE_DISABLED',
          metadata: { activationUrl: `https://console.developers.google.com/apis/api/${api}/overview?project=4` },
        },
      ],
    },
  )

const directoryRows: Row[] = [
  [
    'a missing right',
    apiError(403, 'Not Authorized to access this resource/api', 'forbidden'),
    'rightMissing',
    'administrator',
    'right',
    'rolesPage',
  ],
  [
    'a forgotten subject (400)',
    apiError(400, 'Invalid Input', 'invalid'),
    'administratorNotInDirectory',
    'administrator',
  ],
  [
    'a forgotten subject (404)',
    apiError(404, 'Domain not found.', 'notFound'),
    'administratorNotInDirectory',
    'administrator',
  ],
  ['a wrong customer', apiError(400, 'Bad Request', 'badRequest'), 'requestRefused', 'status'],
  ['a bad page token', apiError(400, 'Invalid Input: abc', 'invalid'), 'requestRefused', 'status'],
  ['an unknown key', apiError(404, 'Resource Not Found: userKey', 'notFound'), 'requestRefused', 'status'],
  [
    'a backend that stays down',
    apiError(503, 'Service unavailable. Please try again', 'backendError'),
    'googleUnavailable',
    'status',
  ],
  ['an API that is off', notConfigured('admin.googleapis.com'), 'adminSdkOff', 'project', 'activationLink'],
  [
    'the rate per user',
    apiError(
      403,
      "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute per user' of service 'admin.googleapis.com' for consumer 'project_number:4'.",
      'rateLimitExceeded',
    ),
    'googleThrottles',
  ],
  ['another rate', apiError(403, 'Rate Limit Exceeded', 'userRateLimitExceeded'), 'googleThrottles'],
  ['a concurrent limit', apiError(403, 'Quota exceeded', 'quotaExceeded'), 'googleThrottles'],
  [
    'an exhausted resource',
    apiError(429, 'Resource has been exhausted (e.g. check quota).', 'rateLimitExceeded'),
    'googleThrottles',
  ],
  ['a rate in plain text', { status: 403, body: 'Request rate higher than configured.' }, 'googleThrottles'],
  [
    'a scope that is too small',
    apiError(403, 'Request had insufficient authentication scopes.', 'insufficientPermissions'),
    'scopeTooSmall',
    'clientId',
    'delegationLink',
  ],
  [
    'a bad token',
    apiError(
      401,
      'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.',
      'authError',
      { status: 'UNAUTHENTICATED' },
    ),
    'tokenNotAccepted',
    'call',
  ],
  ['plain text about the domain', { status: 403, body: 'Invalid domain.' }, 'domainCannotUseApis'],
  ['plain text about APIs', { status: 403, body: 'Domain cannot use apis.' }, 'domainCannotUseApis'],
  ["a proxy's page", { status: 403, body: '<html><body>Access denied by policy</body></html>' }, 'notGoogle', 'status'],
]
for (const [what, answer, code, ...facts] of directoryRows) {
  test(`The directory's answer to ${what} is told as ${code}.`, async (t) => {
    const problem = await ask(t, { ...answer, call: 'users.list' }, (simulator) => directoryOf(simulator).listUsers())
    verify(t, problem, code, facts)
  })
}

const gmailRows: Row[] = [
  [
    'an account without a mailbox',
    apiError(400, 'Mail service not enabled', 'failedPrecondition'),
    'noMailbox',
    'administrator',
  ],
  [
    'a forgotten subject',
    apiError(400, 'Precondition check failed.', 'failedPrecondition'),
    'mailboxNotReadable',
    'administrator',
  ],
  [
    'another account',
    apiError(403, 'Delegation denied for x@example.com', 'forbidden'),
    'mailDelegationDenied',
    'administrator',
  ],
  ['an API that is off', notConfigured('gmail.googleapis.com'), 'gmailApiOff', 'activationLink'],
  [
    'a scope that is too small',
    apiError(403, 'Insufficient Permission', 'insufficientPermissions'),
    'scopeTooSmall',
    'delegationLink',
  ],
  ['a bad token', apiError(401, 'Invalid Credentials', 'authError'), 'tokenNotAccepted'],
]
for (const [what, answer, code, ...facts] of gmailRows) {
  test(`Gmail's answer to ${what} is told as ${code}.`, async (t) => {
    const problem = await ask(t, { ...answer, call: 'gmail.getProfile' }, (simulator) =>
      createProbes(optionsFor(simulator)).mailbox(),
    )
    verify(t, problem, code, facts)
    t.is(problem?.kind, 'refused')
  })
}

test('The delegation link opens the form filled in with the client id and all three scopes.', async (t) => {
  const simulator = await simulate(t, { organization: { ...smallOrganization, delegatedScopes: [] } })
  const problem = await t.throwsAsync(directoryOf(simulator).listUsers(), { instanceOf: Problem })
  const link = new URL(problem?.facts.delegationLink ?? '')
  t.is(link.origin + link.pathname, 'https://admin.google.com/ac/owl/domainwidedelegation')
  t.is(link.searchParams.get('clientIdToAdd'), simulator.key.client_id)
  t.is(link.searchParams.get('clientScopeToAdd') ?? '', problem?.facts.scopes ?? 'none')
  t.is(problem?.facts.scopes?.split(',').length, 3)
  t.is(problem?.facts.missingScopes, userScope)
  t.is(link.searchParams.get('overwriteClientId'), 'true')
  t.regex(problem?.remedy ?? '', /24 hours/)
})

test('A clock that is two hours behind is told with the minutes it is off.', async (t) => {
  const simulator = await simulate(t, { organization: { ...smallOrganization, clockOffsetSeconds: 7500 } })
  const problem = await t.throwsAsync(directoryOf(simulator).listUsers(), { instanceOf: Problem })
  t.is(problem?.code, 'clockOff')
  t.is(problem?.facts.minutesOff, '-125')
  t.is(problem?.title, "This machine's clock is 125 minutes behind")
})

test('A link that an answer holds is passed on only when it leads to the console of Google.', async (t) => {
  const lie = apiError(403, 'off', 'accessNotConfigured', {
    details: [
      {
        reason: 'SERVICE_DISABLED',
        metadata: { activationUrl: 'https://console.developers.google.com.evil.example/' },
      },
    ],
  })
  const problem = await ask(t, { ...lie, call: 'users.list' }, (simulator) => directoryOf(simulator).listUsers())
  t.regex(
    problem?.facts.activationLink ?? '',
    /^https:\/\/console\.cloud\.google\.com\/apis\/library\/admin\.googleapis\.com/,
  )
})

test('What an answer says is shown shortened and without control characters.', async (t) => {
  const nasty = { status: 400, body: { error: { message: `\u001b]0;x\u0007${'y'.repeat(5000)}\u202e` } } }
  const problem = await ask(t, { ...nasty, call: 'users.list' }, (simulator) => directoryOf(simulator).listUsers())
  const shown = JSON.stringify(problem) + problem?.title
  t.notRegex(shown, /\\u001b|\\u0007|\u202e/)
  t.true(shown.length < 1200)
})

test('Each scope is proved alone, by a token that covers nothing else.', async (t) => {
  const organization = { ...smallOrganization, delegatedScopes: [userScope] }
  const simulator = await simulate(t, { organization })
  const probes = createProbes(optionsFor(simulator))
  await t.notThrowsAsync(probes.scope(userScope))
  const problem = await t.throwsAsync(probes.scope(mailScope), { instanceOf: Problem })
  t.is(problem?.facts.missingScopes, mailScope)
})
