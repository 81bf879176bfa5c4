import { dirname } from 'node:path'
import type { Settings } from '../../settings/settings-schema.ts'
import { onDisk } from '../../store/disk/disk-problems.ts'
import { disk } from '../../store/disk/file-operations.ts'
import { replaceFile } from '../../store/disk/replace-file.ts'
import type { Home } from '../../store/home.ts'
import { type Figure, runFigures } from './figures.ts'

/**
 * Writes what Prometheus' textfile collector reads, as one step. Its mode is 0644, as the collector is another account.
 *
 * @param users the number of users; null where it is not known, then left out
 * @throws Problem (failed) when the disk fails
 */
export async function writeMetricsFile(
  path: string,
  home: Home,
  { signIn }: Settings,
  users: number | null,
): Promise<void> {
  const { figureText } = await import('./figure-text.ts')
  const ofUsers: Figure[] =
    users === null ? [] : [{ name: 'rollcall_users', help: 'Users in the store.', values: [[{}, users]] }]
  const text = await figureText([...(await runFigures(home, signIn.certificate?.cert ?? null)), ...ofUsers])
  onDisk('write', path, () => {
    disk.lstatSync(dirname(path))
    replaceFile(disk, path, [text], 'kept', (file) => disk.fchmodSync(file, 0o644))
  })
}
