import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { readPages } from './pages.ts'

/** What nobody should read, each with what to write in its place. The rules behind them are in CONTRIBUTING.md. */
const banned: readonly [form: RegExp, better: string][] = [
  [/\bmend(s|ed|ing)?\b/i, 'fix'],
  [/\banew\b/i, 'again'],
  [/\bset-ups?\b/i, 'setup (noun), set up (verb)'],
  [/\bmake use of\b/i, 'use'],
  [/\bplease\b/i, 'say what to do'],
  [/\bsimply\b/i, 'leave it out'],
  [/^(Whether\b|(Who|What|How) (?!else\b|next\b|happened\b)[^?:]*[^?:]$)/, 'a whole sentence with a verb first'],
  [/\b(this|it|that) is no\b/i, "isn't a"],
  [/\bEnter (goes on|does it|done)\b/, 'Press Enter to continue'],
  [/\bwhere the terminal allows it\b/, 'if your terminal supports it'],
  [/\bmade by hand\b/i, 'local'],
  [/\bthe own\b/i, 'their own'],
  [/\bstand-in for Google\b/i, 'simulated Google'],
  [/\bcolour/i, 'color'],
]

/** Where words are for people: messages, help, screens and pages. Google's own words come from the simulator. */
const rooms = ['commands', 'operations', 'store', 'settings', 'sync', 'tui', 'views', 'web', 'google', 'environment']

/** The texts in quotes of a file, without its comments and imports. */
function textsOf(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\/|(?<![:'"`\w])\/\/.*$/gm, '').replace(/^import .*$/gm, '')
  return [...code.matchAll(/'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g)]
    .map(([, single, double, template]) => single ?? double ?? template ?? '')

    .map((text) => text.replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, ' '))
    .filter((text) => (text.match(/[A-Za-z]{2,}/g) ?? []).length >= 3)
}

const files = rooms.flatMap((room) =>
  readdirSync(join('source', room), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join('source', room, name)),
)

const faultsIn = (text: string): string[] =>
  banned.filter(([form]) => form.test(text)).map(([form, better]) => `${text.slice(0, 100)} (${form}: ${better})`)

test('no text that can reach a person has a form that the rules ban', (t) => {
  const texts = files.flatMap((path) => textsOf(readFileSync(path, 'utf8')).map((text) => ({ path, text })))
  t.true(texts.length > 1500, `${texts.length}`)
  t.deepEqual(
    texts.flatMap(({ path, text }) => faultsIn(text).map((fault) => `${path}: ${fault}`)),
    [],
  )
})

test('no page for users has such a form', (t) => {
  for (const { path, text } of readPages()) {
    const prose = text.replace(/^ *```[\s\S]*?^ *```$/gm, '').replace(/<!-- bench -->[\s\S]*<!-- \/bench -->/, '')
    const faults = prose.split('\n').flatMap(faultsIn)
    t.deepEqual(faults, [], path)
  }
})

test('each banned form is found where it stands', (t) => {
  t.true(faultsIn('Mend what the cause names').length > 0)
  t.true(faultsIn('Whether Google answers this key').length > 0)
  t.true(faultsIn('The two were not the same. Type it anew.').length > 0)
  t.deepEqual(faultsIn('What next?'), [])
  t.deepEqual(textsOf("// 'a comment of words'\nconst a = 'three words here'"), ['three words here'])
})
