import { existsSync, readFileSync } from 'node:fs'
import test from 'ava'
import { runInside } from '../support/run-inside.ts'

const readme = readFileSync('README.md', 'utf8')

test('every command and flag that the README shows exists', async (t) => {
  const shown = [
    ...readme.matchAll(/(?<!-u )rollcall ([a-z][a-z-]*(?: [a-z][a-z-]*)?)((?: --?[a-z-]+(?: [^-\s|`,]+)?)*)/g),
  ]
  const commands = new Map(shown.map(([, words = '', flags = '']) => [words, flags]))
  const { stdout: help } = await runInside(['--help'])
  const names = new Set([...help.matchAll(/^ {2}([a-z][a-z-]*)(?: |$)/gm)].map(([, name]) => name))
  t.true(commands.size > 15)
  for (const [words, flags] of commands) {
    const [name = '', subcommand = ''] = words.split(' ')
    t.true(names.has(name), words)
    const { stdout } = await runInside([name, ...(subcommand === '' ? [] : [subcommand]), '--help'])
    for (const [flag] of flags.matchAll(/--[a-z-]+/g)) t.true(stdout.includes(flag), `${words} ${flag}`)
  }
})

test('every file that the README links to is there', (t) => {
  for (const [, path = ''] of readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)) t.true(existsSync(path), path)
})

test('the two commands of the README are scripts of the package', (t) => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'))
  for (const [, script = ''] of readme.matchAll(/npm run ([a-z:]+)/g)) t.truthy(scripts[script], script)
})
