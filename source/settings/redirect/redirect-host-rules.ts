import { isIP } from 'node:net'
import { parse } from 'tldts'

/** Endings that networks give to themselves; no public name has them. */
const internalEndings =
  /\.(local|localdomain|lan|internal|intranet|intra|corp|home|private|domain|office|test|example|invalid|home\.arpa)$/

/** Domains of services that shorten addresses, which Google accepts from their owners only. */
const shorteners = ['goo.gl', 'bit.ly', 't.co', 'tinyurl.com', 'ow.ly', 'is.gd', 'g.co']

/**
 * Google's rules for the host of a redirect address that is not localhost.
 *
 * @param host as the address has it, without the port
 * @returns one sentence for each broken rule
 */
export function brokenHostRules(host: string): string[] {
  const name = host.toLowerCase()
  if (name === '') return ['A host is needed, such as archive.example.com.']
  if (name.includes('*')) return []
  if (isAddress(name)) {
    return ['An IP address is not allowed as the host, only a name (localhost excepted).']
  }
  if (name.endsWith('.')) return ['The host must not end with a dot.']
  if (!name.split('.').every(isLabel) || name.length > 253) {
    return ['The host is not a valid name: letters, digits and hyphens, in parts separated by dots.']
  }
  if (!name.includes('.')) {
    return [`The host must be a fully qualified name that ends in a public top-level domain; ${name} has no ending.`]
  }
  if (internalEndings.test(name)) {
    return [`The host must end in a public top-level domain; .${endingOf(name)} is for internal networks only.`]
  }
  const facts = parse(name)
  if (facts.isIcann !== true) {
    return [`The host must end in a public top-level domain; .${endingOf(name)} is not on the public suffix list.`]
  }
  if (facts.domain === null) return [`The host must be a name below a public suffix; ${name} is such a suffix itself.`]
  if (facts.domain === 'googleusercontent.com') return ['A host below googleusercontent.com is not allowed.']
  if (shorteners.includes(facts.domain))
    return [`A host of a service that shortens addresses (${facts.domain}) is not allowed.`]
  return []
}

/** Also the short, octal and hexadecimal forms that browsers take for an IPv4 address. */
function isAddress(name: string): boolean {
  if (/^\[.*\]$/.test(name) || isIP(name) !== 0) return true
  return URL.canParse(`https://${name}/`) && isIP(new URL(`https://${name}/`).hostname) !== 0
}

function isLabel(label: string): boolean {
  return /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label)
}

function endingOf(name: string): string {
  return name.endsWith('.home.arpa') ? 'home.arpa' : name.slice(name.lastIndexOf('.') + 1)
}
