import { dirname } from 'node:path'
import { onDisk } from '../../store/disk/disk-problems.ts'
import { disk, ignoring } from '../../store/disk/file-operations.ts'
import { replaceFile } from '../../store/disk/replace-file.ts'
import type { Home } from '../../store/home.ts'
import type { RunLog } from '../../store/run-log.ts'

/**
 * Writes what Prometheus' textfile collector reads, as one step. Its mode is 0644, as the collector is another account.
 *
 * @param users the number of users; null after a run that failed, then left out
 * @throws Problem (failed) when the disk fails
 */
export async function writeMetricsFile(path: string, home: Home, log: RunLog, users: number | null): Promise<void> {
  const { Gauge, Registry } = await import('prom-client')
  const registry = new Registry()
  const gauge = (name: string, help: string, values: readonly [labels: Record<string, string>, value: number][]) => {
    const labelNames = Object.keys(values[0]?.[0] ?? {})
    const made = new Gauge({ name, help, labelNames, registers: [registry] })
    for (const [labels, value] of values) made.set(labels, value)
  }
  const [last] = log.runs
  if (last === undefined) return
  const seconds = (time: string): number => new Date(time).getTime() / 1000
  gauge('rollcall_sync_last_run_timestamp_seconds', 'When the last sync began.', [[{}, seconds(last.time)]])
  if (log.lastSuccess !== null)
    gauge('rollcall_sync_last_success_timestamp_seconds', 'When a sync succeeded last.', [
      [{}, seconds(log.lastSuccess)],
    ])
  gauge('rollcall_sync_failed', '1 if the last sync failed.', [[{}, last.outcome === 'failed' ? 1 : 0]])
  gauge('rollcall_sync_duration_seconds', 'Duration of the last sync.', [[{}, last.seconds]])
  gauge('rollcall_conflicts', 'Conflicts that need a decision.', [[{}, last.conflicts.length]])
  if (last.summary !== null)
    gauge(
      'rollcall_sync_changes',
      'Rows of the last plan, by action.',
      Object.entries(last.summary).map(([action, value]) => [{ action }, value]),
    )
  if (users !== null) gauge('rollcall_users', 'Users in the store.', [[{}, users]])
  const key = ignoring(['ENOENT'], () => disk.lstatSync(home.serviceAccountKey))
  if (key !== null)
    gauge('rollcall_key_added_timestamp_seconds', 'When the service account key was added.', [[{}, key.mtimeMs / 1000]])
  const text = await registry.metrics()
  onDisk('write', path, () => {
    disk.lstatSync(dirname(path))
    replaceFile(disk, path, [text], 'kept', (file) => disk.fchmodSync(file, 0o644))
  })
}
