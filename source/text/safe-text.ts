const printableAscii = /^[\x20-\x7e]*$/

/**
 * What must never reach a terminal as it is: control characters (C0, DEL, C1, so every escape sequence), line separators,
 * bidirectional marks and overrides, characters that only format, those that Unicode lets a font leave out (fillers, tags),
 * and halves of surrogate pairs.
 */
const unsafe = /(?!\u200c|\u200d|[\ufe00-\ufe0f])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu

/** What a joiner may stand beside: letters of scripts that join (Persian, Indic ones) and pictographs. */
const joins = String.raw`[[\p{L}\p{M}\p{Extended_Pictographic}]--[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]]`
const strayJoiner = new RegExp(
  String.raw`(?<!${joins})[\u200c\u200d]+|[\u200c\u200d](?=[\u200c\u200d])|[\u200c\u200d]+(?!${joins})`,
  'gv',
)

/** Variation selectors choose among looks of pictographs, signs and Chinese characters; behind a letter they hide. */
const strayVariation = /(?<![\p{Extended_Pictographic}\p{S}\p{N}#*\p{Script=Han}])[\ufe00-\ufe0f]/gu

/** Four marks on one letter are more than any language writes; what follows only paints over other lines. */
const markFlood = /(\p{M}{4})\p{M}+/gu

const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\u001b': '\\e' }

/**
 * Makes text from outside safe and honest to show on one line: nothing in it can move the cursor, change colours, reorder
 * its neighbours or hide. What would do so is written out (`\e`, `\n`, `\u202e`), repeated ones once with their number.
 * Ordinary text of any language comes back composed (NFC) and otherwise as it was.
 */
export function safeText(text: string): string {
  if (printableAscii.test(text)) return text
  const visible = text
    .normalize('NFC')
    .replace(markFlood, '$1')
    .replace(strayJoiner, written)
    .replace(strayVariation, written)
    .replace(unsafe, written)
  return visible.replace(/(\\u\{?[0-9a-f]+\}?|\\[enrt])\1{2,}/g, (run: string, first: string) => {
    return `${first}(x${run.length / first.length})`
  })
}

function written(characters: string): string {
  let result = ''
  for (const character of characters) {
    const code = character.codePointAt(0) ?? 0
    result +=
      named[character] ?? (code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`)
  }
  return result
}
