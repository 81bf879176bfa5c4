import { readFileSync } from 'node:fs'
import { spawn } from '@lydell/node-pty'
import test, { type ExecutionContext } from 'ava'
import type { Fault } from '../../source/simulator/server/faults.ts'
import { lastFailurePath } from '../../source/store/last-failure.ts'
import { nodeUnderTest } from '../support/node-under-test.ts'
import { cleanEnvironment, program } from '../support/run-process.ts'
import { type Workplace, workplace } from '../support/workplace.ts'

/** All that a command sends to a terminal of 80 columns. */
async function sentToTerminal(place: Workplace, args: string[], environment: NodeJS.ProcessEnv = {}): Promise<string> {
  const all = [program, '--home', place.home.folder, '--google', place.google.url, ...args]
  const terminal = spawn(nodeUnderTest, all, {
    cols: 80,
    rows: 24,
    env: { ...cleanEnvironment(), TERM: 'xterm-256color', CI: undefined, ...environment },
  })
  let sent = ''
  terminal.onData((text) => {
    sent += text
  })
  await new Promise((resolve) => terminal.onExit(resolve))
  return sent
}

const archiveInUse = (t: ExecutionContext): Promise<Workplace> =>
  workplace(t, { flags: ['--group', 'staff@example.com'] })
const colour = '\u001b[3'
const eraseLine = '\r\u001b[K'

test('on a terminal progress has counts, on one line that is gone in the end', async (t) => {
  const place = await archiveInUse(t)
  // Progress is drawn ten times a second at most; this makes the reading last longer than that.
  place.google.setFaults([{ call: 'members.list', delayMs: 250, times: 'always' }])
  const sent = await sentToTerminal(place, ['plan'])
  const drawn = sent.slice(0, sent.lastIndexOf(eraseLine))
  t.regex(drawn, /Reading (users: \d+|groups: \d+, members: \d+)/)
  t.false(drawn.includes('\n'))
  t.regex(sent.slice(drawn.length), /Person +Change/)
})

test('elsewhere each stage is one line on standard error, without counts', async (t) => {
  const place = await archiveInUse(t)
  const { stdout, stderr } = await place.run(['plan'])
  t.deepEqual(stderr.trim().split('\n').toSorted(), [
    'Comparing',
    'Connecting to Google',
    'Reading groups',
    'Reading users',
  ])
  t.notRegex(stdout, /Reading|Connecting/)
})

/** Google as it is when somebody else uses the quota up for good. */
const throttledForGood: Fault = {
  call: 'users.list',
  status: 403,
  body: {
    error: {
      code: 403,
      message: 'Quota exceeded.',
      errors: [{ message: 'Quota exceeded.', domain: 'usageLimits', reason: 'userRateLimitExceeded' }],
    },
  },
  times: 'always',
}

test('a run without a terminal gives up when --wait is over, and says when to try again', async (t) => {
  const place = await workplace(t)
  place.google.setFaults([throttledForGood])
  const { code, stderr } = await place.run(['plan', '--wait', '2'])
  t.is(code, 1)
  t.regex(stderr, /^Waiting \d s: Google asks to slow down\. Attempt 2 follows; gives up in 2 s$/m)
  t.regex(stderr, /Try again after \d{4}-\d\d-\d\d \d\d:\d\d UTC/)
  const atOnce = await place.run(['plan', '--wait', '0'])
  t.is(atOnce.code, 1)
  t.is(place.google.requests.filter(({ call }) => call === 'users.list').length, 3)
})

test('--wait is for the whole run, however many calls and connections of it are refused', async (t) => {
  const place = await workplace(t)
  const refused = { ...throttledForGood, headers: { 'retry-after': '1' } }
  // Two of three seconds go into the reading of users; the check then asks for members by another connection.
  place.google.setFaults([
    { ...refused, times: 2 },
    { ...refused, call: 'members.list' },
  ])
  const { code, stdout } = await place.run(['check', '--wait', '3'])
  t.is(code, 1)
  t.regex(stdout, /Users can be read: \d+/)
  t.regex(stdout, /Group members can be read[\s\S]*Google asks to slow down/)
  // On a slow machine the time is up before the second one.
  t.true(place.google.requests.filter(({ call }) => call === 'members.list').length <= 2)
})

test("a timer's run gives up with exit 1, and says when to try again, also to whoever opens the program next", async (t) => {
  const place = await workplace(t)
  place.google.setFaults([throttledForGood])
  const { code, stderr, stdout } = await place.run(['sync', '--quiet', '--wait', '1'])
  t.is(code, 1)
  t.is(stdout, '')
  t.regex(stderr, /Try again after \d{4}-\d\d-\d\d \d\d:\d\d UTC/)
  t.like(JSON.parse(readFileSync(lastFailurePath(place.home), 'utf8')), { title: 'Google asks to slow down' })
})

test('on a terminal a wait is counted down, with how long it goes on at most', async (t) => {
  const place = await workplace(t)
  place.google.setFaults([throttledForGood])
  const sent = await sentToTerminal(place, ['plan', '--wait', '4'])
  const limits = [...sent.matchAll(/Waiting \d s: .* Attempt \d follows; gives up in (\d) s/g)].map(([, left]) =>
    Number(left),
  )
  t.true(new Set(limits).size > 1, sent)
  t.deepEqual(
    limits,
    limits.toSorted((a, b) => b - a),
  )
})

test('colour is for terminals alone, and for those that want it', async (t) => {
  const place = await archiveInUse(t)
  t.true((await sentToTerminal(place, ['plan'])).includes(colour))
  for (const [args, environment] of [
    [['plan', '--no-color'], {}],
    [['plan', '--plain'], {}],
    [['plan'], { NO_COLOR: '1' }],
    [['plan'], { TERM: 'dumb' }],
  ] as const) {
    t.false(
      (await sentToTerminal(place, [...args], environment)).includes(colour),
      `${args} ${JSON.stringify(environment)}`,
    )
  }
  const piped = await place.run(['plan'], { environment: { FORCE_COLOR: '1', TERM: 'xterm-256color' } })
  t.false((piped.stdout + piped.stderr).includes('\u001b'))
})
