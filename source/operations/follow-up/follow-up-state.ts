import { join } from 'node:path'
import * as z from 'zod'
import { onDisk } from '../../store/disk/disk-problems.ts'
import { disk, type FileOperations, ignoring } from '../../store/disk/file-operations.ts'
import { readWholeFile } from '../../store/disk/read-whole-file.ts'
import { replaceFile } from '../../store/disk/replace-file.ts'
import type { Home } from '../../store/home.ts'
import { jsonOrNothing } from '../../text/json/json-or-nothing.ts'

const exportReport = z.object({
  kind: z.string(),
  path: z.string(),
  outcome: z.enum(['written', 'unchanged', 'failed']),
  /** Why it failed, in one sentence. */
  cause: z.string().exactOptional(),
})

const afterReport = z.object({
  command: z.string(),
  /** `unknown`: Rollcall was stopped while it ran, so nobody saw its end. */
  outcome: z.enum(['running', 'done', 'failed', 'timedOut', 'unknown']),
  /** Its exit code; null where a signal ended it, or nobody saw its end. */
  exitCode: z.int().nullable(),
  /** The end of what it printed. */
  output: z.string(),
  /** It ran for this commit before, and the machine went down while it did. */
  again: z.literal(true).exactOptional(),
})

const report = z.object({
  revision: z.int().nonnegative(),
  /** ISO 8601, in UTC. */
  time: z.string(),
  exports: z.array(exportReport),
  after: afterReport.nullable(),
  /** Why nothing could be done at all, such as settings that cannot be read. The next run tries again. */
  failure: z.string().exactOptional(),
})

const state = z.object({
  version: z.literal(1),
  /** The revision whose users the exports hold, and for which settings; null while one of them waits. */
  current: z.object({ revision: z.int().nonnegative(), settings: z.string() }).nullable(),
  /** The last commit for which the command was started, or from which on it counts; null where none is set. */
  startedFor: z.int().nonnegative().nullable(),
  /** The run of the machine in which it was started; null where the system does not say. */
  boot: z.string().nullable(),
  /** The newest first. */
  reports: z.array(report),
})

/** What became of one export after a commit. */
export type ExportReport = z.infer<typeof exportReport>

/** What became of the command after a commit. */
export type AfterReport = z.infer<typeof afterReport>

/** What followed a commit on this machine. */
export type FollowUpReport = z.infer<typeof report>

/** What this machine knows about what follows commits: its journal. */
export type FollowUpState = z.infer<typeof state>

/** How many commits are remembered. */
const keptReports = 50

const path = (home: Home): string => join(home.folder, 'follow-up.json')

/**
 * Reads the journal of what follows commits; null where there is none yet, or it cannot be understood.
 *
 * @throws Problem (failed) when the disk fails
 */
export function readFollowUps(home: Home, files: FileOperations = disk): FollowUpState | null {
  const file = onDisk('read', path(home), () =>
    ignoring(['ENOENT'], () => readWholeFile(files, path(home), 16 * 1024 * 1024)),
  )
  const parsed = state.safeParse(file?.state === 'read' ? jsonOrNothing(file.text) : null)
  return parsed.success ? parsed.data : null
}

/** Writes the journal, durably. Throws Problem (failed) when the disk fails. */
export function writeFollowUps(home: Home, next: FollowUpState, files: FileOperations): void {
  const kept = { ...next, reports: next.reports.slice(0, keptReports) }
  onDisk('write', path(home), () => replaceFile(files, path(home), [JSON.stringify(kept)], 'private'))
}

/** Puts what followed a commit in front, in place of what was known of it. */
export function withReport(before: FollowUpState, next: FollowUpReport): FollowUpState {
  const others = before.reports.filter(({ revision }) => revision !== next.revision)
  return { ...before, reports: [next, ...others] }
}
