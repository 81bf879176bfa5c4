import { existsSync, readFileSync } from 'node:fs'
import test from 'ava'

/** Where a path may begin that a page gives without the rest, as in `tui/run.ts`. */
const places = ['', 'source/', 'test/']

for (const page of ['ARCHITECTURE.md', 'CONTRIBUTING.md']) {
  const text = readFileSync(page, 'utf8')

  test(`each file and folder that ${page} names is there`, (t) => {
    const paths = [...text.matchAll(/`((?:\.?[\w-]+\/)+(?:[\w-]+\.(?:tsx?|js|md))?)`/g)].map(([, path = '']) => path)
    t.true(paths.length > 10)
    const made = ['.cache/tests/', '.cache/nodes/']
    const folders = [...places, 'source/store/', 'source/sync/']
    t.deepEqual(
      paths.filter(
        (path) =>
          !made.includes(path) && !path.includes('NAME') && !folders.some((folder) => existsSync(folder + path)),
      ),
      [],
    )
  })

  test(`each command of npm that ${page} names is one`, (t) => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'))
    const named = [...text.matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name)
    t.deepEqual(
      named.filter((name) => !(name in scripts)),
      [],
    )
  })
}

test('the way around takes no more than two pages', (t) => {
  t.true(readFileSync('ARCHITECTURE.md', 'utf8').split('\n').length <= 110)
})
