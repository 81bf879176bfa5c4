import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { runInside } from '../support/run-inside.ts'

const readme = readFileSync('README.md', 'utf8')

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === 'simulator' ? [] : sources(path)
    return /\.tsx?$/.test(path) ? [path] : []
  })
}

/** Codes as they are written in the catalogues: `code: 'x'` before a title, a cause or a remedy, and keys of tables. */
function problemCodes(): string[] {
  return sources('source').flatMap((path) => {
    const text = readFileSync(path, 'utf8')
    const written = [...text.matchAll(/\bcode: '([a-zA-Z]+)',\s*(?:kind: [^\n]*\s*)?(?:title|cause|remedy):/g)]
    const rows = [
      ...text.matchAll(
        /^ {2}([a-z][a-zA-Z0-9]+): (?:entry|refused|keyFile|clientFile|mailbox|idToken|pasted|stranger)[<(]/gm,
      ),
    ]
    const tables = /problem/.test(path) ? [...text.matchAll(/^ {2}([a-z][a-zA-Z0-9]+): \[\s*['"`]/gm)] : []
    return [...written, ...rows, ...tables].flatMap(([, code]) => code ?? [])
  })
}

test('each problem has a heading under troubleshooting', (t) => {
  const codes = problemCodes()
  t.true(codes.length > 120)
  t.deepEqual(
    [...new Set(codes)].filter((code) => !readme.includes(`#### \`${code}\``)),
    [],
  )
})

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
