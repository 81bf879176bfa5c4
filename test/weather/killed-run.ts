import { spawn } from 'node:child_process'
import fs from 'node:fs'
import type { Simulator } from '../../source/simulator/simulator.ts'
import type { Home } from '../../source/store/home.ts'
import { nodeUnderTest } from '../support/node-under-test.ts'
import { program } from '../support/run-process.ts'
import type { Random } from './random.ts'

/**
 * Runs `rollcall sync` as a process and kills it (SIGKILL) at a random moment: when it has made some requests, or when
 * it has changed something in the home for the n-th time.
 *
 * @returns the moment, in words
 */
export async function killedRun(home: Home, google: Simulator, flags: string[], random: Random): Promise<string> {
  const onDisk = random.chance(75)
  const count = 1 + random.below(onDisk ? 14 : 4)
  const parameters = [program, 'sync', '--quiet', '--home', home.folder, '--google', google.url, ...flags]
  const child = spawn(nodeUnderTest, parameters, { stdio: 'ignore' })
  const kill = (): void => {
    child.kill('SIGKILL')
  }
  const ended = new Promise<NodeJS.Signals | null>((resolve) => {
    child.on('exit', (_code, signal) => resolve(signal))
  })
  let seen = 0
  const see = (): void => {
    seen += 1
    if (seen === count) kill()
  }
  const folders = [home.folder, home.archives, home.backups].filter((folder) => fs.existsSync(folder))
  const watchers = onDisk ? folders.map((folder) => fs.watch(folder, see)) : []
  const before = google.requests.length
  const timer = onDisk
    ? null
    : setInterval(() => {
        if (google.requests.length - before >= count) kill()
      }, 1)
  const signal = await ended
  for (const watcher of watchers) watcher.close()
  if (timer !== null) clearInterval(timer)
  return `${signal === null ? 'too late' : 'in time'}, at ${onDisk ? 'change' : 'request'} ${count}`
}
