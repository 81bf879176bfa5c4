import { parse } from 'tldts'

/**
 * Google's rules for the redirect URIs of a web client ("Using OAuth 2.0 for Web Server Applications", URI validation).
 *
 * @returns the first rule that is broken, as a short sentence, or null
 */
export function brokenRedirectRule(uri: string): string | null {
  if (!/^[\x21-\x7e]+$/.test(uri)) return 'The URI may hold printable ASCII characters only.'
  if (!URL.canParse(uri)) return 'This is not a URI.'
  const url = new URL(uri)
  if (uri.includes('*')) return 'A wildcard is not allowed.'
  if (uri.includes('#')) return 'A fragment is not allowed.'
  if (/%(?![0-9a-f]{2})/i.test(uri) || /%00/.test(uri)) return 'The percent-encoding is not valid.'
  if (/[/\\](\.|%2e){2}/i.test(uri)) return 'A path with /.. is not allowed.'
  if (url.username !== '' || url.password !== '') return 'User information is not allowed.'
  if (isLoopback(url.hostname)) {
    return url.protocol === 'https:' || url.protocol === 'http:' ? null : 'The scheme must be http or https.'
  }
  if (url.protocol !== 'https:') return 'The scheme must be https.'
  const host = parse(url.hostname, { allowPrivateDomains: true })
  if (host.isIp === true) return 'A raw IP address is not allowed.'
  if (host.isIcann !== true && host.isPrivate !== true) return 'The host must end in a public top-level domain.'
  if (host.domain === null) return 'The host must be a name below a public top-level domain.'
  return null
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '127.0.0.1' || host === '[::1]'
}
