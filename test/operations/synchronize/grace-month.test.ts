import { mkdirSync } from 'node:fs'
import test from 'ava'
import { googleLimits } from '../../../source/google/http/limits.ts'
import { synchronize } from '../../../source/operations/synchronize/synchronize.ts'
import { saveServiceAccountKey } from '../../../source/settings/credentials/credentials.ts'
import { writeSettings } from '../../../source/settings/settings.ts'
import type { Fault } from '../../../source/simulator/server/faults.ts'
import { startSimulator } from '../../../source/simulator/simulator.ts'
import { homeAt } from '../../../source/store/home.ts'
import { Problem } from '../../../source/text/problem.ts'
import { changeWords } from '../../../source/views/plan/change-words.ts'
import { reasonWords } from '../../../source/views/plan/reason.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const begin = Date.parse('2026-11-01T02:30:00Z')
const hour = 3_600_000
/** A timer that runs every six hours; each hour in the long tests. */
const every = process.env.ROLLCALL_LONG ? 1 : 6

const RealDate = Date
let now = begin
/** When it was set, in milliseconds of a clock that nobody sets. */
let setAt = performance.now()
const setClock = (to: number): void => {
  now = to
  setAt = performance.now()
}
/** This machine's clock, which goes on from where it was set. */
class SetDate extends RealDate {
  constructor(...given: [] | [value: number | string | Date]) {
    if (given.length === 0) super(SetDate.now())
    else super(given[0])
  }
  static override now = (): number => Math.round(now + performance.now() - setAt)
}

const [ada, bob, cyd, dan, eve] = ['ada', 'bob', 'cyd', 'dan', 'eve'].map((name) => `${name}@example.com`) as [
  string,
  string,
  string,
  string,
  string,
]
const everybody = [ada, bob, cyd, dan, eve]

/** Google keeps back whether somebody is a member. */
const silent: Fault[] = [
  {
    call: 'members.hasMember',
    times: 'always',
    status: 403,
    body: {
      error: {
        code: 403,
        message: 'Not Authorized to access this resource/api',
        errors: [{ message: 'Not Authorized to access this resource/api', domain: 'global', reason: 'forbidden' }],
      },
    },
  },
  {
    call: 'groups.list',
    times: 'always',
    status: 403,
    body: {
      error: {
        code: 403,
        message: 'Not Authorized to access this resource/api',
        errors: [{ message: 'Not Authorized to access this resource/api', domain: 'global', reason: 'forbidden' }],
      },
    },
  },
]

test.serial('a month of timer runs with a grace period of ten days', async (t) => {
  t.timeout(600_000)
  globalThis.Date = SetDate as DateConstructor
  t.teardown(() => {
    globalThis.Date = RealDate
  })
  const google = await startSimulator({
    organization: {
      domains: ['example.com'],
      admins: ['admin@example.com'],
      users: ['admin@example.com', ...everybody].map((primaryEmail) => ({ primaryEmail })),
      groups: [
        {
          id: 'g',
          email: 'archive@example.com',
          name: 'Archive',
          members: ['admin@example.com', ...everybody].map((email) => ({ email })),
        },
      ],
    },
  })
  t.teardown(() => google.close())
  const home = homeAt(temporaryFolder(t))
  mkdirSync(home.archives, { recursive: true })
  await saveServiceAccountKey(home, JSON.stringify(google.key), 'key.json')
  const groups = [{ id: 'g', email: 'archive@example.com', name: 'Archive' }]
  const settings = { automaticDeletion: true, deleteAfter: 10, deletionLimit: { users: 1 }, exclusions: [] }
  await writeSettings(home, { administrator: google.admin, groups, ...settings })

  const leave = (email: string) =>
    google.update(({ groups: [group] }) => {
      if (group) group.members = group.members.filter((one) => one.email !== email)
    })
  const join = (email: string) =>
    google.update(({ groups: [group] }) => group?.members.push({ email, type: 'USER', role: 'MEMBER' } as never))
  const remove = (email: string) =>
    google.update((organization) => {
      organization.users = organization.users.filter((one) => one.primaryEmail !== email)
    })
  /** What happens before the first run of a day of November. */
  const days: Readonly<Record<number, () => unknown>> = {
    2: () => leave(bob),
    3: () => leave(cyd),
    5: () => remove(dan),
    // Somebody leaves while Google keeps back who is a member, for three days.
    6: () => {
      google.setFaults(silent)
      leave(eve)
    },
    9: () => google.setFaults([]),
    // Bob comes back, and leaves again two days later.
    11: () => join(bob),
    // Google is away on the day on which cyd is due, and again keeps back who is a member the day after.
    13: () => {
      leave(bob)
      google.setFaults([{ call: 'users.list', times: 'always', status: 503 }])
    },
    14: () => google.setFaults(silent),
    16: () => google.setFaults([]),
    // Another number counts from the first day out.
    18: () => writeSettings(home, { deleteAfter: 12 }),
  }

  const told: string[] = []
  const tell = (time: number, line: string): void => {
    if (told.at(-1)?.slice(3) !== line) told.push(`${new RealDate(time).toISOString().slice(8, 10)} ${line}`)
  }
  for (let hours = 0; hours < 30 * 24; hours += every) {
    const time = begin + hours * hour
    const day = Math.floor(hours / 24) + 1
    if (hours % 24 < every) await days[day]?.()
    // On the 20th this machine's clock goes back a year for a while, and on the 21st it is a year ahead.
    const off = day === 20 ? -365 : day === 21 ? 365 : 0
    google.update((organization) => {
      organization.clockOffsetSeconds = -off * 24 * 3600
    })
    setClock(time + off * 24 * hour)
    const limits = {
      ...googleLimits,
      attempts: { throttled: 2, failed: 2, timedOut: 2, unreachable: 2 },
      minute: 2,
      firstWait: 1,
      longestWait: 2,
    }
    const context = {
      home,
      google: { origin: google.url, limits },
      signal: new AbortController().signal,
      onProgress: () => {},
      onDetail: () => {},
    }
    let lines: string[]
    try {
      const { plan, committed } = await synchronize(context)
      lines = plan.changes
        .filter(({ action }) => (hours === 0 ? false : committed && action !== 'unchanged'))
        .filter(({ action }) => action !== 'gone' && action !== 'conflict')
        .map((row) => `${row.userName.split('@')[0]} ${changeWords(row)}: ${reasonWords(row.reason)}`)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      lines = [`failed: ${error.code}`]
    }
    for (const line of lines) tell(time, line)
  }

  t.deepEqual(told, [
    '02 bob leaves on 2026-11-12: left the chosen groups',
    '03 cyd leaves on 2026-11-13: left the chosen groups',
    '05 dan leaves on 2026-11-15: deleted in Google',
    // Eve left on the 6th, but Google said so on the 9th only.
    '09 eve leaves on 2026-11-19: left the chosen groups',
    '11 bob stays after all: Archive',
    '13 failed: googleUnavailable',
    // Without a word of Google nobody goes; dan is gone for certain.
    '15 dan deleted, empty archive removed: deleted in Google',
    '16 bob leaves on 2026-11-26: left the chosen groups',
    '16 cyd deleted, empty archive removed: left the chosen groups',
    // A clock that is a year off, behind or ahead, is one that Google does not take.
    '20 failed: clockOff',
    '22 eve deleted, empty archive removed: left the chosen groups',
    '28 bob deleted, empty archive removed: left the chosen groups',
  ])
})
