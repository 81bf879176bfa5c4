import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { homeAt } from '../../source/store/home.ts'
import { Problem } from '../../source/sync/problem.ts'
import { commitAll, mailAfterwards, mailBefore, mailOf, nextRun, prepareHome, whichStore } from './support/scenario.ts'

/** Mounts a small file system in memory; null where that is not allowed. */
function mountSmallDisk(t: { teardown: (work: () => void) => void }): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-disk-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const disk = join(folder, 'disk')
  mkdirSync(disk)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=512k,nr_inodes=400', 'tmpfs', disk], { stdio: 'ignore' })
  } catch {
    return null
  }
  t.teardown(() => execFileSync('umount', [disk]))
  return disk
}

/** Fills a disk until so many bytes are left. */
function fillUp(disk: string, left: number): string {
  const ballast = join(disk, 'ballast')
  writeFileSync(ballast, '')
  const { bavail, bsize } = statfsSync(disk)
  appendFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - left)))
  return ballast
}

test('on a disk that is full to any degree a commit is whole or does not happen, and goes on when there is room', async (t) => {
  const disk = mountSmallDisk(t)
  if (disk === null) return t.log('a file system cannot be mounted here: not tried')
  const codes = new Set<string>()
  for (let left = 0; left <= 20 * 4096; left += 4096) {
    const home = homeAt(join(disk, `home-${left}`))
    prepareHome(home)
    const before = readFileSync(home.users)
    const ballast = fillUp(disk, left)
    try {
      await commitAll(home)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      codes.add(error.code)
      t.deepEqual(readFileSync(home.users), before)
      t.deepEqual(mailOf(home), mailBefore)
    }
    rmSync(ballast)
    await nextRun(home)
    t.is(await whichStore(home), 'new')
    t.deepEqual(mailOf(home), mailAfterwards)
    rmSync(home.folder, { recursive: true })
  }
  t.deepEqual([...codes], ['diskFull'])
})
