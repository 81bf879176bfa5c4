import test from 'ava'
import { globFault } from '../../../source/sync/globs/glob-words.ts'
import { readGlob } from '../../../source/sync/globs/read-glob.ts'

const matching = (glob: string, addresses: readonly string[]): string[] =>
  addresses.filter((address) => readGlob(glob).matches?.(address))

test('a pattern without @ is about the name, one with @ about the whole address, also within one pair of braces', (t) => {
  const addresses = ['ada@example.com', 'svc-1@example.com', 'ada@lab.example', 'SVC-2@LAB.example']
  t.deepEqual(matching('svc-*', addresses), ['svc-1@example.com', 'SVC-2@LAB.example'])
  t.deepEqual(matching('*@lab.example', addresses), ['ada@lab.example', 'SVC-2@LAB.example'])
  t.deepEqual(matching('{ADA@example.com,svc-?}', addresses), [
    'ada@example.com',
    'svc-1@example.com',
    'SVC-2@LAB.example',
  ])
  t.deepEqual(matching('*example*', addresses), [])
  t.deepEqual(matching('*[!@]lab*', addresses), [])
})

test('what addresses may hold is itself', (t) => {
  t.deepEqual(matching("o'b+c/d$e%f#g!h@*", ["o'b+c/d$e%f#g!h@example.com"]), ["o'b+c/d$e%f#g!h@example.com"])
  t.deepEqual(matching('ГЕОРГ?', ['георги@example.com']), ['георги@example.com'])
  t.deepEqual(matching('\\!a\\{b\\}', ['!a{b}@example.com']), ['!a{b}@example.com'])
})

test('what cannot be used is refused with its place', (t) => {
  const faults: [string, RegExp][] = [
    ['svc-[abc', /^At character 5, "\[abc": The bracket \[ is not closed\. Write \\\[/],
    ['abc]', /^At character 4, "\]": The bracket \] is not opened/],
    ['x{a,b', /^At character 2, "\{a,b": The brace \{ is not closed/],
    ['a}b{c', /^At character 2, "\}b\{c": The brace \} is not opened/],
    ['{a,{b}}', /^At character 4, "\{b\}\}": Braces need a comma or a range/],
    ['{a..C}', /^At character 1.*a comma or a range/],
    ['{1..a}', /^At character 1.*a comma or a range/],
    ['a!(b|c)', /^At character 2, "!\(b\|c\)": !\(\.\.\.\) is not supported/],
    ['{x,@(b)}', /^At character 4.*@\(\.\.\.\) is not supported/],
    ['!boss', /^At character 1.*turned round/],
    ['[z-a]', /^At character 2.*low to high/],
    ['{a,[[:upper:]]}', /^At character 5.*\[:alpha:\].*same\.$/],
    ['[[.a.]]', /^At character 2, "\[\.a\.\]\]"/],
    ['[[:digit]', /^At character 2/],
    ['abc\\', /^At character 4.*backslash/],
    ['{1..10001}', /^At character 1.*more than 10,000 patterns/],
    ['{1..200}x{1..200}', /^At character 1.*more than 10,000 patterns/],
    ['{-999999999999..999999999999}', /more than 10,000 patterns/],
    ['{a,b}'.repeat(500), /more than 10,000 patterns/],
    ['', /The pattern is empty/],
    ['a'.repeat(5001), /longer than 5,000/],
  ]
  for (const [glob, expected] of faults) t.regex(globFault(glob) ?? 'no fault', expected, glob.slice(0, 40))
  for (const glob of ['*', 'svc-[0-9]', '{a,{b,c}}@example.com', 'a?c', '{1..10000}', '(x)|y'])
    t.is(globFault(glob), null, glob)
})

test('no pattern takes long, however many stars it has', (t) => {
  const name = `${'a'.repeat(64)}@${'a'.repeat(255)}`
  const star = readGlob(`${'*a'.repeat(160)}b@x`)
  const many = readGlob(`*{001..999}*@${'*a'.repeat(100)}b`)
  let compared = 0
  for (let round = 0; round < 20; round += 1) compared += Number(star.matches?.(name) === false)
  t.is(compared, 20)
  t.false(many.matches?.(name))
})
