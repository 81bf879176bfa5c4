import test from 'ava'
import { retryAfter } from '../../../source/google/http/retry-after.ts'

const date = 'Tue, 24 Nov 2026 12:00:00 GMT'
const cases: [string, string | undefined, string | undefined, number | null][] = [
  ['nothing', undefined, date, null],
  ['seconds', '7', date, 7000],
  ['no time', '0', date, 0],
  ['a date, compared with the date of the answer', 'Tue, 24 Nov 2026 12:01:30 GMT', date, 90_000],
  ['a date that has passed', 'Tue, 24 Nov 2026 11:00:00 GMT', date, 0],
  ['words', 'soon', date, null],
  ['a negative number', '-5', date, null],
]
for (const [what, header, answerDate, expected] of cases) {
  test(`A Retry-After of ${what} is read.`, (t) => {
    t.is(retryAfter(header, answerDate), expected)
  })
}

test('A date is compared with the clock of this machine where the answer has none.', (t) => {
  const wait = retryAfter(new Date(Date.now() + 60_000).toUTCString(), undefined)
  t.true(wait !== null && wait > 50_000 && wait <= 60_000)
})
