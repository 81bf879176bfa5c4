import { oneLine } from '../one-line.ts'

/** What JSON text holds, or in one sentence why it cannot be used. Nothing of its values is repeated there. */
export type JsonText =
  | { state: 'good'; value: unknown }
  | { state: 'bad'; fault: 'notJson' | 'ambiguous' | 'tooDeep'; why: string }

/** No file of this program, or of Google, is nested a tenth as deep. */
const deepest = 100

/** Longer texts are refused without saying where they are broken. */
const longestSearched = 1024 * 1024

/**
 * Reads JSON that was handed in. Beyond what JSON.parse does, a name that stands twice in one object is refused, because
 * one reader takes the first value and another the last; so are `__proto__`, which has a meaning of its own, and nesting
 * that nobody needs. JSON.parse's own message is not used, because it repeats a piece of the text.
 */
export function parseJsonText(text: string): JsonText {
  const parsed = parsePlainJson(text)
  return parsed.state === 'bad' ? parsed : (structureFault(text) ?? parsed)
}

/** The same without the look at names and nesting, for large files that only this program writes. */
export function parsePlainJson(text: string): JsonText {
  try {
    return { state: 'good', value: JSON.parse(text) }
  } catch {
    const place = text.length > longestSearched ? '' : `: ${placeOf(text, firstFault(text))}`
    return { state: 'bad', fault: 'notJson', why: `It is not JSON${place}.` }
  }
}

function placeOf(text: string, at: number): string {
  const before = text.slice(0, at)
  return `line ${before.split('\n').length}, column ${at - before.lastIndexOf('\n')}`
}

/** Looks through text that is known to be JSON. Null where nothing is wrong. */
function structureFault(text: string): JsonText | null {
  const outer: (Set<string> | null)[] = []
  /** The names of the innermost object; null inside a list. */
  let names: Set<string> | null = null
  let expectsName = false
  for (let at = 0; at < text.length; at += 1) {
    switch (text[at]) {
      case '"': {
        const end = endOfString(text, at)
        if (expectsName && names !== null) {
          const name = nameOf(text.slice(at, end + 1))
          if (names.has(name) || name === '__proto__') return ambiguous(name, placeOf(text, at))
          names.add(name)
        }
        expectsName = false
        at = end
        break
      }
      case ',':
        expectsName = names !== null
        break
      case '{':
      case '[':
        if (outer.length >= deepest) {
          return { state: 'bad', fault: 'tooDeep', why: `It is nested more than ${deepest} levels deep.` }
        }
        outer.push(names)
        names = text[at] === '{' ? new Set() : null
        expectsName = names !== null
        break
      case '}':
      case ']':
        names = outer.pop() ?? null
        expectsName = false
        break
    }
  }
  return null
}

function ambiguous(name: string, place: string): JsonText {
  const what = name === '__proto__' ? 'must not be used' : 'stands there twice'
  return { state: 'bad', fault: 'ambiguous', why: `The name "${oneLine(name, 60)}" ${what}: ${place}.` }
}

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0
  while (text[at - 1 - backslashes] === '\\') backslashes += 1
  return backslashes % 2 === 1
}

const nameOf = (quoted: string): string => (quoted.includes('\\') ? String(JSON.parse(quoted)) : quoted.slice(1, -1))

const blank = /[ \t\n\r]*/y
// One sign at a time inside a string: two repeats within each other would take for ever on a string that does not end.
const scalar =
  /"(?:[^"\\\p{Cc}]|[\x7f-\x9f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/uy

/** Where text stops being JSON: the place of the first sign that does not belong there. */
function firstFault(text: string): number {
  const open: ('{' | '[')[] = []
  let at = 0
  let expects: 'value' | 'valueOrEnd' | 'name' | 'nameOrEnd' | 'colon' | 'commaOrEnd' = 'value'
  for (;;) {
    at = endOfMatch(blank, text, at) ?? at
    const sign = text[at]
    const inner = open.at(-1)
    if (expects === 'colon') {
      if (sign !== ':') return at
      expects = 'value'
    } else if (expects === 'commaOrEnd' && sign === ',' && inner !== undefined) {
      expects = inner === '{' ? 'name' : 'value'
    } else if (
      sign === (inner === '{' ? '}' : ']') &&
      inner !== undefined &&
      expects !== 'value' &&
      expects !== 'name'
    ) {
      open.pop()
      expects = 'commaOrEnd'
    } else if ((sign === '{' || sign === '[') && (expects === 'value' || expects === 'valueOrEnd')) {
      open.push(sign)
      expects = sign === '{' ? 'nameOrEnd' : 'valueOrEnd'
    } else {
      const isName: boolean = expects === 'name' || expects === 'nameOrEnd'
      const end = endOfMatch(scalar, text, at)
      if (expects === 'commaOrEnd' || end === null || (isName && sign !== '"')) return at
      at = end
      expects = isName ? 'colon' : 'commaOrEnd'
      continue
    }
    at += 1
  }
}

function endOfMatch(pattern: RegExp, text: string, at: number): number | null {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : null
}
