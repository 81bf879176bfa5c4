import { X509Certificate } from 'node:crypto'
import { readOutsideFile } from '../../settings/outside-files/read-outside-file.ts'
import { disk, ignoring } from '../../store/disk/file-operations.ts'
import type { Home } from '../../store/home.ts'
import { readRunLog } from '../../store/run-log.ts'
import { Problem } from '../../text/problem.ts'
import { readHeldDeletions } from '../synchronize/held-deletions.ts'

/** A figure for monitoring, by the name that Prometheus has for it. */
export type Figure = {
  name: string
  help: string
  values: readonly (readonly [labels: Readonly<Record<string, string>>, value: number])[]
}

/** Every figure about the runs of a home. */
const figures = {
  lastRun: ['rollcall_sync_last_run_timestamp_seconds', 'When the last sync began.'],
  lastSuccess: ['rollcall_sync_last_success_timestamp_seconds', 'When a sync succeeded last.'],
  failed: ['rollcall_sync_failed', '1 if the last sync failed.'],
  duration: ['rollcall_sync_duration_seconds', 'Duration of the last sync.'],
  requests: ['rollcall_sync_requests', 'Requests that the last sync made to Google.'],
  conflicts: ['rollcall_conflicts', 'Conflicts that need a decision.'],
  held: ['rollcall_deletions_held', 'Deletions that wait for an approval.'],
  changes: ['rollcall_sync_changes', 'Rows of the last plan, by action.'],
  keyAdded: ['rollcall_key_added_timestamp_seconds', 'When the service account key was added.'],
  certificateIssued: ['rollcall_certificate_issued_timestamp_seconds', "When the service's certificate became valid."],
  certificateExpires: ['rollcall_certificate_expires_timestamp_seconds', "When the service's certificate expires."],
} as const

/**
 * Reads the figures about the runs of a home. What is not known is left out.
 *
 * @param certificate the path of the certificate that the service shows; null where a proxy does
 */
export async function runFigures(home: Home, certificate: string | null): Promise<Figure[]> {
  const log = readRunLog(home)
  const [last] = log.runs
  const success = log.runs.find(({ outcome }) => outcome !== 'failed')
  const key = ignoring(['ENOENT'], () => disk.lstatSync(home.serviceAccountKey))
  const dates = certificate === null ? null : await readDates(certificate)
  return [
    one('lastRun', last === undefined ? null : seconds(last.time)),
    one('lastSuccess', log.lastSuccess === null ? null : seconds(log.lastSuccess)),
    one('failed', last === undefined ? null : Number(last.outcome === 'failed')),
    one('duration', last?.seconds ?? null),
    one('requests', last?.requests ?? null),
    // A run that failed found none, and none of them ended.
    one('conflicts', success?.conflicts.length ?? null),
    one('held', success === undefined ? null : heldNow(home)),
    figure(
      'changes',
      Object.entries(last?.summary ?? {}).map(([action, count]) => [{ action }, count]),
    ),
    one('keyAdded', key === null ? null : key.mtimeMs / 1000),
    one('certificateIssued', dates?.issued ?? null),
    one('certificateExpires', dates?.expires ?? null),
  ].filter(({ values }) => values.length > 0)
}

const seconds = (time: string): number => new Date(time).getTime() / 1000

const one = (figureOf: keyof typeof figures, value: number | null): Figure =>
  figure(figureOf, value === null ? [] : [[{}, value]])

function figure(figureOf: keyof typeof figures, values: Figure['values']): Figure {
  const [name, help] = figures[figureOf]
  return { name, help, values }
}

/** Null where the list can't be used, as its command says. */
function heldNow(home: Home): number | null {
  try {
    return readHeldDeletions(home)?.rows.length ?? 0
  } catch (error) {
    if (error instanceof Problem) return null
    throw error
  }
}

/** A chain of certificates is never longer. */
const mostBytes = 256 * 1024

/** From when until when the first certificate of a chain is valid, in seconds since 1970; null where it can't be read. */
async function readDates(path: string): Promise<{ issued: number; expires: number } | null> {
  try {
    const { validFrom, validTo } = new X509Certificate(await readOutsideFile(path, mostBytes))
    return { issued: Date.parse(validFrom) / 1000, expires: Date.parse(validTo) / 1000 }
  } catch {
    // The service tells of it; a figure that is missing says the same.
    return null
  }
}
