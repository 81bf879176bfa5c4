import { BlockList, isIP, isIPv6 } from 'node:net'
import { parseNetworkAddress } from '../text/network-address.ts'

/** Which peers are proxies of one's own, whose word on the client's address is taken. */
export type TrustedProxies = { trusts: (peer: string | undefined) => boolean }

/** What people write for a listener that only a proxy on this machine reaches. */
const unixPeer = 'unix'

/**
 * Reads what `--trust-proxy` was given: addresses, networks such as `10.0.0.0/8`, or `unix` for the Unix socket.
 *
 * @returns null where one of them is none of these; `wrong` says which
 */
export function parseTrustedProxies(values: readonly string[]): TrustedProxies | { wrong: string } {
  const list = new BlockList()
  let trustsUnix = false
  for (const value of values) {
    if (value === unixPeer) {
      trustsUnix = true
      continue
    }
    const network = parseNetworkAddress(value)
    if (network === null) return { wrong: value }
    list.addSubnet(network.address, network.bits, network.family)
  }
  return {
    trusts(peer) {
      if (peer === undefined || peer === '') return trustsUnix
      const plain = plainAddress(peer)
      return list.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4')
    },
  }
}

/**
 * The client's address: the peer's own, unless the peer is a trusted proxy; then the last one in `X-Forwarded-For` that is
 * not a trusted proxy too.
 *
 * @returns null where nothing is known, as behind a Unix socket that is not trusted
 */
export function clientAddress(
  peer: string | undefined,
  forwardedFor: string | undefined,
  proxies: TrustedProxies,
): string | null {
  const own = peer === undefined || peer === '' ? null : plainAddress(peer)
  if (!proxies.trusts(peer)) return own
  const hops = (forwardedFor ?? '').split(',').map((hop) => plainAddress(hop.trim()))
  for (const hop of hops.reverse()) {
    if (isIP(hop) === 0) return own
    if (!proxies.trusts(hop)) return hop
  }
  return own
}

/** IPv4 addresses arrive as `::ffff:192.0.2.1` on listeners for both. */
function plainAddress(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  return mapped ?? address.replace(/^\[|\]$/g, '').replace(/%.*$/, '')
}

/** What attempts are counted by: a whole /64 for IPv6, since a household has at least that. */
export function addressGroup(address: string | null): string {
  if (address === null) return 'unknown'
  if (!isIPv6(address)) return address
  const [head = '', tail] = address.split('::')
  const first = head === '' ? [] : head.split(':')
  const last = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? [] : new Array<string>(Math.max(0, 8 - first.length - last.length)).fill('0')
  return `${[...first, ...zeros, ...last].slice(0, 4).join(':')}::/64`
}
