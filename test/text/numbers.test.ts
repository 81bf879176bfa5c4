import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import fc from 'fast-check'
import { counted, grouped } from '../../source/text/numbers.ts'

test('thousands are grouped, as in English', (t) => {
  const numbers = fc.oneof(fc.integer({ min: 0, max: 99_999 }), fc.maxSafeNat())
  fc.assert(fc.property(numbers, (value) => grouped(value) === value.toLocaleString('en-US')))
  t.is(grouped(3000), '3,000')
})

test('one is one, and everything else is many', (t) => {
  t.is(counted(0, 'user'), '0 users')
  t.is(counted(1, 'member'), '1 member')
  t.is(counted(1, 'person', 'people'), '1 person')
  t.is(counted(3000, 'person', 'people'), '3,000 people')
})

test('numbers and plurals are written in one place', (t) => {
  const files = readdirSync('source', { recursive: true, encoding: 'utf8' }).filter((path) => /\.tsx?$/.test(path))
  for (const path of files) {
    t.notRegex(readFileSync(join('source', path), 'utf8'), /toLocaleString\(|=== 1 \? (?:'1 |'' : 's')/, path)
  }
})
