/** Errors that Google shows on a page of its own, from which no browser is sent back. */
const shownErrors = [
  'redirect_uri_mismatch',
  'org_internal',
  'admin_policy_enforced',
  'access_denied',
  'deleted_client',
  'disabled_client',
  'invalid_client',
  'invalid_request',
  'disallowed_useragent',
  'app_not_configured_for_user',
] as const

/**
 * The error that a page of Google's is about, from its address: `/signin/oauth/error?authError=...`, in which the error's
 * name stands in Base64 among other data.
 *
 * @returns null where the address is another page's
 */
export function readGooglePage(address: URL): string | null {
  if (!/^\/signin\/(oauth\/)?error/.test(address.pathname)) return null
  const packed = address.searchParams.get('authError') ?? ''
  const text = `${Buffer.from(packed, 'base64').toString('latin1')} ${address.searchParams.get('error') ?? ''}`
  return shownErrors.find((error) => text.includes(error)) ?? 'unknown'
}
