import { goesWithoutProxy } from './no-proxy.ts'
import { environmentProblem } from './problems.ts'
import { type Environment, readVariable, type Variable } from './read-variable.ts'

/** The proxy for a host. `url` may hold a password; `address` is safe to show. */
export type ProxyRoute = { variable: string; url: string; address: string }

/** What curl takes for a proxy's port where none is given. */
const usualPorts = { 'http:': 1080, 'https:': 443 } as const

/**
 * The proxy that the environment names for an HTTPS connection, as curl reads it: HTTPS_PROXY, else ALL_PROXY, each in
 * small letters first; without a scheme it is an HTTP proxy; NO_PROXY excepts hosts. Null: none.
 *
 * @throws Problem that names the variable and never shows its value, when it cannot be used
 */
export function proxyFor(host: string, environment: Environment, port = 443): ProxyRoute | null {
  const variable = readVariable(environment, ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'])
  if (variable === null) return null
  if (goesWithoutProxy(host, port, environment)) return null
  return readProxy(variable)
}

/**
 * The variable of a proxy that is set and has no effect on HTTPS, as in curl, where none that has is set: people mean that
 * one, too. Null: there is none.
 */
export function proxyWithoutEffect(environment: Environment): string | null {
  const effective = readVariable(environment, ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'])
  return effective === null ? (readVariable(environment, ['http_proxy', 'HTTP_PROXY'])?.name ?? null) : null
}

function readProxy(variable: Variable): ProxyRoute {
  const value = variable.value.trim()
  const [, scheme] = /^([a-z][a-z0-9+.-]*):\/\//i.exec(value) ?? []
  const protocol = `${(scheme ?? 'http').toLowerCase()}:`
  if (protocol !== 'http:' && protocol !== 'https:') {
    const kind = (scheme ?? '').slice(0, 12).toLowerCase()
    throw unusable(
      variable,
      `names a proxy of the kind ${kind}://. Rollcall can use http:// and https:// proxies only.`,
    )
  }
  const rest = scheme === undefined ? value : value.slice(scheme.length + 3)
  const authority = rest.replace(/[/?#][^@]*$/, '')
  const place = authority.slice(authority.lastIndexOf('@') + 1)
  const [, host = '', port = String(usualPorts[protocol])] = /^(\[[^\]]*\]|[^:[\]]*)(?::(.*))?$/.exec(place) ?? []
  if (host === '') throw unusable(variable, 'has no host that can be read.')
  if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65_535) {
    throw unusable(variable, 'has a port that is not a number from 1 to 65535.')
  }
  const account = authority.includes('@') ? credentialsOf(variable, authority.slice(0, authority.lastIndexOf('@'))) : ''
  const url = `${protocol}//${account}${host}:${port}`
  if (!URL.canParse(url) || !/^(?:\[.*\]|[\p{L}\p{N}._-]+)$/u.test(host))
    throw unusable(variable, 'has a host that is not a name or an address.')
  return { variable: variable.name, url, address: `${host}:${port}` }
}

/** User name and password, so that signs which an address cannot hold are what they are. */
function credentialsOf(variable: Variable, text: string): string {
  const [user = '', ...password] = text.split(':')
  try {
    const [name, secret] = [user, password.join(':')].map((part) => encodeURIComponent(decodeURIComponent(part)))
    return password.length === 0 ? `${name}@` : `${name}:${secret}@`
  } catch {
    throw unusable(variable, 'has a user name or a password in which a % is not followed by two hexadecimal digits.')
  }
}

function unusable({ name }: Variable, why: string): Error {
  return environmentProblem('variableUnusable', { variable: name, why })
}
