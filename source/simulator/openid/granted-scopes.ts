const long = 'https://www.googleapis.com/auth/userinfo.'

/** Scopes that Google knows have these forms; for any other it gives no access token. */
const googleScope =
  /^(https:\/\/mail\.google\.com\/|https:\/\/(www|apps-apis)\.google(apis)?\.com\/.+|openid|email|profile)$/

/** Whether Google knows such a scope. */
export const isGoogleScope = (scope: string): boolean => googleScope.test(scope)

/** The scopes in a parameter, each once. */
export const scopesIn = (parameter: string | null): string[] => [
  ...new Set((parameter ?? '').split(/\s+/).filter((scope) => scope !== '')),
]

/** Which of the sign-in scopes there are, in either spelling. Google gives an id token for each of them. */
export function signInScopes(scopes: readonly string[]): { openid: boolean; email: boolean; profile: boolean } {
  const email = scopes.includes('email') || scopes.includes(`${long}email`)
  const profile = scopes.includes('profile') || scopes.includes(`${long}profile`)
  return { openid: scopes.includes('openid') || email || profile, email, profile }
}

/** The scopes as Google's token endpoint names them: in the long spelling, with openid where there is an id token. */
export function answeredScopes(scopes: readonly string[]): string[] {
  const { openid, email, profile } = signInScopes(scopes)
  const others = scopes.filter(
    (scope) => !['openid', 'email', 'profile', `${long}email`, `${long}profile`].includes(scope),
  )
  return [
    ...(email ? [`${long}email`] : []),
    ...(profile ? [`${long}profile`] : []),
    ...(openid ? ['openid'] : []),
    ...others,
  ]
}

/** The scopes as Google sends them back to the client with the code: both spellings. */
export function redirectedScopes(scopes: readonly string[]): string[] {
  const { email, profile } = signInScopes(scopes)
  return [...new Set([...(email ? ['email'] : []), ...(profile ? ['profile'] : []), ...answeredScopes(scopes)])]
}
