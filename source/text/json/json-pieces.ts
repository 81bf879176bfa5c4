/**
 * The text that `JSON.stringify(value, null, space)` gives, in pieces: as one string, a document about half a million
 * users would be longer than the longest string there can be, and would stand in memory more than once. Objects are
 * opened down to their lists, and each item of a list is a piece, unless it holds a long list itself.
 *
 * @param space what each level is indented with; nothing puts everything on one line
 * @param margin the line break and the indentation of the level that the value stands on
 */
export function* jsonPieces(value: unknown, space = '', margin = '\n'): Generator<string> {
  const inner = space === '' ? '' : margin + space
  const outer = space === '' ? '' : margin
  if (Array.isArray(value) && value.length > 0) {
    let before = '['
    for (const item of value) {
      yield before + inner
      if (holdsLongList(item)) yield* jsonPieces(item, space, margin + space)
      else yield wholeJson(item, space, margin + space)
      before = ','
    }
    yield `${outer}]`
  } else if (isPlainObject(value)) {
    let before = '{'
    for (const [name, part] of Object.entries(value)) {
      // JSON leaves out what it cannot express.
      if (JSON.stringify(typeof part === 'object' ? null : part) === undefined) continue
      yield `${before}${inner}${JSON.stringify(name)}:${space === '' ? '' : ' '}`
      yield* jsonPieces(part, space, margin + space)
      before = ','
    }
    yield before === '{' ? '{}' : `${outer}}`
  } else yield wholeJson(value, space, margin)
}

/** The same on one line, with its line break. */
export function* jsonLine(value: unknown): Generator<string> {
  yield* jsonPieces(value)
  yield '\n'
}

const holdsLongList = (item: unknown): boolean =>
  isPlainObject(item) && Object.values(item).some((part) => Array.isArray(part) && part.length > 1000)

function wholeJson(value: unknown, space: string, margin: string): string {
  const text = JSON.stringify(value, null, space) ?? 'null'
  // Inside a text a line break is always escaped, so these are the ones between the lines.
  return space === '' ? text : text.replaceAll('\n', margin)
}

/** Others, such as dates, say themselves how they are written. */
const isPlainObject = (value: unknown): value is object =>
  typeof value === 'object' &&
  value !== null &&
  Object.getPrototypeOf(value) === Object.prototype &&
  !('toJSON' in value)
