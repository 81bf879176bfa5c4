import test from 'ava'
import { noPaint } from '../../../source/text/colours.ts'
import { planText } from '../../../source/views/plan/plan-text.ts'
import { sampleChange, samplePlan, sampleUser } from '../sample-plan.ts'

const options = { all: false, paint: noPaint, tense: 'planned' } as const

test('each row has its mark, the user, the change and the reason', (t) => {
  const [header, row] = planText(samplePlan([sampleChange()]), options).split('\n')
  t.regex(header ?? '', /^ {2}User name +Full name +Change +Why$/)
  t.regex(row ?? '', /^\+ ada@example\.com {2}Ada Lovelace {2}new user, new archive {2}Archive > Staff$/)
})

test('columns line up under wide characters', (t) => {
  const wide = sampleUser('taro@example.com', { fullName: '田中太郎' })
  const text = planText(
    samplePlan([sampleChange(), sampleChange({ userName: 'taro@example.com', after: wide })]),
    options,
  )
  const [, first = '', second = ''] = text.split('\n')
  // Four wide characters take eight cells, so the second line has four characters less before the same column.
  t.is(first.indexOf('new user') - second.indexOf('new user'), 4)
})

test('a plan past the deletion limit says that a synchronization would stop, and how to allow it', (t) => {
  const gone = sampleChange({ action: 'delete', after: null, before: sampleUser('ada@example.com'), archive: 'keep' })
  const text = planText(samplePlan([gone], { deletionLimit: { deletions: 9, limit: 5, exceeded: true } }), options)
  t.regex(text, /would stop here: it would delete 9 users, and the limit is 5/)
  t.regex(text, /rollcall sync --allow-deletions 9/)
})

test('a skipped member is listed with its reason', (t) => {
  const skipped = [{ email: 'x@elsewhere.org', reason: 'externalMember', group: 'Staff' } as const]
  t.regex(
    planText(samplePlan([], { skipped }), options),
    /x@elsewhere\.org {2}address outside the organization {2}in Staff/,
  )
})

test('a name from outside cannot write to the terminal', (t) => {
  const user = sampleUser('ada@example.com', { fullName: 'Ada\u001b]0;owned\u0007' })
  const text = planText(samplePlan([sampleChange({ after: user })]), options)
  t.false(text.includes('\u001b') || text.includes('\u0007'))
})

test('a terminal gets conflicts first and rows that fit it, a screen reader one sentence for each person', (t) => {
  const conflict = sampleChange({ action: 'conflict', userName: 'eve@example.com', reason: { code: 'integratedUser' } })
  const plan = samplePlan([sampleChange(), conflict])
  for (const columns of [40, 80, 120]) {
    const lines = planText(plan, { ...options, columns }).split('\n')
    t.true(lines.findIndex((line) => line.startsWith('! eve@')) < lines.findIndex((line) => line.startsWith('+ ')))
    const table = lines.slice(0, lines.indexOf(''))
    t.true(
      table.every((line) => line.length <= columns),
      table.join('\n'),
    )
  }
  const [first, second] = planText(plan, { ...options, sentences: true }).split('\n')
  t.regex(first ?? '', /^eve@example\.com, .+: name is taken\. Why: a local user has this name\.$/)
  t.regex(second ?? '', /: new user, new archive\. Why: .+\.$/)
})
