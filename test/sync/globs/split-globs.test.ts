import test from 'ava'
import { splitGlobs } from '../../../source/sync/globs/split-globs.ts'

test('globs are told apart at commas and blanks, but not within braces and brackets', (t) => {
  t.deepEqual(splitGlobs(' {info,desk}@example.com,  svc-*\t*@lab.example.com,,'), [
    '{info,desk}@example.com',
    'svc-*',
    '*@lab.example.com',
  ])
  t.deepEqual(splitGlobs('room[1,2]'), ['room[1,2]'])
  t.deepEqual(splitGlobs('x[],]y,z[!],],[[:digit:],-]q [^]] [a\\],]'), [
    'x[],]y',
    'z[!],]',
    '[[:digit:],-]q',
    '[^]]',
    '[a\\],]',
  ])
  t.deepEqual(splitGlobs('{a,{b,c},d} x\\,y {open, rest'), ['{a,{b,c},d}', 'x\\,y', '{open, rest'])
  t.deepEqual(splitGlobs(' , '), [])
})
