import test from 'ava'
import { connectionProblem } from '../../../source/google/problems/connection.ts'
import { refusedToken, tokenProblems } from '../../../source/google/problems/token-problems.ts'
import { afterRun } from '../../../source/operations/after-run/after-run.ts'
import { saveNotifySecrets } from '../../../source/settings/credentials/notify-secrets.ts'
import { writeSettings } from '../../../source/settings/settings.ts'
import { homeAt } from '../../../source/store/home.ts'
import type { RunRecord } from '../../../source/store/run-log.ts'
import { syncProblem, syncProblems } from '../../../source/sync/problems.ts'
import type { Problem } from '../../../source/text/problem.ts'
import { noticeMessage } from '../../../source/views/notices.ts'
import { mailServer, webServer } from '../../support/receivers.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const begin = Date.parse('2026-11-01T00:05:00Z')
const hour = 3_600_000
const none = { create: 0, update: 0, rename: 0, delete: 0, gone: 0, conflict: 0, unchanged: 40, skipped: 0 }

type State = Omit<RunRecord, 'time' | 'seconds'> & { problem?: Problem }

const calm: State = {
  outcome: 'unchanged',
  code: null,
  title: null,
  summary: none,
  conflicts: [],
  waiting: [],
  requests: 3,
}
const failed = (problem: Problem): State => ({
  ...calm,
  outcome: 'failed',
  code: problem.code,
  title: problem.title,
  summary: null,
  problem,
})

const call = 'users.list'
const outages = [
  connectionProblem('googleUnavailable', { call, status: 503, message: '' }),
  connectionProblem('googleUnreachable', { call, host: 'admin.googleapis.com', error: 'ENOTFOUND' }),
] as const
const rejected = refusedToken('keyRevoked', { ...tokenProblems.keyRevoked.example })
const limit = syncProblem('deletionLimit', { ...syncProblems.deletionLimit.example })

/**
 * What happens in the hours of November: two outages, a key that expires, a deletion limit on the 24th, and two deletions
 * that wait from the 26th until somebody approves them.
 */
function stateAt(run: number): State {
  if (run >= 50 && run < 53) return failed(outages[0])
  if (run >= 300 && run < 301) return failed(outages[1])
  if (run >= 400 && run < 420) return failed(rejected)
  if (run >= 560 && run < 570) return failed(limit)
  if (run === 100)
    return { ...calm, outcome: 'changed', summary: { ...none, create: 3 }, conflicts: ['eve@example.com'] }
  if (run > 100 && run < 120) return { ...calm, conflicts: ['eve@example.com'] }
  if (run === 200) return { ...calm, outcome: 'changed', summary: { ...none, delete: 1, rename: 2 } }
  if (run >= 610 && run < 640) return { ...calm, waiting: ['dan@example.com', 'fay@example.com'] }
  return calm
}

/** The hours in which the chat is down: the third change and the end of the first outage meet it. */
const isDown = (run: number): boolean => run === 53 || run === 200 || run === 201

test('a month of hourly runs tells what a good colleague would have told', async (t) => {
  const home = homeAt(temporaryFolder(t))
  let now = 0
  const hook = await webServer(t, (response) => response.writeHead(isDown(now) ? 503 : 200).end())
  const { port, got: mails } = await mailServer(t, 'bob', 'right')
  await writeSettings(home, {
    notify: {
      on: 'change',
      mailTo: ['admin@example.com'],
      mailFrom: null,
      smtp: { host: '127.0.0.1', port, tls: false, user: 'bob' },
      metricsFile: null,
    },
  })
  saveNotifySecrets(home, { webhook: hook.url, heartbeat: null, smtpPassword: 'right' })
  for (let run = 0; run < 30 * 24; run += 1) {
    now = run
    const { problem = null, ...state } = stateAt(run)
    const record: RunRecord = { time: new Date(begin + run * hour).toISOString(), seconds: 2, ...state }
    const warnings = await afterRun(home, {
      record,
      users: 40,
      messageFor: (notice) =>
        noticeMessage(notice, {
          ...{ organization: 'example.com', host: 'mail1', home: undefined },
          ...{ record, plan: null, problem },
        }),
    })
    t.deepEqual(
      warnings.map(({ code }) => code),
      isDown(run) ? ['webhookNotSent'] : [],
    )
  }
  const subjects = mails.map(({ message }) => {
    const subject = /^Subject: ((?:.*\r?\n[ \t])*.*)$/m.exec(message)?.[1] ?? ''
    return subject.replaceAll(/\r?\n[ \t]/g, ' ')
  })
  // A chat that is down is asked twice for each message.
  const arrived = hook.got.map(({ body }) => JSON.parse(body) as { time: string; text: string })
  const told = arrived.filter(({ time }) => !isDown((Date.parse(time) - begin) / hour))
  const tellings = told.map(({ time, text }) => `${time.slice(5, 16)} ${text.split('\n')[0]}`)
  t.deepEqual(tellings, [
    '11-03T02:05 Rollcall example.com: sync failed: Google is unavailable at the moment (mail1)',
    '11-03T06:05 Rollcall example.com: sync works again (mail1)',
    '11-05T04:05 Rollcall example.com: 3 people added, 1 conflict (mail1)',
    '11-09T10:05 Rollcall example.com: 2 people renamed, 1 removed (mail1)',
    '11-13T12:05 Rollcall example.com: sync failed: No connection to admin.googleapis.com (mail1)',
    '11-13T13:05 Rollcall example.com: sync works again (mail1)',
    '11-17T16:05 Rollcall example.com: sync failed: Google rejected the key (mail1)',
    '11-18T12:05 Rollcall example.com: sync works again (mail1)',
    '11-24T08:05 Rollcall example.com: sync failed: 34 deletions, but the limit is 5 (mail1)',
    '11-24T18:05 Rollcall example.com: sync works again (mail1)',
    '11-26T10:05 Rollcall example.com: 2 deletions wait for approval (mail1)',
  ])
  // The mail arrived each time, and nothing in it twice.
  t.deepEqual(
    subjects,
    told.map(({ text }) => text.split('\n')[0]),
  )
})
