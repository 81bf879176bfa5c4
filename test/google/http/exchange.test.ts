import test from 'ava'
import { exchange, type Request } from '../../../source/google/http/exchange.ts'
import type { Limits } from '../../../source/google/http/limits.ts'
import { createPacing } from '../../../source/google/http/pacing.ts'
import { createWaitBudget } from '../../../source/google/http/wait-budget.ts'
import type { Problem } from '../../../source/text/problem.ts'
import { quickLimits } from '../support/connect.ts'

const neverAnswered: Request = {
  call: 'users.list',
  subject: 'users',
  host: 'admin.googleapis.com',
  urgent: false,
  send: () => new Promise(() => {}),
}

/** What a call that Google never answers ends with. */
async function endOf(changes: Partial<Limits>, wait?: number): Promise<Problem> {
  const limits = { ...quickLimits, timeout: 4000, shortestTimeout: 10, ...changes }
  const { signal } = new AbortController()
  const waits = createWaitBudget(wait)
  const pacing = createPacing(limits, signal, () => {}, waits)
  const tools = {
    limits,
    pacing,
    waits,
    signal,
    onWait: () => {},
    onDetail: () => {},
    onRequest: undefined,
    proxyFor: () => null,
  }
  return (await exchange(neverAnswered, tools).catch((problem: unknown) => problem)) as Problem
}

test('an attempt under way ends with the wait of its run, however long an attempt may take otherwise', async (t) => {
  const problem = await endOf({}, 300)
  t.is(problem.code, 'googleTimedOut')
  t.regex(problem.why, /within 1 second/)
})

test('an attempt under way ends with the patience of its call', async (t) => {
  t.regex((await endOf({ patience: 300 })).why, /within 1 second/)
})

test('an attempt that may not be repeated gets the time that an answer takes', async (t) => {
  t.regex((await endOf({ shortestTimeout: 1001 }, 0)).why, /within 2 seconds/)
})
