import { domainToASCII, domainToUnicode } from 'node:url'
import { fold } from '../addresses.ts'

/**
 * The text by which an address is found, however it is written: without case, in composed form, and with its domain in
 * ASCII (`xn--...`), because mail servers ask for either spelling of an international domain.
 */
export function mailKey(address: string): string {
  const folded = fold(address)
  if (isAscii(folded)) return folded
  const at = folded.lastIndexOf('@')
  const domain = folded.slice(at + 1)
  return at < 1 || isAscii(domain) ? folded : `${folded.slice(0, at)}@${asciiDomain(domain) ?? domain}`
}

/** The domain of an address as `mailKey` spells it; null for a text that is no address. */
export function keyDomain(key: string): string | null {
  const at = key.lastIndexOf('@')
  return at > 0 && at < key.length - 1 ? key.slice(at + 1) : null
}

/** A domain as `mailKey` spells it. */
export const domainKey = (domain: string): string => mailKey(`x@${domain}`).slice(2)

/**
 * Whether mail servers can deliver to an address: their tables and protocols hold this and nothing more. Google gives no
 * other addresses; a person can type one.
 */
export const isDeliverable = (key: string): boolean => /^[a-z0-9!$%&'*+/=?^_`{|}~.-]+@[a-z0-9.-]+$/.test(key)

/**
 * Every spelling of an address under which a table must hold it: the one of `mailKey`, and where its domain has letters
 * beyond ASCII that with these letters. A spelling that Postfix would take for another domain is left out: Postfix folds
 * `ß` to `ss`, and these are two domains.
 */
export function spellingsOf(key: string): string[] {
  const unicode = unicodeSpelling(key)
  return unicode === null ? [key] : [key, unicode]
}

/** The key before `+` and what follows it: `ada@example.com` for `ada+news@example.com`. Null where there is no tag. */
export function withoutTag(key: string): string | null {
  const plus = key.indexOf('+')
  const at = key.lastIndexOf('@')
  return plus > 0 && plus < at ? key.slice(0, plus) + key.slice(at) : null
}

function unicodeSpelling(key: string): string | null {
  if (!key.includes('xn--')) return null
  const at = key.lastIndexOf('@')
  const domain = domainToUnicode(key.slice(at + 1))
  const isStable = fold(domain) === domain && domain.toUpperCase().toLowerCase() === domain
  if (!isStable || isAscii(domain) || asciiDomain(domain) !== key.slice(at + 1)) return null
  return key.slice(0, at + 1) + domain
}

/** Null for what is no domain. Signs that a URL gives a meaning, and numbers that would become an address, are refused. */
function asciiDomain(domain: string): string | null {
  if (/[\0-,/:-`{-\x7f]/.test(domain)) return null
  const ascii = domainToASCII(domain)
  return /^[a-z0-9.-]+$/.test(ascii) && /[a-z]/.test(ascii) ? ascii : null
}

const isAscii = (text: string): boolean => /^[\0-\x7f]*$/.test(text)
