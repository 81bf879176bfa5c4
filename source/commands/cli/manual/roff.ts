/** The signs that roff would take for something else, or show as another sign, so that what is copied is not what was meant. */
const signs: Readonly<Record<string, string>> = {
  '\\': '\\e',
  '-': '\\-',
  '"': '\\(dq',
  "'": '\\(aq',
  '`': '\\(ga',
  '^': '\\(ha',
  '~': '\\(ti',
}

/** Writes plain text in roff, where a dot at the beginning of a line has a meaning, too. */
export function roffText(plain: string): string {
  const escaped = plain.replace(/[\\\-"'`^~]/g, (sign) => signs[sign] ?? sign)
  return escaped.startsWith('.') ? `\\&${escaped}` : escaped
}

/** Writes a term and what it means. */
export const roffItem = (term: string, meaning: string): string[] => ['.TP', `.B ${roffText(term)}`, roffText(meaning)]

/** Sets text ragged and does not break words: a command that is copied must be whole. */
export const roffUnbroken: readonly string[] = ['.ad l', '.nh']
