const printableAscii = /^[\x20-\x7e]*$/

/**
 * What must never reach a terminal as it is: control characters (C0, DEL, C1, so every escape sequence), line separators,
 * bidirectional marks and overrides, characters without width and others that only format, tags, and halves of surrogate
 * pairs.
 */
const unsafe =
  /(?:(?![\u200c\u200d])\p{Cf}|\u034f|\u17b4|\u17b5|\u180b|\u180c|\u180d|[\p{Cc}\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|[\u{e0000}-\u{e0fff}]|\p{Cs})/gu

/** Joiners belong between letters and pictographs (Persian, Indic scripts, emoji) and nowhere else. */
const strayJoiner =
  /(?<![\p{L}\p{M}\p{Extended_Pictographic}])[\u200c\u200d]+|[\u200c\u200d](?=[\u200c\u200d])|[\u200c\u200d]+(?![\p{L}\p{M}\p{Extended_Pictographic}])/gu

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
  const visible = text.normalize('NFC').replace(markFlood, '$1').replace(strayJoiner, written).replace(unsafe, written)
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
