import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { groupScope, mailScope, userScope } from '../../../source/google/scopes.ts'
import { type ConnectionReport, checkConnection } from '../../../source/operations/connection/check-connection.ts'
import type { CheckStage } from '../../../source/operations/connection/check-stages.ts'
import type { OperationContext } from '../../../source/operations/context.ts'
import { saveServiceAccountKey } from '../../../source/settings/credentials/credentials.ts'
import { writeSettings } from '../../../source/settings/settings.ts'
import { newServiceAccountKey } from '../../../source/simulator/oauth/service-account.ts'
import type { OrganizationInput } from '../../../source/simulator/organization/organization.ts'
import type { Fault } from '../../../source/simulator/server/faults.ts'
import { startSimulator } from '../../../source/simulator/simulator.ts'
import { type Home, homeAt } from '../../../source/store/home.ts'
import { noDelegation } from '../../support/no-delegation.ts'

const organization: OrganizationInput = {
  domains: ['example.com'],
  admins: ['admin@example.com'],
  users: [
    { primaryEmail: 'admin@example.com' },
    { primaryEmail: 'ada@example.com' },
    { primaryEmail: 'bob@example.com', isMailboxSetup: false },
  ],
  groups: [{ id: 'staff', email: 'staff@example.com', name: 'Staff', members: [{ email: 'ada@example.com' }] }],
}

type Setting = {
  organization?: Partial<OrganizationInput>
  faults?: Fault[]
  administrator?: string
  /** Another key of the service account, which Google does not know any more. */
  revoked?: boolean
  /** Prepares the home beyond the setup. */
  prepare?: (home: Home) => Promise<unknown> | undefined
}

async function check(t: ExecutionContext, setting: Setting = {}, live?: (stages: readonly CheckStage[]) => void) {
  const simulator = await startSimulator({
    organization: { ...organization, ...setting.organization },
    faults: setting.faults ?? [],
  })
  t.teardown(() => simulator.close())
  const folder = mkdtempSync(join(tmpdir(), 'check-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const home = homeAt(folder)
  await saveServiceAccountKey(
    home,
    JSON.stringify(setting.revoked ? await newServiceAccountKey() : simulator.key),
    'key.json',
  )
  await writeSettings(home, { administrator: setting.administrator ?? 'admin@example.com' })
  await setting.prepare?.(home)
  const context: OperationContext = {
    home,
    google: { origin: simulator.url },
    signal: new AbortController().signal,
    onProgress: () => {},
    onDetail: () => {},
  }
  return { report: await checkConnection(context, live), simulator }
}

/** Each stage's state by a letter: passed, failed, not reached. */
function states({ stages }: ConnectionReport): string {
  return stages
    .map(({ state }) => ({ passed: 'P', failed: 'F', notReached: '-', waiting: '?', running: '?' })[state])
    .join('')
}

test('Empty pages before the first user do not make an empty directory.', async (t) => {
  const page = (nextPageToken: string | null, users: object[] = []) =>
    ({ call: 'users.list', body: { kind: 'admin#directory#users', users, nextPageToken } }) as const
  const { report } = await check(t, {
    faults: [page('second'), page('third'), page('fourth', [{ id: '1', primaryEmail: 'ada@example.com' }])],
  })
  t.true(report.passed)
  t.is(report.stages.find(({ id }) => id === 'users')?.detail, '1 user or more')
})

test('A connection that works passes every stage, and says what was found.', async (t) => {
  const { report } = await check(t)
  t.is(states(report), 'PPPPPPPPPPP')
  t.true(report.passed)
  t.is(report.organization, 'example.com')
  t.deepEqual(
    report.stages.map(({ id }) => id),
    [
      'key',
      'clock',
      'serviceAccount',
      'mailScope',
      'groupScope',
      'userScope',
      'adminSdk',
      'users',
      'groups',
      'members',
      'mailbox',
    ],
  )
  const details = Object.fromEntries(report.stages.map(({ id, detail }) => [id, detail]))
  t.is(details.users, '3 users')
  t.is(details.groups, '1 group')
  t.is(details.members, '1 member of Staff')
  t.is(details.mailbox, 'admin@example.com')
})

test('Each scope is asked for alone, and the key first without delegation.', async (t) => {
  const { simulator } = await check(t)
  t.is(simulator.requests.filter(({ call }) => call === 'token').length, 4)
  t.is(simulator.requests.length, 8)
})

const disabledKey = (home: Home) => {
  writeFileSync(home.serviceAccountKey, '{"type":"authorized_user"}')
  return undefined
}
/** Stages: key, clock, service account; mail, group and user scope; Admin SDK, users, groups, members; mailbox. */
const failures: [what: string, setting: Setting, states: string, codes: string[]][] = [
  ['a key file that is none', { prepare: disabledKey }, 'F----------', ['keyIsAuthorizedUser']],
  [
    'no administrator',
    { prepare: (home) => writeSettings(home, { administrator: null }) },
    'F----------',
    ['notSetUp'],
  ],
  ['a clock two hours behind', { organization: { clockOffsetSeconds: 7200 } }, 'PF---------', ['clockOff']],
  ['a clock an hour ahead', { organization: { clockOffsetSeconds: -3600 } }, 'PF---------', ['clockOff']],
  ['a revoked key', { revoked: true }, 'PPF--------', ['keyRevoked']],
  [
    'a disabled service account',
    { organization: { serviceAccount: 'disabled' } },
    'PPF--------',
    ['serviceAccountGone'],
  ],
  [
    'delegation forgotten',
    { organization: { delegatedScopes: [] } },
    'PPPFFF-----',
    Array(3).fill('delegationMissing'),
  ],
  ['an unknown administrator', { administrator: 'nobody@example.com' }, 'PPF--------', ['administratorUnknown']],
  [
    'a suspended administrator',
    {
      administrator: 'sue@example.com',
      organization: {
        users: [{ primaryEmail: 'sue@example.com', suspended: true }],
        groups: [],
        admins: ['sue@example.com'],
      },
    },
    'PPF--------',
    ['accountRestricted'],
  ],
  [
    'only the user scope',
    { organization: { delegatedScopes: [userScope] } },
    'PPPFFPPP---',
    Array(2).fill('delegationMissing'),
  ],
  [
    'only the group scope',
    { organization: { delegatedScopes: [groupScope] } },
    'PPPFPFP-PP-',
    Array(2).fill('delegationMissing'),
  ],
  [
    'only the mail scope',
    { organization: { delegatedScopes: [mailScope] } },
    'PPPPFF----P',
    Array(2).fill('delegationMissing'),
  ],
  ['the Admin SDK off', { organization: { disabledApis: ['directory'] } }, 'PPPPPPF---P', ['adminSdkOff']],
  ['the Gmail API off', { organization: { disabledApis: ['gmail'] } }, 'PPPPPPPPPPF', ['gmailApiOff']],
  [
    'somebody who is no administrator',
    { administrator: 'ada@example.com' },
    'PPPPPPPFF-P',
    Array(2).fill('rightMissing'),
  ],
  [
    'the right to read groups missing',
    { organization: { rights: { 'admin@example.com': ['users'] } } },
    'PPPPPPPPF-P',
    ['rightMissing'],
  ],
  [
    'the right to read users missing',
    { organization: { rights: { 'admin@example.com': ['groups'] } } },
    'PPPPPPPFPPP',
    ['rightMissing'],
  ],
  [
    'no users in the list',
    { faults: [{ call: 'users.list', body: { kind: 'admin#directory#users' } }] },
    'PPPPPPPFPPP',
    ['emptyDirectory'],
  ],
  [
    'members that may not be read',
    { faults: [{ call: 'members.list', status: 403 }] },
    'PPPPPPPPPFP',
    ['groupUnreadable'],
  ],
  [
    'an administrator without a mailbox',
    { administrator: 'bob@example.com', organization: { admins: ['bob@example.com'] } },
    'PPPPPPPPPPF',
    ['noMailbox'],
  ],
]
for (const [what, setting, expected, codes] of failures) {
  test(`With ${what} the check fails exactly there: ${codes[0]}.`, async (t) => {
    const { report } = await check(t, setting)
    t.is(states(report), expected)
    t.false(report.passed)
    t.deepEqual(
      report.stages.flatMap(({ problem }) => problem?.code ?? []),
      codes,
    )
  })
}

test('Each scope is tried alone, also where Google refuses the first request, and all that are missing are named.', async (t) => {
  const { report } = await check(t, { faults: [noDelegation] })
  t.is(states(report), 'PPPFFF-----')
  for (const { problem } of report.stages.filter(({ state }) => state === 'failed')) {
    t.is(problem?.code, 'delegationMissing')
    t.is(problem?.facts.missingScopes, [mailScope, groupScope, userScope].join(','))
  }
  const { report: half } = await check(t, { organization: { delegatedScopes: [mailScope] } })
  t.is(half.stages.find(({ state }) => state === 'failed')?.problem?.facts.missingScopes, `${groupScope},${userScope}`)
})

test('A clock that is minutes behind passes, and the minutes are told.', async (t) => {
  const { report } = await check(t, { organization: { clockOffsetSeconds: 1800 } })
  t.true(report.passed)
  t.is(report.stages[1]?.detail, '30 minutes behind, which Google accepts')
})

test('An organization without groups passes: there is nothing to try.', async (t) => {
  const { report } = await check(t, { organization: { groups: [] } })
  t.true(report.passed)
  t.is(report.stages.find(({ id }) => id === 'members')?.detail, 'there is no group to try')
})

test('Members are tried on a chosen group, and one that is gone is told.', async (t) => {
  const groups = [{ id: 'gone', email: 'gone@example.com', name: 'Gone' }]
  const { report } = await check(t, { prepare: (home) => writeSettings(home, { groups }) })
  t.is(states(report), 'PPPPPPPPPFP')
  t.is(report.stages.find(({ id }) => id === 'members')?.problem?.code, 'groupGone')
})

test('Every stage is told live: waiting, running, and its end, never backwards.', async (t) => {
  const seen: Record<string, string[]> = {}
  await check(t, {}, (stages) => {
    for (const { id, state } of stages) {
      const states = seen[id] ?? []
      if (states.at(-1) !== state) seen[id] = [...states, state]
    }
  })
  for (const [id, states] of Object.entries(seen)) {
    t.deepEqual(states, id === 'key' ? ['running', 'passed'] : ['waiting', 'running', 'passed'], id)
  }
})

test('Nothing of the key or of a token is in the report.', async (t) => {
  const { report, simulator } = await check(t, { organization: { delegatedScopes: [] } })
  t.notRegex(JSON.stringify(report), /PRIVATE|ya29|eyJ/)
  t.true(JSON.stringify(report).includes(simulator.key.client_id))
})
