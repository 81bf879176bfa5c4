import { readdirSync, readFileSync } from 'node:fs'

/** A block of code on a page. */
export type Block = { language: string; notRun: string | undefined; text: string }

/** A document for users: its path, its text, and its blocks of code in their order. */
export type Page = { path: string; text: string; blocks: Block[] }

/** Reads the README and the pages of `docs/`, without those that are made from the program. */
export function readPages(): Page[] {
  const made = ['problems.md']
  const names = readdirSync('docs').filter((name) => name.endsWith('.md') && !made.includes(name))
  return ['README.md', ...names.map((name) => `docs/${name}`)].map((path) => {
    const text = readFileSync(path, 'utf8')
    return { path, text, blocks: blocksOf(text) }
  })
}

/** Blocks begin with a line such as "```sh" or "```sh not-run: the reason"; in a list they are indented. */
function blocksOf(text: string): Block[] {
  return [...text.matchAll(/^ *```(.*)\n([\s\S]*?)^ *```$/gm)].map(([, mark = '', block = '']) => {
    const [language = '', ...rest] = mark.split(' ')
    const notRun = /^not-run: (.+)$/.exec(rest.join(' '))?.[1]
    return { language, notRun, text: block }
  })
}
