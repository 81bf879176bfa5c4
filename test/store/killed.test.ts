import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, rmSync } from 'node:fs'
import test from 'ava'
import { readHistory } from '../../source/store/history/history.ts'
import { nodeUnderTest, testProgram } from '../support/node-under-test.ts'
import { temporaryHome } from './support/homes.ts'
import { mailAfterwards, mailOf, nextRun, prepareHome, whichStore } from './support/scenario.ts'

const runs = process.env.ROLLCALL_LONG ? 600 : 15

/** Resolves when the child has said this. */
function said(child: ChildProcess, word: string): Promise<void> {
  return new Promise((resolve) => {
    child.stdout?.on('data', (data) => {
      if (String(data).includes(word)) resolve()
    })
  })
}

/** The longest that a kill waits after the beginning, in microseconds: a commit takes a little less than that here. */
const longest = 12_000

/** Lets the time pass without giving the turn away: timers count in milliseconds, and a commit has few of them. */
function spin(microseconds: number): void {
  const until = performance.now() + microseconds / 1000
  while (performance.now() < until);
}

test('a process that is killed at any instant leaves the old store or the new one, and the next run ends right', async (t) => {
  t.timeout(900_000)
  const committer = testProgram('test/store/support/committer.ts')
  const outcomes = { old: 0, new: 0, whole: 0 }
  for (let run = 0; run < runs; run += 1) {
    const home = temporaryHome(t)
    prepareHome(home)
    const child = spawn(nodeUnderTest, [committer, home.folder], { stdio: ['pipe', 'pipe', 'inherit'] })
    const ended = once(child, 'exit')
    await said(child, 'ready')
    const begun = said(child, 'begun')
    child.stdin?.write('go\n')
    await begun
    spin(Math.random() * longest)
    child.kill('SIGKILL')
    const [code] = await ended
    const found = await whichStore(home)
    outcomes[code === 0 ? 'whole' : found] += 1
    await nextRun(home)
    t.is(await whichStore(home), 'new')
    t.deepEqual(mailOf(home), mailAfterwards)
    t.is((await readHistory(home, 10)).length, 1)
    // What a process was killed over while it wrote its name into it goes with a later run, a minute afterwards.
    const left = readdirSync(home.folder).filter((name) => !name.endsWith('.own'))
    t.deepEqual(left.sort(), ['archives', 'backups', 'history.jsonl', 'users.json'])
    rmSync(home.folder, { recursive: true, force: true })
  }
  t.log(`${runs} runs killed: ${JSON.stringify(outcomes)}`)
  t.true(outcomes.old > 0)
})
