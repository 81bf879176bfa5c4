import { oneLine } from '../../text/one-line.ts'

/**
 * Says in a sentence when a client's registered redirect addresses lack ours, and which one is nearly it. Google compares
 * letter by letter.
 *
 * @param registered from the client's file; null where it does not say
 * @returns null when ours is registered, or nothing is known
 */
export function missingRedirectNote(registered: readonly string[] | null, ours: string): string | null {
  if (registered === null || registered.includes(ours)) return null
  const near = registered.find((uri) => loosely(uri) === loosely(ours))
  const found =
    near === undefined
      ? registered.length === 0
        ? 'The client has no redirect URI yet.'
        : `The client has ${registered.length === 1 ? 'one redirect URI' : `${registered.length} redirect URIs`}, but not this one.`
      : `The client has ${oneLine(near, 200)}, which differs in ${difference(near, ours)}.`
  return `${found} Add ${ours} to the client in the Google Cloud console, letter by letter.`
}

/** What a person would take for the same address. */
function loosely(uri: string): string {
  return uri
    .toLowerCase()
    .replace(/^https?:/, '')
    .replace(/:(443|80|8462)(?=\/|$)/, '')
    .replace(/\/+$/, '')
}

function difference(theirs: string, ours: string): string {
  if (theirs.toLowerCase() === ours.toLowerCase()) return 'upper and lower case'
  if (theirs.replace(/\/+$/, '') === ours) return 'the slash at the end'
  if (theirs.replace(/^https?:/, '') === ours.replace(/^https?:/, '')) return 'http and https'
  return 'its port or spelling'
}
