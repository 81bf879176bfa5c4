import { createProbes, type FirstPage, type Probes } from '../../google/directory/probes.ts'
import { describeOffset } from '../../google/http/clock.ts'
import { connectionProblem } from '../../google/problems/connection.ts'
import { refusedAnswer } from '../../google/problems/directory-problems.ts'
import { groupScope, mailScope, userScope } from '../../google/scopes.ts'
import { readServiceAccountKey } from '../../settings/credentials/credentials.ts'
import type { ServiceAccountKey } from '../../settings/credentials/service-account-key.ts'
import { readSettings } from '../../settings/settings.ts'
import type { ChosenGroup } from '../../sync/settings.ts'
import { counted } from '../../text/numbers.ts'
import { Problem } from '../../text/problem.ts'
import { type OperationContext, tellWaits } from '../context.ts'
import { operationProblem } from '../problems.ts'
import { type CheckStage, createStages, type Stages } from './check-stages.ts'
import { type Outcome, settle } from './settle.ts'
import { tryScopes } from './try-scopes.ts'

/** The parts of the connection, in the order in which they are checked and shown. */
const titles = {
  key: 'The key and the administrator are set',
  clock: 'Google answers, and the clock is right',
  serviceAccount: 'Google accepts the key and the administrator',
  mailScope: 'Delegation: mailboxes',
  groupScope: 'Delegation: groups',
  userScope: 'Delegation: users',
  adminSdk: 'The Admin SDK API is on',
  users: 'Users can be read',
  groups: 'Groups can be read',
  members: 'Group members can be read',
  mailbox: "The Gmail API is on and the administrator's mailbox opens",
} as const
type StageId = keyof typeof titles

/** What the check found. */
export type ConnectionReport = {
  stages: CheckStage[]
  /** Every stage passed. */
  passed: boolean
  /** The administrator's domain, once the sign-in has proved that it is one of Google Workspace. */
  organization?: string
}

type Setup = { key: ServiceAccountKey; administrator: string; groups: readonly ChosenGroup[] }

/**
 * Checks the connection to Google part by part, so that a failure is told where it is. Nothing is changed.
 *
 * @param onStages told of all stages whenever one of them changes
 * @returns the stages; a failed one holds its problem
 * @throws Problem (interrupted) only when the signal ends it
 */
export async function checkConnection(
  context: OperationContext,
  onStages: (stages: readonly CheckStage[]) => void = () => {},
): Promise<ConnectionReport> {
  const stages = createStages<StageId>(titles, onStages)
  const setup = await stages.run(
    'key',
    () => readSetup(context),
    ({ key, administrator }) => `${key.clientEmail} for ${administrator}`,
  )
  if (setup !== null) await checkSetup(context, setup, stages)
  const all = stages.finish()
  return { stages: all, passed: all.every(({ state }) => state === 'passed'), ...organizationOf(setup, all) }
}

async function readSetup({ home }: OperationContext): Promise<Setup> {
  const { administrator, groups } = await readSettings(home)
  const key = await readServiceAccountKey(home)
  if (key === null) throw operationProblem('notSetUp', { missing: 'key' })
  if (administrator === null) throw operationProblem('notSetUp', { missing: 'administrator' })
  return { key, administrator, groups }
}

async function checkSetup(context: OperationContext, setup: Setup, stages: Stages<StageId>): Promise<void> {
  const answer = await stages.run('clock', () => askFirst(context, setup), describeClock)
  if (answer === null) return
  const { probes, refusal } = answer
  const granted = await stages.run(
    'serviceAccount',
    async () => {
      // Without a delegation Google may refuse the service account itself in the same words: the scopes tell which.
      if (refusal !== null && refusal.code !== 'delegationMissing') throw refusal
      return tryScopes(probes, setup)
    },
    () => 'the key is valid',
  )
  if (granted === null) return
  const checkScope = async (stage: StageId, scope: string) =>
    (await stages.run(
      stage,
      async () => {
        const problem = granted.get(scope)
        if (problem !== undefined) throw problem
        return scope
      },
      (name) => name,
    )) !== null
  const [mail, groups, users] = await Promise.all([
    checkScope('mailScope', mailScope),
    checkScope('groupScope', groupScope),
    checkScope('userScope', userScope),
  ])
  await Promise.all([
    checkDirectory(probes, setup, stages, { users, groups }),
    mail && stages.run('mailbox', probes.mailbox, (address) => address),
  ])
}

/** What the first request told: how far off the clock is, and the refusal of the key, which is the next stage's matter. */
type FirstAnswer = { probes: Probes; minutes: number | null; refusal: Problem | null }

/** One request tells both the clock, from its answer's date, and whether the key is good. */
async function askFirst(
  { google, signal, onProgress, onDetail }: OperationContext,
  setup: Setup,
): Promise<FirstAnswer> {
  const probes = createProbes({
    ...setup,
    endpoint: google,
    signal,
    onWait: tellWaits(onProgress),
    onDetail,
  })
  let refusal: Problem | null = null
  try {
    await probes.serviceAccount()
  } catch (error) {
    if (!(error instanceof Problem) || error.kind !== 'refused' || error.code === 'clockOff') throw error
    refusal = error
  }
  const minutes = probes.clockOffset()
  // Google was seen to take requests from 5 minutes ahead and from an hour behind: at that edge it is time to say so.
  if (minutes !== null && (minutes >= 5 || minutes <= -55)) {
    throw connectionProblem('clockOff', { minutesOff: minutes })
  }
  return { probes, minutes, refusal }
}

function describeClock({ minutes }: FirstAnswer): string {
  if (minutes === null) return 'Google answered without a date'
  return minutes === 0 ? 'right to the minute' : `${describeOffset(minutes)}, which Google accepts`
}

/** Users and groups tell at the same time whether the Admin SDK is on: both need it. */
async function checkDirectory(
  probes: Probes,
  setup: Setup,
  stages: Stages<StageId>,
  allowed: { users: boolean; groups: boolean },
): Promise<void> {
  if (!allowed.users && !allowed.groups) return
  const users = allowed.users ? settle(probes.users()) : null
  const groups = allowed.groups ? settle(probes.groups()) : null
  const isOn = await stages.run(
    'adminSdk',
    async () => {
      const outcomes = [await users, await groups].filter((outcome) => outcome !== null)
      const failure = outcomes.find(isOff) ?? (outcomes.every(isNoAnswer) ? outcomes.find(isNoAnswer) : undefined)
      if (failure !== undefined) throw failure.problem
      return true
    },
    () => 'it answers',
  )
  if (isOn === null) return
  if (users !== null) {
    await stages.run(
      'users',
      async () => {
        const page = unwrap(await users)
        if (page.items.length === 0) throw refusedAnswer('emptyDirectory', { administrator: setup.administrator })
        return page
      },
      (page) => count(page, 'user'),
    )
  }
  if (groups === null) return
  const page = await stages.run(
    'groups',
    async () => unwrap(await groups),
    (found) => count(found, 'group'),
  )
  if (page === null) return
  const group = setup.groups[0] ?? page.items[0]
  await stages.run(
    'members',
    async () => (group === undefined ? null : probes.members(group)),
    (members) =>
      group === undefined || members === null
        ? 'there is no group to try'
        : `${count(members, 'member')} of ${group.name}`,
  )
}

function unwrap<Value>(outcome: Outcome<Value>): Value {
  if ('problem' in outcome) throw outcome.problem
  return outcome.value
}

type Failure = { problem: unknown }

function isOff(outcome: Outcome<unknown>): outcome is Failure {
  return 'problem' in outcome && outcome.problem instanceof Problem && outcome.problem.code === 'adminSdkOff'
}

/** Whether Google said nothing at all: then nothing is known about the Admin SDK. */
function isNoAnswer(outcome: Outcome<unknown>): outcome is Failure {
  return 'problem' in outcome && !(outcome.problem instanceof Problem && outcome.problem.kind === 'refused')
}

function count({ items, more }: FirstPage<unknown>, one: string): string {
  return `${counted(items.length, one)}${more ? ' or more' : ''}`
}

function organizationOf(setup: Setup | null, stages: readonly CheckStage[]): { organization?: string } {
  const domain = setup?.administrator.split('@')[1]
  const proved = stages.some(({ id, state }) => id.endsWith('Scope') && state === 'passed')
  return domain !== undefined && proved ? { organization: domain } : {}
}
