/**
 * The archive that `?archive=NAME` asks for: null where none is asked for. Given twice, or not decodable, it is malformed:
 * two readers could understand it differently.
 *
 * @param query the raw query, without the question mark
 */
export function requestedArchive(query: string): { name: string } | null | 'malformed' {
  const given = query.split('&').filter((part) => /^archive(\[\])?(=|$)/i.test(decodeLoosely(part)))
  const [only, another] = given
  if (only === undefined) return null
  if (another !== undefined || !only.startsWith('archive=')) return 'malformed'
  try {
    const name = decodeURIComponent(only.slice('archive='.length).replaceAll('+', '%20'))
    return name === '' || /\p{Cc}/u.test(name) ? 'malformed' : { name }
  } catch {
    return 'malformed'
  }
}

function decodeLoosely(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
