/** Where a sign-in may lead back to. */
export type ReturnRules = {
  /** The archive's own origin, such as `https://archive.example.com:8462`. */
  origin: string
  /** Other hosts, with a port where it is not 443. */
  returnHosts: readonly string[]
}

/** Longer ones would make an attempt's cookie larger than proxies take. */
const longest = 1500

/** What browsers drop or read differently before they parse an address. */
const misread = /[\s\\\p{Cc}\p{Cf}]/u

/**
 * Checks an address to return to: on the own origin, or on exactly one of the other hosts by https. Everything that
 * browsers and parsers have been known to read differently is refused before it is parsed.
 *
 * @returns the address as it is to be used; null when it leads anywhere else
 */
export function returnAddress(text: string, { origin, returnHosts }: ReturnRules): string | null {
  if (text === '' || text.length > longest || misread.test(text)) return null
  const isPath = /^\/(?![/\\])/.test(text)
  if (!isPath && !/^https?:\/\/[^/]/i.test(text)) return null
  if (
    !isPath &&
    text
      .slice(text.indexOf('//') + 2)
      .split(/[/?#]/)[0]
      ?.includes('@')
  )
    return null
  if (!URL.canParse(text, origin)) return null
  const url = new URL(text, origin)
  if (url.username !== '' || url.password !== '') return null
  if (url.origin === origin) return url.href
  return url.protocol === 'https:' && returnHosts.includes(url.host) ? url.href : null
}

/**
 * The return address of a request: all that stands behind `return=`, which comes last because nginx cannot escape what it
 * puts there; escaped where it came from a page.
 *
 * @param query the raw query, without the question mark
 */
export function requestedReturn(query: string): string | null {
  const found = /(?:^|&)return=(.*)$/s.exec(query)?.[1]
  if (found === undefined || found === '') return null
  if (found.startsWith('/') || /^https?:\/\//i.test(found)) return found
  try {
    return decodeURIComponent(found.split('&')[0] ?? '')
  } catch {
    return null
  }
}
