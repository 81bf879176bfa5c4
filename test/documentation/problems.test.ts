import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { allProblems } from '../../source/commands/explain/all-problems.ts'
import { problemPages } from '../../source/commands/explain/problem-pages.ts'

const problems = allProblems().flatMap((chapter) => chapter.problems)

test('each code stands for one problem', (t) => {
  const codes = problems.map(({ code }) => code)
  t.deepEqual(
    codes.filter((code, index) => codes.indexOf(code) !== index),
    [],
  )
})

test('a title has at most seven words and no full stop', (t) => {
  for (const { code, title } of problems) {
    t.true(title.split(' ').length <= 7, `${code}: ${title}`)
    t.notRegex(title, /\.$/, code)
  }
})

test('a cause is whole sentences, and a remedy ends in one or in a command', (t) => {
  for (const { code, why, remedy } of problems) {
    t.regex(why, /^["'(/A-Z].*[.?!)]$/is, code)
    const last = remedy.split('\n').at(-1) ?? ''
    t.regex(last, /\.$|https:\S+$|^(rollcall|sudo|mkdir|rm|mv|timedatectl|export|unset) ?|--home FOLDER$/, code)
  }
})

test('a command of Rollcall stands on a line of its own', (t) => {
  for (const { code, remedy } of problems) {
    for (const line of remedy.replace(/^Usage: .*/, '').split('\n'))
      t.notRegex(line, /[^/]\brollcall (?!--home)[a-z]/, `${code}: ${line}`)
  }
})

test('problems are told in plain words', (t) => {
  for (const { code, title, why, remedy } of problems) {
    t.notRegex(`${title} ${why} ${remedy}`, /(?<!there )\bis no\b|\banew\b|\bmend\b|\bthe own\b|\bplease\b/i, code)
  }
})

test('the pages about problems are those of the catalogues (npm run docs)', (t) => {
  t.is(readFileSync('docs/problems.md', 'utf8'), problemPages())
})

test('every problem comes from a catalogue that the pages know', (t) => {
  const files = readdirSync('source', { recursive: true, encoding: 'utf8' }).filter((path) => /\.tsx?$/.test(path))
  const known = readFileSync('source/commands/explain/all-problems.ts', 'utf8')
  for (const path of files) {
    const text = readFileSync(join('source', path), 'utf8')
    for (const [, name = ''] of text.matchAll(/problemFrom\((\w+)\)/g)) t.true(known.includes(name), `${path}: ${name}`)
    // Only copies of problems are made elsewhere.
    t.notRegex(text, /new Problem\(\{\s*code: '/, path)
  }
})
