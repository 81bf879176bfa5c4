import { readFileSync } from 'node:fs'
import test from 'ava'
import { withKeys } from './key-section.ts'

test('the page of reference has the keys as they are; npm run docs writes them', (t) => {
  const page = readFileSync('docs/reference.md', 'utf8')
  t.is(withKeys(page), page)
})

test('no key stands twice in the table, but those that mean another thing in a field', (t) => {
  const rows = [
    ...readFileSync('docs/reference.md', 'utf8').matchAll(/^\| ((?:`[^`]+` ?)+)\| (?!in a field)(.*) \|$/gm),
  ]
  const keys = rows.flatMap(([, names = '']) => names.trim().split(' '))
  t.true(keys.length > 40)
  t.deepEqual(
    keys.filter((key, index) => keys.indexOf(key) !== index),
    [],
  )
})
