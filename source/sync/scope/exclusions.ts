import { globFault } from '../globs/glob-words.ts'
import { readGlob } from '../globs/read-glob.ts'

/** One exclusion, ready to be asked. */
export type ExclusionRule = { rule: string; matches: (primaryEmail: string) => boolean }

/**
 * Compiles exclusions such as `*@lab.example.com` or `svc-[!1]*`; `readGlob` says the language.
 *
 * @throws Error for a pattern that cannot be used, which the settings do not take
 */
export function compileExclusions(globs: readonly string[]): ExclusionRule[] {
  return globs.map((rule) => {
    const { matches } = readGlob(rule)
    if (matches === null) throw new Error(globFault(rule) ?? 'An exclusion cannot be used.')
    return { rule, matches }
  })
}

/** How many of these addresses each exclusion matches, whoever else matches them. */
export function countMatches(
  globs: readonly string[],
  primaryEmails: readonly string[],
): { rule: string; hits: number }[] {
  return compileExclusions(globs).map(({ rule, matches }) => ({ rule, hits: primaryEmails.filter(matches).length }))
}
