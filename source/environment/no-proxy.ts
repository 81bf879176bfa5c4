import { BlockList, isIP } from 'node:net'
import { environmentProblem } from './problems.ts'
import { type Environment, readVariable, type Variable } from './read-variable.ts'

/**
 * Whether NO_PROXY says to reach a host without a proxy, as curl reads it: `*` is every host; a name is the host itself and
 * all below it, with or without a dot before it; addresses may be networks such as `10.0.0.0/8`. A port limits an entry to
 * itself. Entries stand between commas or blanks.
 *
 * @param host a name, or an IP address without brackets
 * @throws Problem that names the variable for an entry that means nothing
 */
export function goesWithoutProxy(host: string, port: number, environment: Environment): boolean {
  const variable = readVariable(environment, ['no_proxy', 'NO_PROXY'])
  if (variable === null) return false
  const entries = variable.value.split(/[\s,]+/).filter((entry) => entry !== '')
  // Each one is read, so that a mistake is told whichever host is asked.
  return entries.map((entry) => matches(entry, host.toLowerCase(), port, variable)).includes(true)
}

function matches(entry: string, host: string, port: number, variable: Variable): boolean {
  if (entry === '*') return true
  if (entry.includes('/')) return isInNetwork(entry, host, variable)
  const [, bracketed, plain = '', ofPort] = /^(?:\[(.*)\]|((?:[^:]*)|(?:.*:.*:.*)))(?::(\d+))?$/.exec(entry) ?? []
  const name = (bracketed ?? plain).toLowerCase()
  if (name === '' || (bracketed !== undefined && isIP(name) !== 6) || Number(ofPort ?? 1) > 65_535) {
    throw unusable(variable, 'has an entry that is not a host, a network or *.')
  }
  if (ofPort !== undefined && Number(ofPort) !== port) return false
  if (isIP(name) !== 0) return isIP(host) !== 0 && isInNetwork(`${name}/${isIP(name) === 4 ? 32 : 128}`, host, variable)
  if (!/^(?:\*?\.)?[\p{L}\p{N}_-][\p{L}\p{N}._-]*$/u.test(name)) {
    throw unusable(variable, 'has an entry that is not a host, a network or *.')
  }
  const domain = name.replace(/^\*?\./, '').replace(/\.$/, '')
  const asked = host.replace(/\.$/, '')
  return asked === domain || asked.endsWith(`.${domain}`)
}

function isInNetwork(entry: string, host: string, variable: Variable): boolean {
  const [, address = '', bits = ''] = /^\[?([^[\]/]*)\]?\/(\d{1,3})$/.exec(entry) ?? []
  const family = isIP(address)
  if (family === 0 || Number(bits) > (family === 4 ? 32 : 128)) {
    throw unusable(variable, 'has an entry with a slash that is not a network such as 10.0.0.0/8.')
  }
  if (isIP(host) === 0) return false
  const network = new BlockList()
  network.addSubnet(address, Number(bits), family === 4 ? 'ipv4' : 'ipv6')
  return network.check(host, isIP(host) === 4 ? 'ipv4' : 'ipv6')
}

function unusable({ name }: Variable, why: string): Error {
  return environmentProblem('variableUnusable', { variable: name, why })
}
