import type { Mutation } from '../weather/mutations.ts'

const others = 'test/web/others-got-wrong.test.ts'
const signIn = 'test/web/sign-in.test.ts'
const addresses = 'test/web/return-address.test.ts'
const tokens = 'test/web/hostile-tokens.test.ts'
const gate = 'test/operations/admission/password-gate.test.ts'

/** A line of "what sign-in services got wrong", and the guard against it that is taken out. */
type Row = Omit<Mutation, 'name'> & { test: string }

/** Every guard of the sign-in, by what somebody else got wrong. The test that is named must object when it is gone. */
const guards: Record<string, Row> = {
  'a client’s X-Forwarded-Uri is believed': {
    file: 'source/web/routes/auth-redirect-route.ts',
    from: 'if (!proxies.trusts(socket.remoteAddress)) return null',
    to: "if (!proxies.trusts(socket.remoteAddress) && headers.host === '') return null",
    test: others,
  },
  'a client’s address is taken from a header that anybody can send': {
    file: 'source/web/client-address.ts',
    from: 'if (!proxies.trusts(peer)) return own',
    to: "if (!proxies.trusts(peer) && peer === '') return own",
    test: 'test/web/limits.test.ts',
  },
  'a question that cannot be understood is answered with yes': {
    file: 'source/web/routes/auth-route.ts',
    from: "if (asked === 'malformed') return { status: 403 }",
    to: "if (asked === 'malformed') return { status: 200, headers: [] }",
    test: signIn,
  },
  'the right to an archive is not asked for': {
    file: 'source/web/routes/auth-route.ts',
    from: 'if (asked !== null && !readableArchives(user).includes(asked.name)) return { status: 403 }',
    to: "if (asked !== null && asked.name === '') return { status: 403 }",
    test: signIn,
  },
  'the path of a question is decoded': {
    file: 'source/web/answering.ts',
    from: 'questions.get(pathOf(request)) ?? pages',
    to: 'questions.get(decodeURI(pathOf(request)).toLowerCase()) ?? pages',
    test: others,
  },
  'two hosts in one request are no matter': {
    file: 'source/web/answering.ts',
    from: 'return hosts > 1',
    to: 'return hosts > 9',
    test: others,
  },
  'what browsers read differently is parsed first': {
    file: 'source/web/return-address.ts',
    from: 'misread.test(text)) return null',
    to: "misread.test('')) return null",
    test: addresses,
  },
  'a host is compared by its ending': {
    file: 'source/web/return-address.ts',
    from: 'returnHosts.includes(url.host)',
    to: 'returnHosts.some((host) => url.host.endsWith(host))',
    test: addresses,
  },
  'a way back may go over plain HTTP': {
    file: 'source/web/return-address.ts',
    from: "return url.protocol === 'https:' && returnHosts",
    to: 'return returnHosts',
    test: addresses,
  },
  'a way back may have a user before its host': {
    file: 'source/web/return-address.ts',
    from: "?.includes('@')",
    to: "?.includes('@@@')",
    test: 'test/web/bad-input.test.ts',
  },
  'a way back is not checked again on return': {
    file: 'source/web/routes/google-routes.ts',
    from: 'attempt.returnTo === null ? null : returnAddress(attempt.returnTo, tenant.returnRules)',
    to: 'attempt.returnTo === null ? null : attempt.returnTo',
    test: others,
  },
  'a way back is not checked by the sign-in page': {
    file: 'source/web/routes/sign-in-route.ts',
    from: 'if (wanted !== null && returnTo === null) return foreignReturn(context, tenant, tools)',
    to: "if (wanted === '' && returnTo === null) return foreignReturn(context, tenant, tools)",
    test: others,
  },
  'an identity header may be empty': {
    file: 'source/web/routes/auth-route.ts',
    from: 'headerText(user.fullName || user.userName)',
    to: 'headerText(user.fullName)',
    test: others,
  },
  'a name goes into a header as it is': {
    file: 'source/web/routes/auth-route.ts',
    from: 'return text.replace(/[^\\x20-\\x24\\x26-\\x7e]/gu',
    to: 'return text.replace(/[^\\x00-\\x7e]/gu',
    test: others,
  },
  'a list of archives is as long as it is': {
    file: 'source/web/routes/auth-route.ts',
    from: 'if (next.length > longestList)',
    to: 'if (next.length > 1_000_000)',
    test: others,
  },
  'a way back may be so long that proxies refuse its cookie': {
    file: 'source/web/return-address.ts',
    from: 'text.length > longest ||',
    to: 'text.length > 100 * longest ||',
    test: 'test/web/bad-input.test.ts',
  },
  'all attempts share one cookie': {
    file: 'source/web/cookies/cookie-names.ts',
    from: 'state.slice(0, 16)',
    to: 'state.slice(0, 0)',
    test: signIn,
  },
  'attempts pile up in the browser': {
    file: 'source/web/cookies/attempt-cookie.ts',
    from: 'const mostAttempts = 5',
    to: 'const mostAttempts = 50',
    test: signIn,
  },
  'an attempt works again and again': {
    file: 'source/web/cookies/attempt-cookie.ts',
    from: 'deleteCookie(context, name, cookieAttributes(tenant.cookies, false))\n  const attempt',
    to: 'const attempt',
    test: signIn,
  },
  'an attempt is good for ever': {
    file: 'source/web/cookies/attempt-cookie.ts',
    from: 'now - attempt.begun > longestAttempt',
    to: 'now - attempt.begun > 1000 * longestAttempt',
    test: signIn,
  },
  'a background request begins an attempt': {
    file: 'source/web/routes/google-routes.ts',
    from: "if (mode !== undefined && mode !== 'navigate') return context",
    to: "if (mode === 'never') return context",
    test: signIn,
  },
  'an application that never accepts the session is asked for ever': {
    file: 'source/web/routes/sign-in-route.ts',
    from: 'const mostReturns = 3',
    to: 'const mostReturns = 300',
    test: signIn,
  },
  'a commit is not noticed': {
    file: 'source/store/users/follow/follow-store.ts',
    from: 'const look = (): string | null => {\n',
    to: 'const look = (): string | null => {\n    if (typeof known === "string") return known\n',
    test: signIn,
  },
  'a suspended user stays': {
    file: 'source/operations/admission/admit.ts',
    from: "if (user.suspended === true) return { refused: 'suspended' }",
    to: "if (user.suspended === true && user.userName === '') return { refused: 'suspended' }",
    test: signIn,
  },
  'the right to log on is asked once': {
    file: 'source/operations/admission/session-user.ts',
    from: "return 'user' in admission ? { user } : { over: admission.refused }",
    to: "return 'user' in admission ? { user } : { user }",
    test: signIn,
  },
  'a recycled address inherits a person’s archive': {
    file: 'source/operations/admission/admit.ts',
    from: "return user.directoryId === null ? user : 'addressOfAnotherAccount'",
    to: "return user.directoryId === '' ? 'addressOfAnotherAccount' : user",
    test: others,
  },
  'an address that Google has not verified counts': {
    file: 'source/operations/admission/admit.ts',
    from: 'address === null || !identity.isAddressVerified',
    to: "address === null || (!identity.isAddressVerified && address === '')",
    test: tokens,
  },
  'the organization is believed from the request': {
    file: 'source/operations/admission/admit.ts',
    from: 'if (!domains.includes(hostedDomain) && !store.domains().has(hostedDomain))',
    to: "if (hostedDomain === '' && !store.domains().has(hostedDomain))",
    test: tokens,
  },
  'a private account counts': {
    file: 'source/operations/admission/admit.ts',
    from: "if (hostedDomain === null) return { refused: 'accountWithoutOrganization' }",
    to: "if (hostedDomain === null && address === '') return { refused: 'accountWithoutOrganization' }",
    test: tokens,
  },
  'the signature is believed because the connection is': {
    file: 'source/google/openid/provider.ts',
    from: 'enableNonRepudiationChecks(configuration)\n',
    to: 'if (redirectUri === "") enableNonRepudiationChecks(configuration)\n',
    test: tokens,
  },
  'a token may be made out to another party': {
    file: 'source/google/openid/id-token-claims.ts',
    from: "if (party !== clientId) throw idTokenProblem('idTokenAudience', { audience: party })",
    to: "if (party === '') throw idTokenProblem('idTokenAudience', { audience: party })",
    test: tokens,
  },
  'a token may come from the future': {
    file: 'source/google/openid/id-token-claims.ts',
    from: 'if (iat > now / 1000 + clockTolerance)',
    to: 'if (iat > now + clockTolerance)',
    test: tokens,
  },
  'a token may say a thing twice': {
    file: 'source/google/openid/id-token-claims.ts',
    from: "parseJsonText(Buffer.from(part, 'base64url').toString('utf8'))",
    to: "({ state: 'good', value: JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) })",
    test: tokens,
  },
  'a token may be as long as a book': {
    file: 'source/google/openid/id-token-claims.ts',
    from: 'if (token.length > longestToken)',
    to: 'if (token.length > 1000 * longestToken)',
    test: tokens,
  },
  'a form may come from anywhere': {
    file: 'source/web/routes/own-form.ts',
    from: 'return origin === tenant.returnRules.origin',
    to: "return origin !== ''",
    test: signIn,
  },
  'a form of a neighbouring site is taken': {
    file: 'source/web/routes/own-form.ts',
    from: "if (site !== undefined && site !== 'same-origin') return false",
    to: "if (site === 'cross-site') return false",
    test: signIn,
  },
  'the session before lives on': {
    file: 'source/web/routes/google-routes.ts',
    from: "if (earlier.state !== 'none') await tenant.sessions.end(earlier.session)",
    to: "if (earlier.state === 'none' && earlier !== null) return",
    test: signIn,
  },
  'signing out only clears the cookie': {
    file: 'source/web/routes/person-routes.ts',
    from: 'await tenant.sessions.end(found.session)\n',
    to: 'await Promise.resolve()\n',
    test: signIn,
  },
  'an unknown name is answered at once': {
    file: 'source/operations/admission/password-gate.ts',
    from: 'const isRight = await verify(password, hash)',
    to: 'const isRight = hash !== null && (await verify(password, hash))',
    test: gate,
  },
  'attempts are counted by the name as it is typed': {
    file: 'source/operations/admission/password-gate.ts',
    from: 'const key = fold(user?.userName ?? userName)',
    to: 'const key = (user === undefined ? userName : userName)',
    test: gate,
  },
  'guessing across names is not counted': {
    file: 'source/operations/admission/password-gate.ts',
    from: "(await spend(byAddress, from, 'address')) ?? (await spend(byName, key, 'name'))",
    to: "await spend(byName, key, 'name')",
    test: gate,
  },
  'metrics are to be had where people sign in': {
    file: 'source/web/app.ts',
    from: '  app.notFound((context) =>',
    to: "  app.get('/metrics', (context) => context.text('x'))\n  app.notFound((context) =>",
    test: others,
  },
  'whatever is sealed opens everything': {
    file: 'source/web/seal.ts',
    from: 'return content.aud === audience ? { value: content.value, keyId } : null',
    to: "return content.aud === '' ? null : { value: content.value, keyId }",
    test: 'test/web/seal.test.ts',
  },
  'a mail token outlives its session': {
    file: 'source/web/mail-token.ts',
    from: "if (found.state !== 'open') return null",
    to: "if (found.state === 'none') return null",
    test: signIn,
  },
  'the log tells a token': {
    file: 'source/web/routes/google-routes.ts',
    from: "way: 'google', from })\n    // Checked once more",
    to: "way: 'google', from, detail: returned.href })\n    // Checked once more",
    test: 'test/web/log.test.ts',
  },
  'nginx lets a client’s own header through': {
    file: 'docs/examples/nginx/archive.conf',
    from: '        proxy_set_header Remote-Email          $rollcall_email;\n',
    to: '',
    test: others,
  },
  'Caddy lets a spelling with an underscore through': {
    file: 'docs/examples/caddy/Caddyfile',
    from: '\t\t\trequest_header -Remote_*\n',
    to: '',
    test: others,
  },
  'Traefik believes what clients forward': {
    file: 'docs/examples/traefik/dynamic.yaml',
    from: 'trustForwardHeader: false',
    to: 'trustForwardHeader: true',
    test: others,
  },
  'Dovecot answers from what it remembers': {
    file: 'docs/examples/dovecot/rollcall-webmail.conf',
    from: 'auth_cache_size = 0',
    to: 'auth_cache_size = 1M',
    test: others,
  },
}

/** The same as mutations. */
export const signInMutations: readonly Mutation[] = Object.entries(guards).map(([name, row]) => ({ name, ...row }))
