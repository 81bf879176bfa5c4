import picomatch from 'picomatch'
import { fold } from '../addresses.ts'

/** One exclusion, ready to be asked. */
export type ExclusionRule = { rule: string; matches: (primaryEmail: string) => boolean }

/**
 * Compiles exclusion globs such as `*@lab.example.com` or `svc-*`. `*` stands for any characters, `?` for one, `[abc]`
 * for one of them, `{a,b}` for alternatives; upper and lower case are the same. A glob without `@` is about the part
 * before it.
 *
 * @throws TypeError when a glob is empty
 */
export function compileExclusions(globs: readonly string[]): ExclusionRule[] {
  return globs.map((rule) => {
    const whole = rule.includes('@') ? rule : `${rule}@*`
    // Addresses may hold `+`, `!` and parentheses, which must not be read as pattern syntax.
    const isMatch = picomatch(fold(whole), { noextglob: true, nonegate: true, dot: true, bash: true, nobracket: false })
    return { rule, matches: (primaryEmail) => isMatch(fold(primaryEmail)) }
  })
}
