import { mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ExecutionContext } from 'ava'

/**
 * Where tests put their folders: in memory where that can be had, as thousands of commits then wait for no disk. Found
 * once, since a run inside of this process may have another temporary folder for a while.
 */
export const temporaryBase = memory() ?? tmpdir()

/** Memory as a folder, where it holds what the largest test needs and programs can be run from it; a container's may not. */
function memory(): string | null {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm')
    const isForPrograms = !/ \/dev\/shm \S+ \S*\bnoexec\b/.test(readFileSync('/proc/mounts', 'utf8'))
    return bavail * bsize > 2 ** 31 && isForPrograms ? '/dev/shm' : null
  } catch {
    return null
  }
}

/** A folder that is removed when the test is over. */
export function temporaryFolder(t: Pick<ExecutionContext<unknown>, 'teardown'>): string {
  const folder = mkdtempSync(join(temporaryBase, 'rollcall-test-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
