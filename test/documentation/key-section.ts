import { keyTable } from '../../source/tui/keys/key-table.ts'

const begin = '<!-- keys: made by `npm run docs` -->'
const end = '<!-- /keys -->'

/** The page of reference with its table of keys as the program has them now. */
export function withKeys(page: string): string {
  const start = page.indexOf(begin)
  const stop = page.indexOf(end)
  if (start < 0 || stop < start) throw new Error('docs/reference.md has no place for the table of keys.')
  return `${page.slice(0, start)}${begin}\n\n${keyTable()}\n\n${page.slice(stop)}`
}
