import { isDeepStrictEqual } from 'node:util'
import { readSettings } from '../../settings/settings.ts'
import type { KeptExport, Settings } from '../../settings/settings-schema.ts'
import type { Home } from '../../store/home.ts'
import type { StoreLock } from '../../store/lock/lock.ts'
import { thisProcess } from '../../store/lock/process-identity.ts'
import type { Store } from '../../store/store.ts'
import type { Plan } from '../../sync/plan.ts'
import type { UserStore } from '../../sync/user.ts'
import { oneLine } from '../../text/one-line.ts'
import { Problem } from '../../text/problem.ts'
import { makeExport } from '../exports/make-export.ts'
import { type ExportedUsers, usersForExport } from '../exports/read-for-export.ts'
import { writeExport } from '../exports/write-export.ts'
import { writeRights } from '../exports/write-rights.ts'
import { commitDocument, recordedDocument } from './commit-document.ts'
import {
  type AfterReport,
  type ExportReport,
  type FollowUpReport,
  type FollowUpState,
  readFollowUps,
  withReport,
  writeFollowUps,
} from './follow-up-state.ts'
import { runCommand } from './run-command.ts'

const fresh: FollowUpState = { version: 1, current: null, startedFor: null, boot: null, reports: [] }

/** A commit that was just made. */
export type JustCommitted = { command: string; plan: Plan }

/**
 * Does what the settings want after a commit, on this machine: brings exports up to date, then runs the command. The one
 * place that is called after every commit, under its lock. The commit stands whatever comes of this: what fails is
 * reported, kept in the journal, and done by the next run.
 *
 * @param store the store as it is now
 * @param commit the commit that was just made; null to catch up with what an earlier run or another machine left
 * @returns what was done; null where nothing is to be done after commits, or all was done already
 */
export async function followUp(
  lock: StoreLock,
  kept: Store,
  store: UserStore,
  commit: JustCommitted | null,
): Promise<FollowUpReport | null> {
  try {
    return await doFollowUp(lock, kept, store, commit)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { revision: store.revision, time: new Date().toISOString(), exports: [], after: null, failure: words(error) }
  }
}

const words = ({ title, why }: Problem): string => oneLine(`${title}. ${why}`, 300)

async function doFollowUp(
  lock: StoreLock,
  kept: Store,
  store: UserStore,
  commit: JustCommitted | null,
): Promise<FollowUpReport | null> {
  const { home, files } = lock
  const settings = await readSettings(home)
  await kept.tellMailServers(settings)
  if (settings.exports.length === 0 && settings.after === null) return null
  let state = readFollowUps(home, files) ?? fresh
  const { revision } = store
  const wanted = signature(settings)
  const isCurrent = state.current?.revision === revision && state.current.settings === wanted
  const task = afterTask(settings, state, revision, commit !== null)
  if (isCurrent && task === 'nothing') {
    if (settings.after === null || state.startedFor !== null) return null
    writeFollowUps(home, { ...state, startedFor: revision }, files)
    return null
  }
  const known = state.reports.find((one) => one.revision === revision)
  const exports = isCurrent
    ? (known?.exports ?? [])
    : await bringUpToDate(lock, settings.exports, usersForExport(home, store, settings))
  const hasFailed = exports.some(({ outcome }) => outcome === 'failed')
  const before = known?.after ?? null
  const report = (after: AfterReport | null): FollowUpReport => ({
    revision,
    time: new Date().toISOString(),
    exports,
    after,
  })
  state = withReport(
    {
      ...state,
      current: hasFailed ? null : { revision, settings: wanted },
      startedFor: settings.after === null ? null : revision,
      boot: thisBoot(),
    },
    report(task === 'run' || task === 'again' ? started(settings, task) : task === 'unknown' ? ended(before) : before),
  )
  // Before the command is started, so that it is never started twice.
  writeSurely(lock, state)
  if (settings.after !== null && (task === 'run' || task === 'again')) {
    const document = commit === null ? await recordedDocument(kept, revision) : commitDocument(commit, revision)
    const done = await runCommand(settings.after, document, environment(home, revision))
    state = withReport(state, report({ ...done, ...(task === 'again' ? { again: true } : {}) }))
    writeFollowUps(home, state, files)
  }
  return state.reports[0] ?? null
}

/** A disk that fails once the journal has its new content leaves nothing undone: to stop here would lose the command. */
function writeSurely({ home, files }: StoreLock, state: FollowUpState): void {
  try {
    writeFollowUps(home, state, files)
  } catch (error) {
    if (!isDeepStrictEqual(readFollowUps(home, files), state)) throw error
  }
}

/**
 * Whether the command is to be run for the newest commit: never twice, but where the machine went down while it ran.
 * `unknown`: it was started in this run of the machine, and Rollcall was stopped before it saw the end.
 */
function afterTask(
  { after }: Settings,
  { startedFor, boot, reports }: FollowUpState,
  revision: number,
  hasJustCommitted: boolean,
): 'nothing' | 'run' | 'again' | 'unknown' {
  if (after === null) return 'nothing'
  // It was set just now, or by an edit of the settings: it counts from the next commit on.
  if (startedFor === null) return hasJustCommitted ? 'run' : 'nothing'
  if (startedFor !== revision) return 'run'
  if (reports.find((one) => one.revision === revision)?.after?.outcome !== 'running') return 'nothing'
  const now = thisBoot()
  return boot !== null && now !== null && boot !== now ? 'again' : 'unknown'
}

const thisBoot = (): string | null => thisProcess().startTime?.split('/')[0] ?? null

const started = ({ after }: Settings, task: 'run' | 'again'): AfterReport => ({
  command: after ?? '',
  outcome: 'running',
  exitCode: null,
  output: '',
  ...(task === 'again' ? { again: true } : {}),
})

const ended = (before: AfterReport | null): AfterReport | null =>
  before === null ? null : { ...before, outcome: 'unknown' }

/** What exports depend on besides the users. */
const signature = ({ exports, catchAll, catchAllId, administrator }: Settings): string =>
  JSON.stringify([exports.map(({ kind, path }) => [kind, path]), catchAll, catchAllId, administrator])

const environment = (home: Home, revision: number): NodeJS.ProcessEnv => ({
  ROLLCALL_HOME: home.folder,
  ROLLCALL_REVISION: String(revision),
})

async function bringUpToDate(
  { files }: StoreLock,
  exports: readonly KeptExport[],
  exported: ExportedUsers,
): Promise<ExportReport[]> {
  const reports: ExportReport[] = []
  for (const { kind, path } of exports) {
    try {
      const isChanged =
        kind === 'dovecot:acl'
          ? await writeRights(files, path, exported.book)
          : writeExport(files, path, makeExport(kind, exported).pieces)
      reports.push({ kind, path, outcome: isChanged ? 'written' : 'unchanged' })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      reports.push({ kind, path, outcome: 'failed', cause: words(error) })
    }
  }
  return reports
}
