import { execFileSync, spawnSync } from 'node:child_process'
import test from 'ava'
import fc from 'fast-check'
import { oneLine } from '../../source/text/one-line.ts'
import { safeText } from '../../source/text/safe-text.ts'
import { quotedWord, shellArgument, shellWord } from '../../source/text/shell-word.ts'

/** What a shell makes of a command's words. */
const words = (shell: string, command: string): string[] =>
  execFileSync(shell, ['-c', `printf '%s\\0' ${command}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1)

const hostile = [
  '',
  ' ',
  'a b',
  'two  spaces',
  ' leading and trailing ',
  "it's",
  '"quoted"',
  '$HOME',
  '$(id)',
  '`id`',
  '!!',
  '~',
  '~root',
  '=ls',
  '*',
  'a;b&c|d>e<f',
  'back\\slash',
  'line\nbreak',
  'ends in one\n',
  'tab\t',
  '\u001b[31m',
  'cafe\u0301',
  'café',
  'right\u202eleft',
  'zero\u200bwidth',
  '日本 語',
  '😀',
  '👩\u200d🚀',
  '\u00a0',
  '7\u00017',
  "'",
  "$'x'",
  '#comment',
  '{a,b}',
]

const shells = ['bash', 'zsh', 'ksh'].filter((shell) => spawnSync(shell, ['-c', ':']).status === 0)

test('a hostile path or name is one word for a shell, and comes whole through the screen', (t) => {
  t.true(shells.includes('bash'))
  const command = hostile.map(shellWord).join(' ')
  for (const shell of shells) t.deepEqual(words(shell, command), hostile, shell)
  t.is(safeText(command), command)
  t.is(oneLine(command, 10_000), command)
})

test('any text is one word for bash', (t) => {
  // No argument of a program can hold NUL, nor half a character.
  const text = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((some) => !some.includes('\0'))
  fc.assert(
    fc.property(fc.array(text, { minLength: 60, maxLength: 60 }), (texts) => {
      const command = texts.map(shellWord).join(' ')
      t.is(safeText(command), command)
      t.deepEqual(words('bash', command), texts)
    }),
    { numRuns: 20 },
  )
})

test('what a plain shell reads is quoted without what only bash knows', (t) => {
  t.deepEqual(words('sh', hostile.map(quotedWord).join(' ')), hostile)
})

test('ordinary paths and addresses are left as they are', (t) => {
  for (const plain of ['/var/lib/rollcall', 'ada@example.com', './key.json', 'a+b=c', '100%'])
    t.is(shellWord(plain), plain)
})

test('a name that looks like an option is not taken for one', (t) => {
  t.is(shellArgument('-rf'), '-- -rf')
  t.is(shellArgument('ada'), 'ada')
})
