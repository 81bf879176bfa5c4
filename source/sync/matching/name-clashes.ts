import { fold } from '../addresses.ts'

/** Letters of other scripts that look like Latin ones in common fonts (Unicode's confusables, the plain cases). */
const likeLatin = new Map(
  [
    ['асеіјорѕухһԁԛԝ', 'aceijopsyxhdqw'],
    ['αεικνορτυχ', 'aeiknoptyx'],
    ['ıɩ', 'ii'],
  ].flatMap(([others, latin]) =>
    [...(others ?? '')].map((letter, index) => [letter, latin?.[index] ?? letter] as const),
  ),
)

/** What a name looks like: names that look the same have the same one, whatever their case, form and script. */
export function appearance(name: string): string {
  if (isPlain(name)) return fold(name)
  const plain = name.normalize('NFKC').toLowerCase()
  return [...plain.replace(/[\p{Default_Ignorable_Code_Point}]/gu, '')]
    .map((letter) => likeLatin.get(letter) ?? letter)
    .join('')
}

/** Scripts that have letters in common with each other, to the eye. */
const scripts = [
  ...[/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u],
  ...[/\p{Script=Armenian}/u, /\p{Script=Cherokee}/u, /\p{Script=Coptic}/u],
]

/** Whether a name mixes letters of such scripts, as names made to deceive do. */
export function mixesScripts(name: string): boolean {
  if (isPlain(name)) return false
  // Each part between dots and signs stands for itself: a Cyrillic name at a Latin domain is no mixture.
  return name.split(/[^\p{L}]+/u).some((part) => scripts.filter((script) => script.test(part)).length > 1)
}

/** Whether a name can look like another one by its case only. */
export const isPlain = (text: string): boolean => /^[\x20-\x7e]*$/.test(text)
