import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import test from 'ava'

const text = readFileSync('SECURITY.md', 'utf8')
const threats = text.split('\n').filter((line) => /^\| (?!who |---)/.test(line))

test('each threat names what stops it and at least one test that shows it', (t) => {
  t.true(threats.length > 12)
  for (const threat of threats) {
    const cells = threat.split(' | ')
    t.is(cells.length, 4, threat)
    t.true((cells[2] ?? '').length > 20, threat)
    t.regex(cells[3] ?? '', /`test\/[^`]+\.test\.ts`/, threat)
  }
})

test('each test that is named is there, and holds a test', (t) => {
  const paths = [text, readFileSync('docs/safety.md', 'utf8')].flatMap((document) => [
    ...document.matchAll(/\b(test\/[\w./-]+\.tsx?)\b/g),
  ])
  t.true(paths.length > 20)
  for (const [, path = ''] of paths) {
    t.true(existsSync(path) && statSync(path).isFile(), path)
    if (path.includes('.test.')) t.regex(readFileSync(path, 'utf8'), /^import test\b.* from 'ava'$/m, path)
  }
})

test('each file of the tests for hostile input, secrets, weather and packages is named', (t) => {
  for (const folder of ['hostile', 'secrets', 'weather', 'supply-chain']) {
    for (const name of readdirSync(`test/${folder}`).filter((one) => /\.test\.ts$/.test(one))) {
      if (name !== 'mutations.test.ts') t.true(text.includes(`test/${folder}/${name}`), name)
    }
  }
})
