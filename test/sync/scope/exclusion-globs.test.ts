import test from 'ava'
import { globFault, splitGlobs } from '../../../source/sync/scope/exclusion-globs.ts'

test('globs are told apart at commas and blanks, but not within braces and brackets', (t) => {
  t.deepEqual(splitGlobs(' {info,desk}@example.com,  svc-*\t*@lab.example.com,,'), [
    '{info,desk}@example.com',
    'svc-*',
    '*@lab.example.com',
  ])
  t.deepEqual(splitGlobs('room[1,2]'), ['room[1,2]'])
  t.deepEqual(splitGlobs(' , '), [])
})

test('a bracket or a brace that is not closed is a fault', (t) => {
  for (const glob of ['[abc', 'abc]', '{a,b', 'a}', '{a,{b}']) t.regex(globFault(glob) ?? '', /not closed/, glob)
  for (const glob of ['*', 'svc-[0-9]', '{a,{b,c}}@example.com', 'a?c']) t.is(globFault(glob), null, glob)
})
