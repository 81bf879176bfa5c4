import test from 'ava'
import { againstTheDirection, circles, fullFolders, type Import, importsOf, readSources, reExports } from './imports.ts'

const sources = readSources()
const imports = importsOf(sources)

const taken = (from: string, to: string, typeOnly = false): Import => ({
  from: `source/${from}`,
  to: `source/${to}`,
  typeOnly,
})

test('no file imports upwards, and each room takes of the others what it may', (t) => {
  t.true(imports.length > 1000)
  t.deepEqual(againstTheDirection(imports), [])
})

test('every import leads to a file that is there', (t) => {
  const strays = imports.filter(({ to }) => !sources.has(to) && !to.endsWith('.json'))
  t.deepEqual(strays, [])
})

test('no files import each other in a circle', (t) => {
  t.deepEqual(circles(imports), [])
})

test('no file hands on what another one exports', (t) => {
  t.deepEqual(reExports(sources), [])
})

test('the files of each folder can be taken in at one look', (t) => {
  t.deepEqual(fullFolders(sources, 25), [])
})

test('an arrow that is turned round is told, whichever it is', (t) => {
  // One of each pair of rooms, turned round: all but those within a room must be told.
  const arrows = new Map(imports.map((one) => [`${one.from.split('/')[1]} ${one.to.split('/')[1]}`, one]))
  let turned = 0
  for (const { from, to } of arrows.values()) {
    if (from.split('/')[1] === to.split('/')[1] || !to.startsWith('source/') || to === 'source/version.ts') continue
    t.is(againstTheDirection([{ from: to, to: from, typeOnly: true }]).length, 1, `${to} -> ${from}`)
    turned += 1
  }
  t.true(turned > 25)
})

test('a room that takes more of another one than it may is told', (t) => {
  const wrong = [
    taken('sync/plan/make-plan.ts', 'text/one-line.ts'),
    taken('views/users.ts', 'operations/users/add-user.ts'),
    taken('google/http/connection.ts', 'settings/settings.ts'),
    taken('simulator/simulator.ts', 'text/issue-words.ts'),
    taken('operations/archives.ts', 'simulator/simulator.ts'),
    taken('elsewhere/new.ts', 'text/one-line.ts'),
  ]
  t.is(againstTheDirection(wrong).length, wrong.length)
  t.deepEqual(againstTheDirection([taken('views/users.ts', 'operations/archives.ts', true)]), [])
})

test('a circle is told as the way round it, a type does not make one', (t) => {
  const way = [taken('a.ts', 'b.ts'), taken('b.ts', 'c.ts'), taken('c.ts', 'a.ts')]
  t.deepEqual(circles(way), ['source/a.ts -> source/b.ts -> source/c.ts -> source/a.ts'])
  t.deepEqual(circles([...way.slice(0, 2), taken('c.ts', 'a.ts', true)]), [])
})

test('imports are found however they are written', (t) => {
  const text = [
    "import { a } from './a.ts'",
    "import type { B } from '../b.ts'",
    "import {\n  c,\n  type D,\n} from './c.ts'",
    "const { e } = await import('./e.ts')",
    "import test from 'ava'",
    "export { f } from './f.ts'",
  ].join('\n')
  const found = importsOf(new Map([['source/x/y.ts', text]]))
  t.deepEqual(
    found.map(({ to, typeOnly }) => [to, typeOnly]),
    [
      ['source/x/a.ts', false],
      ['source/b.ts', true],
      ['source/x/c.ts', false],
      ['source/x/e.ts', false],
      ['source/x/f.ts', false],
    ],
  )
  t.deepEqual(reExports(new Map([['source/x/y.ts', text]])), ['source/x/y.ts'])
})
