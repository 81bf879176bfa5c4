import test from 'ava'
import { appearance, mixesScripts } from '../../../source/sync/matching/name-clashes.ts'
import { account, integrated, planFor, storeOf } from '../builders.ts'

test('names that differ only in case, normal form or script look the same', (t) => {
  const cyrillicA = '\u0430da@example.com'
  for (const twin of ['ADA@example.com', cyrillicA, 'a\u200bda@example.com', '\uff41da@example.com']) {
    t.is(appearance(twin), 'ada@example.com')
  }
  t.is(appearance('zoe\u0308'), appearance('zo\u00eb'))
  t.not(appearance('ada'), appearance('adа2'))
})

test('a name of one script at a domain of another is no mixture', (t) => {
  t.false(mixesScripts('ольга@example.com'))
  t.false(mixesScripts('zoë.weber@example.com'))
  t.true(mixesScripts('\u0430da@example.com'))
})

test('a new user that looks like another one is pointed out in the plan', (t) => {
  const twin = '\u0430da@example.com'
  const plan = planFor({ users: [account('ada@example.com'), account('bob@example.com')] }, storeOf(integrated(twin)))
  t.deepEqual(
    plan.warnings.map(({ code }) => code),
    ['looksAlike'],
  )
  t.regex(plan.warnings[0]?.message ?? '', /^ada@example\.com looks like/)
})

test('a new name of mixed scripts is pointed out, ordinary names are not', (t) => {
  const plan = planFor({ users: [account('p\u0430ul@example.com'), account('ольга@example.com')] }, storeOf())
  t.deepEqual(
    plan.warnings.map(({ code }) => code),
    ['mixedScripts'],
  )
})
