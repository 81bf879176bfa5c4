/**
 * Text from outside, made fit for a message: control, formatting and bidirectional characters and line breaks become
 * single spaces, and what is longer than `maximum` characters ends in `...`.
 */
export function oneLine(text: string, maximum: number): string {
  const clean = text
    .slice(0, maximum * 4)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\s]+/gu, ' ')
    .trim()
  const characters = Array.from(clean)
  return characters.length <= maximum ? clean : `${characters.slice(0, Math.max(0, maximum - 3)).join('')}...`
}
