import { isIP } from 'node:net'

/** An address, or a network such as `10.0.0.0/8`. */
export type NetworkAddress = { address: string; bits: number; family: 'ipv4' | 'ipv6' }

/** Reads an address or a network; null where it is neither. */
export function parseNetworkAddress(text: string): NetworkAddress | null {
  const [address = '', bits, ...rest] = text.split('/')
  const version = isIP(address)
  const most = version === 4 ? 32 : 128
  const prefix = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : -1
  if (version === 0 || rest.length > 0 || prefix < 0 || prefix > most) return null
  return { address, bits: prefix, family: version === 4 ? 'ipv4' : 'ipv6' }
}
