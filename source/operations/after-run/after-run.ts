import { type NotifySecrets, readNotifySecrets } from '../../settings/credentials/notify-secrets.ts'
import { readSettings } from '../../settings/settings.ts'
import type { Settings } from '../../settings/settings-schema.ts'
import type { Home } from '../../store/home.ts'
import { type RunLog, type RunRecord, readRunLog, writeRunLog } from '../../store/run-log.ts'
import { Problem } from '../../text/problem.ts'
import { writeMetricsFile } from './metrics-file.ts'
import {
  afterDelivery,
  decideNotices,
  type Notice,
  nothingTold,
  type RunOutcome,
  type Told,
} from './notification-rule.ts'
import { notifyProblem } from './notify-problems.ts'
import { callHeartbeat, callWebhook, type Message, sendMail } from './senders.ts'
import { whyNot } from './why-not.ts'

/** What a run of `sync` has to tell others. */
export type FinishedRun = {
  record: RunRecord
  /** The text for each notice, made from the plan or the problem. */
  messageFor: (notice: Notice, settings: Settings) => Message
  /** The number of users; null after a failure. */
  users: number | null
}

type Means = { settings: Settings; secrets: NotifySecrets }

/** A way of telling somebody, which remembers for itself what it brought. */
type Way = { name: 'mail' | 'webhook'; send: (message: Message) => Promise<void> }

/** Tells the heartbeat monitor that a run begins. Whatever comes of it, the run goes on. */
export async function beforeRun(home: Home): Promise<Problem[]> {
  const means = await readMeans(home)
  return 'settings' in means ? beat(means, 'start') : []
}

/**
 * Writes a run into the log of runs, and tells whom the settings name: heartbeat, metrics file, mail, webhook. Nothing of
 * this can fail the run.
 *
 * @returns what could not be told
 */
export async function afterRun(home: Home, run: FinishedRun): Promise<Problem[]> {
  const means = await readMeans(home)
  const log = addRun(home, run.record)
  if (!('settings' in means)) return [notifyProblem('notifyUnreadable', { why: `${means.title}.` })]
  const { settings } = means
  const outcome = outcomeOf(run.record)
  const now = new Date(run.record.time).getTime() + run.record.seconds * 1000
  const ways = waysOf(means).map((way) => ({
    ...way,
    ...decideNotices(log.told[way.name] ?? nothingTold, outcome, settings.notify.on, now),
  }))
  // Before anything is sent: a run that dies meanwhile must not tell the same twice.
  const asIfDelivered = ways.map(({ name, notices, told }): [string, Told] => [
    name,
    notices.reduce((before, notice) => afterDelivery(before, notice, outcome, now), told),
  ])
  writeRunLog(home, { ...log, told: Object.fromEntries(asIfDelivered) })
  const [beating, writing, ...telling] = await Promise.all([
    beat(means, run.record.outcome === 'failed' ? 'fail' : 'success'),
    writeMetrics(home, settings, run.users),
    ...ways.map(async ({ name, send, notices, told }) => {
      let reached = told
      for (const notice of notices) {
        const problem = await sent(name, () => send(run.messageFor(notice, settings)))
        // Whoever did not hear of it is told by the next run, and nobody else.
        if (problem !== null) return { name, reached, problem }
        reached = afterDelivery(reached, notice, outcome, now)
      }
      return { name, reached, problem: null }
    }),
  ])
  if (telling.some(({ problem }) => problem !== null)) {
    const told = Object.fromEntries(telling.map(({ name, reached }) => [name, reached]))
    writeRunLog(home, { ...readRunLog(home), told })
  }
  return [...beating, ...writing, ...telling.flatMap(({ problem }) => problem ?? [])]
}

/** Writes a run into the log of runs that somebody watched, so that nobody has to be told. */
export async function afterWatchedRun(home: Home, record: RunRecord, users: number | null): Promise<void> {
  addRun(home, record)
  await refreshMetrics(home, users)
}

/** Sends one message by every way that is set; returns by how many ways it arrived, and what failed. */
export async function tell(means: Means, message: Message): Promise<{ reached: number; problems: Problem[] }> {
  const results = await Promise.all(waysOf(means).map(({ name, send }) => sent(name, () => send(message))))
  const problems = results.flatMap((problem) => problem ?? [])
  return { reached: results.length - problems.length, problems }
}

/** Reads what telling somebody takes; a Problem where it can't be read. */
export async function readMeans(home: Home): Promise<Means | Problem> {
  try {
    return { settings: await readSettings(home), secrets: readNotifySecrets(home) }
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
}

/**
 * Writes the metrics file again, where one is set.
 *
 * @param users the number of users; null where it is not known
 * @returns what kept it from being written
 */
export async function refreshMetrics(home: Home, users: number | null): Promise<Problem[]> {
  const means = await readMeans(home)
  return 'settings' in means ? writeMetrics(home, means.settings, users) : []
}

async function writeMetrics(home: Home, settings: Settings, users: number | null): Promise<Problem[]> {
  const { metricsFile } = settings.notify
  if (metricsFile === null) return []
  try {
    await writeMetricsFile(metricsFile, home, settings, users)
    return []
  } catch (error) {
    const why = error instanceof Problem ? `${error.title}.` : whyNot(error)
    return [notifyProblem('metricsNotWritten', { why }, error)]
  }
}

function addRun(home: Home, record: RunRecord): RunLog {
  const log = readRunLog(home)
  const next: RunLog = {
    ...log,
    runs: [record, ...log.runs],
    lastSuccess: record.outcome === 'failed' ? log.lastSuccess : record.time,
  }
  writeRunLog(home, next)
  return next
}

function waysOf({ settings: { notify }, secrets }: Means): Way[] {
  const { webhook, smtpPassword } = secrets
  return [
    ...(notify.mailTo.length === 0
      ? []
      : [{ name: 'mail' as const, send: (message: Message) => sendMail(message, notify, smtpPassword) }]),
    ...(webhook === null
      ? []
      : [{ name: 'webhook' as const, send: (message: Message) => callWebhook(webhook, message) }]),
  ]
}

const codes = { mail: 'mailNotSent', webhook: 'webhookNotSent', heartbeat: 'heartbeatNotSent' } as const

async function sent(name: keyof typeof codes, send: () => Promise<void>): Promise<Problem | null> {
  try {
    await send()
    return null
  } catch (error) {
    return notifyProblem(codes[name], { why: whyNot(error) }, error)
  }
}

function outcomeOf({ outcome, code, conflicts, waiting, summary }: RunRecord): RunOutcome {
  if (outcome === 'failed') return { state: 'failed', code: code ?? 'unknown' }
  const { create = 0, update = 0, rename = 0, delete: deleted = 0 } = summary ?? {}
  const changed = outcome === 'changed' ? { create, update, rename, delete: deleted } : null
  return { state: 'done', changed, conflicts, waiting }
}

async function beat({ secrets: { heartbeat } }: Means, state: 'start' | 'success' | 'fail'): Promise<Problem[]> {
  const problem = heartbeat === null ? null : await sent('heartbeat', () => callHeartbeat(heartbeat, state))
  return problem === null ? [] : [problem]
}
