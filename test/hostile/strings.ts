/** What strangers may write into names. Each begins a line of its own with FORGED where it can begin one. */
export const hostileNames: readonly string[] = [
  '\u001b[2J\u001b[HFORGED screen',
  '\u001b]0;FORGED title\u0007',
  '\u001b]52;c;Rk9SR0VE\u0007 clipboard',
  '\u001b]8;;http://evil.example/\u001b\\link\u001b]8;;\u001b\\',
  '\u001bP1$r0m\u001b\\ device',
  '\u009b31mFORGED by C1\u009c',
  'two\nFORGED line',
  'two\r\nFORGED line',
  'back\rFORGED over',
  'rub\b\b\b\u007fFORGED',
  'page\fFORGED\vFORGED',
  'para\u2029FORGED\u2028FORGED\u0085FORGED',
  '\u202eDEGROF gnirts\u202c',
  '\u2066\u2067isolated\u2069',
  '\u200e\u200f\u061cmarks',
  `zero${'\u200b'.repeat(200)}width`,
  `join${'\u200d'.repeat(200)}ers${'\u200c'.repeat(100)}`,
  `Z${'\u0301\u0323\u0489'.repeat(100)}algo`,
  '\ufeffBOM and \u00adsoft and \u2060word',
  '\u{e0041}\u{e0042}tags\u{e007f}',
  'half \ud83d surrogate \ude00',
  "=cmd|' /C calc'!A0",
  '=HYPERLINK("http://evil.example","FORGED")',
  '+1+1',
  '-2+3',
  '@SUM(1)',
  '\t=1+1',
  '\n=1+1',
  '\uff1d1+1',
  '"quoted", and; separated\t"',
  "it's `id` $(id) $HOME %u %d",
  'a:b:c:/root:/bin/sh',
  'victim@example.com mallory@example.com',
  '#comment',
  '|pipe',
  ':include:/etc/passwd',
  '../../../etc/passwd',
  '/etc/passwd\u0000',
  'CON',
  'x'.repeat(3000),
  '\u{1f468}\u200d\u{1f469}\u200d\u{1f467} \u0646\u0627\u0645\u0647\u200c\u0627\u06cc',
  '__proto__',
]

/** Signs that no terminal may get from a name: controls but the line break, and formatting but joiners between letters. */
const forbidden = /[^\P{Cc}\n]|[\p{Zl}\p{Zp}\p{Cs}]|[^\P{Cf}\u200c\u200d]|[\u200c\u200d]{2}|\p{M}{5}/u

/** The first sign that must not be there, in its neighbourhood; null where there is none. */
export function forbiddenSign(text: string): string | null {
  const found = forbidden.exec(text)
  return found === null ? null : JSON.stringify(text.slice(Math.max(0, found.index - 30), found.index + 30))
}

/** A line that begins as only a name that broke out of its line could make it begin. */
export const forgedLine = (text: string): string | null => /^\s*FORGED.*/m.exec(text)?.[0] ?? null
