import { type ArchiveAddress, brokenRedirectRules, plainHost, redirectUri } from './redirect-uri.ts'

/**
 * Checks where the archive is said to be, by the form of each part and then by Google's rules for the redirect address
 * that they make.
 *
 * @returns one sentence for each fault; none when the address can be registered with Google
 */
export function archiveAddressFaults(address: ArchiveAddress): string[] {
  const host = plainHost(address.host)
  const faults: string[] = []
  if (/^[a-z][a-z0-9+.-]*:\/\//.test(host)) faults.push('The host is given without https:// before it.')
  else if (/[/\\?]/.test(host))
    faults.push('The host is given without a path behind it; an instance id has its own field.')
  else if (/^[^[\]:]+:\d*$/.test(host))
    faults.push('The host is given without a port behind it; the port has its own field.')
  if (!Number.isInteger(address.port) || address.port < 1 || address.port > 65535) {
    faults.push('The port must be a number from 1 to 65535.')
  }
  if (address.instanceId !== null && !/^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,62}[A-Za-z0-9])?$/.test(address.instanceId)) {
    faults.push('The instance id may hold letters, digits, hyphens and underscores only.')
  }
  return faults.length > 0 ? faults : brokenRedirectRules(redirectUri(address))
}
