import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import test from 'ava'
import { runInside } from '../support/run-inside.ts'
import { readPages } from './pages.ts'

const pages = readPages()

test('every command and flag that a page shows exists', async (t) => {
  const commands = new Map<string, { page: string; flags: Set<string> }>()
  for (const { path, text } of pages) {
    const shown = text.matchAll(
      /(?<!-u |http:\/\/)\brollcall ([a-z][a-z-]*(?: [a-z][a-z-]*)?)((?: --?[a-z-]+(?: [^-\s|`,]+)?)*)/g,
    )
    // In a sentence "Rollcall" has a capital; what begins small and stands in code is a command.
    for (const [whole, words = '', flags = ''] of shown) {
      if (!isCode(text, whole)) continue
      const known = commands.get(words) ?? { page: path, flags: new Set() }
      for (const [flag] of flags.matchAll(/--[a-z-]+/g)) known.flags.add(flag)
      commands.set(words, known)
    }
  }
  const { stdout: help } = await runInside(['--help'])
  const names = new Set([...help.matchAll(/^ {2}([a-z][a-z-]*)(?: |$)/gm)].map(([, name]) => name))
  t.true(commands.size > 25)
  for (const [words, { page, flags }] of commands) {
    const [name = '', subcommand = ''] = words.split(' ')
    t.true(names.has(name), `${page}: ${words}`)
    const { stdout } = await runInside([name, ...(subcommand === '' ? [] : [subcommand]), '--help'])
    for (const flag of flags) t.true(stdout.includes(flag), `${page}: ${words} ${flag}`)
  }
})

const isCode = (text: string, command: string): boolean =>
  text.includes(`\`${command}`) || text.includes(`\n${command}`) || text.includes(`| ${command}`)

test('every file and every heading that a page links to is there', (t) => {
  for (const { path, text } of pages) {
    for (const [, target = '', heading = ''] of text.matchAll(/\]\((?!https?:)([^)#]*)#?([^)]*)\)/g)) {
      const file = target === '' ? path : join(dirname(path), target)
      t.true(existsSync(file), `${path}: ${target}`)
      if (heading !== '') t.true(headings(readFileSync(file, 'utf8')).includes(heading), `${path}: #${heading}`)
    }
  }
})

/** The anchors that a page's headings get on the usual hosts of repositories. */
const headings = (text: string): string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{Letter}\p{Number} _-]/gu, '')
      .replaceAll(' ', '-'),
  )

test('every script of npm that a page names is one of the package', (t) => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'))
  for (const { path, text } of pages)
    for (const [, script = ''] of text.matchAll(/npm run ([a-z:]+)/g)) t.truthy(scripts[script], `${path}: ${script}`)
})

test('every page is listed in the README, which stays within 200 lines', (t) => {
  const [readme] = pages
  t.true((readme?.text.split('\n').length ?? 0) <= 200)
  for (const { path } of pages.slice(1)) t.true(readme?.text.includes(`](${path})`), path)
})

test('every page but the README begins with what the reader will have at its end', (t) => {
  for (const { path, text } of pages.slice(1)) {
    if (path === 'docs/reference.md') continue
    t.regex(text, /^# .+\n\nAt the end of this page,? /, path)
  }
})

test('every block of code says its language, and why when nothing runs it', (t) => {
  for (const { path, blocks } of pages)
    for (const { language, text } of blocks) t.regex(language, /^[a-z]+$/, `${path}: ${text}`)
})
