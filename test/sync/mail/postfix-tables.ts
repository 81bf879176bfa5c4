/** What Postfix finds in a table that `postmap` made of this text (postmap(1), virtual(5), recipient_delimiter). */
export function askTable(text: string, address: string): string | null {
  const table = new Map(
    text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => [line.slice(0, line.search(/\s/)), line.slice(line.search(/\s/)).trim()]),
  )
  const key = address.toLowerCase()
  const at = key.lastIndexOf('@')
  const plus = key.indexOf('+')
  const keys = [key, ...(plus > 0 && plus < at ? [key.slice(0, plus) + key.slice(at)] : []), key.slice(at)]
  for (const one of keys) {
    const value = table.get(one)
    if (value !== undefined) return value
  }
  return null
}
