import { domainToASCII } from 'node:url'
import { brokenHostRules } from './redirect-host-rules.ts'

/** Where the archive is found by browsers. */
export type ArchiveAddress = {
  /** A fully qualified name; `localhost` only for trying things out. */
  host: string
  port: number
  /** Only the hosted edition has one; it becomes a part of the path. */
  instanceId: string | null
}

/** The port of the archive's web access unless another one is set. */
export const usualPort = 8462

/**
 * The address to which Google sends browsers back: `https://<host>[:<port>][/<instance id>]/oidc/signin`, where 443 is
 * left out. It must be registered letter by letter, so the host is written in lower case, and a name with letters beyond
 * ASCII in the form that DNS uses. `localhost` alone gets http, for which Google makes its one exception.
 */
export function redirectUri({ host, port, instanceId }: ArchiveAddress): string {
  const name = plainHost(host)
  const scheme = isLocalhost(name) ? 'http' : 'https'
  const shownPort = port === (scheme === 'https' ? 443 : 80) ? '' : `:${port}`
  return `${scheme}://${name}${shownPort}${instanceId === null ? '' : `/${instanceId}`}/oidc/signin`
}

/** A host's name as redirect addresses have it; unchanged where it is no name. */
export function plainHost(host: string): string {
  const trimmed = host.trim().toLowerCase()
  return /[^\x20-\x7e]/.test(trimmed) ? domainToASCII(trimmed) || trimmed : trimmed
}

/** Whether a host is this machine itself, under a name that Google takes as such. */
export function isLocalhost(host: string): boolean {
  return host === 'localhost' || host === '127.0.0.1' || host === '[::1]'
}

/**
 * Checks a redirect address against Google's rules for web clients ("Using OAuth 2.0 for Web Server Applications",
 * redirect URI validation rules).
 *
 * @returns one sentence for each broken rule; none when Google would register it
 */
export function brokenRedirectRules(uri: string): string[] {
  const broken: string[] = []
  const rule = (holds: boolean, sentence: string) => {
    if (!holds) broken.push(sentence)
  }
  rule(/^[\x21-\x7e]*$/.test(uri), 'The address may hold printable ASCII characters only, and no spaces.')
  rule(!uri.includes('*'), 'A wildcard (*) is not allowed: every address is registered by itself.')
  rule(!uri.includes('#'), 'A fragment (#) is not allowed.')
  rule(!/%(?![0-9a-f]{2})/i.test(uri), 'A percent sign must be followed by two hexadecimal digits.')
  rule(!/%00|%c0%80/i.test(uri), 'An encoded null character is not allowed.')
  rule(!hasTraversal(uri), 'A path that leads upwards (/..) is not allowed.')
  rule(
    !/[?&][^=&]*=(https?:|https?%3a|\/\/|%2f%2f)/i.test(uri),
    'A query that leads on to another site is not allowed.',
  )
  const parts = /^([a-z][a-z0-9+.-]*):\/\/([^/?#\\]*)/i.exec(uri)
  const authority = parts?.[2] ?? ''
  rule(!authority.includes('@'), 'User information (a name before @) is not allowed.')
  const host = authority.slice(authority.lastIndexOf('@') + 1).replace(/:[^:\]]*$/, '')
  const port = /:([^:\]]*)$/.exec(authority.slice(authority.lastIndexOf('@') + 1))?.[1]
  rule(port === undefined || isPort(port), 'The port must be a number from 1 to 65535.')
  const scheme = parts?.[1]?.toLowerCase()
  if (isLocalhost(host.toLowerCase()))
    rule(scheme === 'http' || scheme === 'https', 'The scheme must be https or http.')
  else {
    rule(scheme === 'https', 'The scheme must be https.')
    broken.push(...brokenHostRules(host))
  }
  rule(broken.length > 0 || URL.canParse(uri), 'This is not an address that a browser could open.')
  return broken
}

/** Decoded twice, because some servers decode once more than they should. */
function hasTraversal(uri: string): boolean {
  const decoded = [uri]
  for (let times = 0; times < 2; times += 1) {
    decoded.push(
      (decoded.at(-1) ?? '').replace(/%2e/gi, '.').replace(/%2f/gi, '/').replace(/%5c/gi, '\\').replace(/%25/g, '%'),
    )
  }
  return decoded.some((text) => /[/\\]\.\./.test(text.replace(/^[a-z]+:\/\//i, '')))
}

function isPort(text: string): boolean {
  return /^[1-9]\d{0,4}$/.test(text) && Number(text) <= 65535
}
