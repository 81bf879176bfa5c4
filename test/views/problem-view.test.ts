import test from 'ava'
import { Problem } from '../../source/text/problem.ts'
import { problemJson, problemText } from '../../source/views/problem-view.ts'

const problem = new Problem({
  code: 'groupGone',
  kind: 'stopped',
  title: 'The group Staff is gone',
  cause: 'Google no longer knows it.',
  remedy: 'Choose the groups again:\nrollcall setup --group EMAIL',
  facts: { groupAddress: 'staff@example.com' },
})

test('a problem as text says what, why, what to do, the facts and the code', (t) => {
  t.is(
    problemText(problem),
    [
      'rollcall: The group Staff is gone',
      '  Why:   Google no longer knows it.',
      '  Do:    Choose the groups again:',
      '         rollcall setup --group EMAIL',
      '  Facts: group address: staff@example.com',
      '  Code:  groupGone',
    ].join('\n'),
  )
})

test('a problem as data has exactly the members that scripts rely on', (t) => {
  t.deepEqual(problemJson(problem), {
    problem: {
      code: 'groupGone',
      title: 'The group Staff is gone',
      cause: 'Google no longer knows it.',
      remedy: 'Choose the groups again:\nrollcall setup --group EMAIL',
      facts: { groupAddress: 'staff@example.com' },
    },
  })
})
