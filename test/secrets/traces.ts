/**
 * Everything by which a secret would show: itself, pieces of it, and what the usual encodings make of it. Pieces count,
 * because a message that was cut to 100 characters still tells them.
 */
export function tracesOf(secret: string): string[] {
  const forms = new Set<string>()
  for (const text of [secret, secret.replaceAll('\n', ''), ...secret.split('\n')]) {
    if (text.length < 8) continue
    forms.add(text)
    forms.add(encodeURIComponent(text))
    forms.add(JSON.stringify(text).slice(1, -1))
    forms.add(Buffer.from(text).toString('hex'))
    // What base64 makes of a text depends on what stands before it; the inner part does not.
    for (const before of ['', 'a', 'ab']) {
      for (const encoding of ['base64', 'base64url'] as const) {
        forms.add(
          Buffer.from(before + text)
            .toString(encoding)
            .slice(4, -4),
        )
      }
    }
  }
  return [...forms].flatMap(pieces).filter((piece) => piece.length >= 8)
}

const length = 20

/** Overlapping pieces, so that any twenty characters in a row, and then some, are found. */
function pieces(form: string): string[] {
  if (form.length <= length * 2) return [form]
  const all: string[] = []
  for (let start = 0; start + length <= form.length; start += length / 2) all.push(form.slice(start, start + length))
  return all
}

/** Finds traces of many secrets in a text. */
export function createSearch(secrets: ReadonlyMap<string, string>, harmless: readonly string[]) {
  const traces = [...secrets].flatMap(([name, secret]) => tracesOf(secret).map((trace) => ({ name, trace })))
  const telling = traces.filter(({ trace }) => !harmless.some((text) => text.includes(trace)))
  return (text: string): string[] => [
    ...new Set(telling.filter(({ trace }) => text.includes(trace)).map(({ name, trace }) => `${name} (${trace})`)),
  ]
}
