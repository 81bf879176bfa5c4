/** The least number of characters (NIST SP 800-63B). */
const shortestPassword = 8

/** Says in a sentence what is wrong with a password that is to be set; null where nothing is. Does not repeat it. */
export function passwordFault(password: string): string | null {
  return [...password].length < shortestPassword ? `A password has at least ${shortestPassword} characters.` : null
}
