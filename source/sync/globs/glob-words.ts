import type { GlobFault } from './letters.ts'
import { readGlob } from './read-glob.ts'

/** The language of patterns, for help, screens and documents. */
export const globLanguage = [
  '* any characters, ? one, [a-z] one of these, [!a-z] one of the others, {a,b} either, {01..20} a range, \\ the next character itself.',
  'Without @ a pattern is compared with the name before it: svc-*, room-{01..20}, *@lab.example.com.',
] as const

/** What is wrong with a pattern, as a sentence that says where; null when nothing is. */
export function globFault(glob: string): string | null {
  const { fault } = readGlob(glob)
  return fault === null ? null : globFaultWords(glob, fault)
}

function globFaultWords(glob: string, { at, why }: GlobFault): string {
  const shown = [...glob].slice(Math.max(0, at - 1), at + 19)
  const isCut = at + 19 < [...glob].length
  return shown.length === 0 ? why : `At character ${at}, "${shown.join('')}${isCut ? '...' : ''}": ${why}`
}
