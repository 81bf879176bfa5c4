import { type NotifySecrets, readNotifySecrets } from '../../settings/credentials/notify-secrets.ts'
import { readSettings } from '../../settings/settings.ts'
import type { Settings } from '../../settings/settings-schema.ts'
import type { Home } from '../../store/home.ts'
import { type RunLog, type RunRecord, readRunLog, writeRunLog } from '../../store/run-log.ts'
import type { Warning } from '../../sync/plan.ts'
import { Problem } from '../../text/problem.ts'
import { writeMetricsFile } from './metrics-file.ts'
import { decideNotices, type Notice, type RunOutcome } from './notification-rule.ts'
import { callHeartbeat, callWebhook, type Message, sendMail, whyNot } from './senders.ts'

/** What a run of `sync` has to tell others. */
export type FinishedRun = {
  record: RunRecord
  /** The text for each notice, made from the plan or the problem. */
  messageFor: (notice: Notice, settings: Settings) => Message
  /** What the metrics file says of the users; null after a failure. */
  users: number | null
}

type Means = { settings: Settings; secrets: NotifySecrets }

/** Tells the heartbeat monitor that a run begins. Whatever comes of it, the run goes on. */
export async function beforeRun(home: Home): Promise<Warning[]> {
  const means = await readMeans(home)
  return 'settings' in means ? beat(means, 'start') : []
}

/**
 * Writes a run into the log of runs, and tells whom the settings name: heartbeat, metrics file, mail, webhook. Nothing of
 * this can fail the run.
 *
 * @returns what could not be told, as warnings
 */
export async function afterRun(home: Home, run: FinishedRun): Promise<Warning[]> {
  const means = await readMeans(home)
  const { record } = run
  const log = readRunLog(home)
  const now = new Date(record.time).getTime() + record.seconds * 1000
  const on = 'settings' in means ? means.settings.notify.on : 'never'
  const { notices, told } = decideNotices(log.told, outcomeOf(record), on, now)
  const next: RunLog = {
    version: 1,
    runs: [record, ...log.runs],
    lastSuccess: record.outcome === 'failed' ? log.lastSuccess : record.time,
    told,
  }
  // Before anything is sent: a run that dies meanwhile must not tell the same twice.
  writeRunLog(home, next)
  if (!('settings' in means)) return [warning(means.title)]
  const warnings = await beat(means, record.outcome === 'failed' ? 'fail' : 'success')
  warnings.push(...(await writeMetrics(home, means, next, run.users)))
  for (const notice of notices) {
    const sent = await tell(means, run.messageFor(notice, means.settings))
    warnings.push(...sent.warnings)
    // Nobody heard of it, so the next run tells it again.
    if (sent.reached === 0 && sent.warnings.length > 0)
      writeRunLog(home, { ...next, told: { ...log.told, held: told.held } })
  }
  return warnings
}

/**
 * Sends one message by every way that is set.
 *
 * @returns by how many ways it arrived, and what failed
 */
export async function tell(
  { settings: { notify }, secrets }: Means,
  message: Message,
): Promise<{ reached: number; warnings: Warning[] }> {
  const ways: { name: string; send: () => Promise<void> }[] = []
  if (notify.mailTo.length > 0) ways.push({ name: 'mail', send: () => sendMail(message, notify, secrets.smtpPassword) })
  const { webhook } = secrets
  if (webhook !== null) ways.push({ name: 'webhook', send: () => callWebhook(webhook, message) })
  const warnings: Warning[] = []
  await Promise.all(
    ways.map(({ name, send }) =>
      send().catch((error: unknown) => warnings.push(warning(`The ${name} was not sent. ${whyNot(error)}`))),
    ),
  )
  return { reached: ways.length - warnings.length, warnings }
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

const warning = (message: string): Warning => ({ code: 'notificationFailed', message })

function outcomeOf({ outcome, code, conflicts }: RunRecord): RunOutcome {
  if (outcome === 'failed') return { state: 'failed', code: code ?? 'unknown' }
  return { state: 'done', changed: outcome === 'changed', conflicts }
}

async function beat({ secrets: { heartbeat } }: Means, state: 'start' | 'success' | 'fail'): Promise<Warning[]> {
  if (heartbeat === null) return []
  try {
    await callHeartbeat(heartbeat, state)
    return []
  } catch (error) {
    return [warning(`The heartbeat was not sent. ${whyNot(error)}`)]
  }
}

async function writeMetrics(home: Home, { settings }: Means, log: RunLog, users: number | null): Promise<Warning[]> {
  if (settings.notify.metricsFile === null) return []
  try {
    await writeMetricsFile(settings.notify.metricsFile, home, log, users)
    return []
  } catch (error) {
    return [warning(`The metrics file was not written. ${error instanceof Problem ? error.title : whyNot(error)}`)]
  }
}
