import { spawnSync } from 'node:child_process'
import test from 'ava'
import fc from 'fast-check'
import { readGlob } from '../../../source/sync/globs/read-glob.ts'

/**
 * Asks bash which words match which patterns: it expands the braces, and compares with `case`, extended patterns off, upper
 * and lower case alike. What a backslash protects goes through the expansion as a letter of its own, since the shell
 * would take the backslash away there.
 */
function askBash(pairs: readonly { glob: string; word: string }[]): boolean[] {
  const script = `
shopt -u extglob; shopt -s nocasematch; set -f; export LC_ALL=C.UTF-8
while IFS= read -r glob && IFS= read -r word; do
  eval "expanded=( $glob )"
  answer=0
  for pattern in "\${expanded[@]}"; do
    pattern=\${pattern//Z/\\\\}
    case $word in $pattern) answer=1 ;; esac
  done
  echo $answer
done`
  const input = pairs.map(({ glob, word }) => `${protect(glob)}\n${word}\n`).join('')
  const { stdout, stderr, status } = spawnSync('bash', ['-c', script], { input, encoding: 'utf8' })
  if (status !== 0 || stderr !== '') throw new Error(`bash failed: ${stderr}`)
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => line === '1')
}

/** A backslash becomes a Z, and what it protects a letter that no brace or comma is mistaken for, where that is needed. */
function protect(glob: string): string {
  return glob.replace(/\\(.)/g, (_, character: string) => `Z${character}`)
}

const letters = fc.constantFrom('a', 'b', 'c', 'B', '1', '2', '-', '.')
const escaped = fc.constantFrom('\\*', '\\?', '\\[', '\\]', '\\a', '\\-')
const inBrackets = fc
  .array(fc.constantFrom('a', 'b', 'C', '1', 'a-c', '1-2', 'A-b', '[:digit:]', '[:alpha:]', '\\]', '.'), {
    minLength: 1,
    maxLength: 3,
  })
  .chain((items) =>
    fc.constantFrom(
      ...['', '!', '^'].flatMap((sign) =>
        [items.join(''), `]${items.join('')}`, `${items.join('')}-`].map((set) => `[${sign}${set}]`),
      ),
    ),
  )
const range = fc.constantFrom(
  '{1..3}',
  '{01..12}',
  '{3..1}',
  '{a..c}',
  '{c..A}',
  '{1..9..4}',
  '{-1..02}',
  '{0..2}',
  '{8..011..2}',
)
const { glob: globs } = fc.letrec<{ glob: string; part: string }>((tie) => ({
  part: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 4, arbitrary: letters },
    fc.constantFrom('*', '?', '**'),
    escaped,
    inBrackets,
    range,
    fc.array(tie('glob'), { minLength: 2, maxLength: 3 }).map((parts) => `{${parts.join(',')}}`),
  ),
  glob: fc.array(tie('part'), { minLength: 1, maxLength: 5 }).map((parts) => parts.join('')),
}))
const words = fc.array(fc.constantFrom('a', 'b', 'B', 'c', '1', '2', '0', '-', '*', ']'), {
  minLength: 1,
  maxLength: 4,
})

/** A word that the pattern often matches: its first alternatives, with something for each open place. */
function nearWord(glob: string): string {
  let word = glob.replace(/\[[!^]?\]?[^\]]*(?:\[:\w+:\][^\]]*)*\]/g, 'a')
  for (let before = ''; before !== word; ) {
    before = word
    word = word.replace(/\{([^{},]*?)(?:,|\.\.)[^{}]*\}/g, '$1')
  }
  return word.replace(/\\/g, '').replaceAll('*', 'b').replaceAll('?', '1')
}

test('a pattern means what it means to bash, or is refused', (t) => {
  const pairs = fc.sample(fc.record({ glob: globs, word: words.map((parts) => parts.join('')) }), 4000)
  const near = pairs.map(({ glob }) => ({ glob, word: nearWord(glob) })).filter(({ word }) => word !== '')
  const readable = [...pairs, ...near].filter(({ glob }) => readGlob(glob).matches !== null)
  t.true(readable.length > 3000, `only ${readable.length} of the patterns can be used`)
  const answers = askBash(readable)
  t.is(answers.length, readable.length)
  t.true(answers.filter(Boolean).length > 1500, `only ${answers.filter(Boolean).length} match`)
  const different = readable.filter(({ glob, word }, index) => readGlob(glob).matches?.(`${word}@x`) !== answers[index])
  t.deepEqual(different, [])
})
