import { execFile, execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ExecutionContext } from 'ava'

/** What came of a command. */
type Ran = { code: number; stdout: string; stderr: string }

/** A small Debian system in a folder of its own, which goes with the test. */
export type DebianRoot = {
  folder: string
  /** A path inside of it, as the test sees it. */
  path: (inside: string) => string
  /** Runs a command in it as root, or as another account. It shares the network of the machine. */
  run: (command: readonly string[], account?: string) => Promise<Ran>
  /** The same where it must succeed; returns what it printed on both streams. */
  must: (command: readonly string[], account?: string) => Promise<string>
  /** The command and the arguments to start such a command with. */
  inside: (command: readonly string[], account?: string) => [string, string[]]
}

/** The environment of a login, with nothing of the tests'. */
export const rootEnvironment = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C.UTF-8',
  DEBIAN_FRONTEND: 'noninteractive',
}

/** Unpacks the root of a suite that `.ci/debian-roots.js` made. */
export function debianRoot(t: ExecutionContext<unknown>, suite: 'bookworm' | 'trixie'): DebianRoot {
  const archive = `.cache/debian-roots/${suite}.tar`
  if (!existsSync(archive)) throw new Error(`${archive} is missing: run the tests with \`npm run test:real\``)
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-root-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  execFileSync('tar', ['-xf', archive, '-C', folder, '--exclude=./dev/*'])
  return openRoot(folder)
}

/** Makes commands run in a folder that holds a system. An account is one of that system, or numbers: `1000:1000`. */
export function openRoot(folder: string): DebianRoot {
  for (const name of ['proc', 'dev']) mkdirSync(join(folder, name), { recursive: true })
  // What is mounted goes with the process that sees it.
  const mounts = 'mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" && exec chroot "$@"'
  const inside: DebianRoot['inside'] = (command, account) => {
    const as = account === undefined ? [] : [`--userspec=${account.includes(':') ? account : `${account}:${account}`}`]
    return ['unshare', ['--mount', 'sh', '-c', mounts, folder, ...as, folder, ...command]]
  }
  // Not spawnSync: the Google that the command asks is in this process.
  const run: DebianRoot['run'] = (command, account) =>
    new Promise((resolve) => {
      execFile(...inside(command, account), { env: rootEnvironment }, (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, stdout, stderr }),
      )
    })
  return {
    folder,
    path: (path) => join(folder, path),
    run,
    inside,
    must: async (command, account) => {
      const { code, stdout, stderr } = await run(command, account)
      if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}:\n${stdout}${stderr}`)
      return stdout + stderr
    },
  }
}
