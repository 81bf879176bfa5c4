import { parse } from 'tldts'

/**
 * What is wrong with the domain that a session's cookie is to be shared in, as one sentence; null when browsers keep such a
 * cookie of the archive's host.
 *
 * @param host the archive's own host; null before it is known
 */
export function cookieDomainFault(domain: string, host: string | null): string | null {
  if (/:\d+$/.test(domain)) return 'The domain is given without a port.'
  const { isIp, domain: registered } = parse(domain, { allowPrivateDomains: true })
  if (isIp) return 'An address has no hosts below it. Leave the domain away.'
  if (registered === null) return `Browsers keep no cookie for ${domain}, below which anybody can have a host.`
  if (host === null || host === domain || host.endsWith(`.${domain}`)) return null
  return `The archive's host ${host} is not below ${domain}, so browsers would not keep the cookie.`
}
