import test from 'ava'
import { reasonWords } from '../../../source/views/plan/reason.ts'

test('a member shows the way through the groups', (t) => {
  t.is(reasonWords({ code: 'memberOf', path: ['Archive', 'Staff'] }), 'Archive > Staff')
})

test('a group name cannot move the cursor', (t) => {
  t.is(reasonWords({ code: 'memberOf', path: ['Ar\u001b[2Jchive'] }), 'Ar\\e[2Jchive')
})

test('an excluded user names the rule', (t) => {
  t.is(reasonWords({ code: 'excludedByRule', rule: '*@lab.example.com' }), 'excluded by *@lab.example.com')
})

test('a deleted user says so', (t) => {
  t.is(reasonWords({ code: 'deletedInGoogle' }), 'deleted in Google')
})
