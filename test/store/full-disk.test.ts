import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { homeAt } from '../../source/store/home.ts'
import { Problem } from '../../source/text/problem.ts'
import { commitAll, mailAfterwards, mailBefore, mailOf, nextRun, prepareHome, whichStore } from './support/scenario.ts'

const disk = mkdtempSync(join(tmpdir(), 'rollcall-disk-'))
const isMounted = mountSmallDisk()
const onSmallDisk = isMounted ? test : test.skip

test.after.always(() => {
  if (isMounted) execFileSync('umount', [disk])
  rmSync(disk, { recursive: true })
})

/** Mounts a small file system in memory; false where that is not allowed. */
function mountSmallDisk(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=512k,nr_inodes=400', 'tmpfs', disk], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Fills the disk until so many bytes are left. */
function fillUp(left: number): string {
  const ballast = join(disk, 'ballast')
  writeFileSync(ballast, '')
  const { bavail, bsize } = statfsSync(disk)
  appendFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - left)))
  return ballast
}

onSmallDisk(
  'on a disk that is full to any degree a commit is whole or does not happen, and goes on when there is room',
  async (t) => {
    const codes = new Set<string>()
    for (let left = 0; left <= 20 * 4096; left += 4096) {
      const home = homeAt(join(disk, `home-${left}`))
      prepareHome(home)
      const before = readFileSync(home.users)
      const ballast = fillUp(left)
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
  },
)
