import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { catchUp } from '../../../source/operations/follow-up/catch-up.ts'
import { followUp } from '../../../source/operations/follow-up/follow-up.ts'
import { readFollowUps } from '../../../source/operations/follow-up/follow-up-state.ts'
import { writeSettings } from '../../../source/settings/settings.ts'
import { disk, type FileOperations } from '../../../source/store/disk/file-operations.ts'
import type { Home } from '../../../source/store/home.ts'
import { withStoreLock } from '../../../source/store/lock/lock.ts'
import { openHome } from '../../../source/store/open-home.ts'
import { openStore } from '../../../source/store/open-store.ts'
import { planByHand, proposeEdit } from '../../../source/sync/by-hand/plan-by-hand.ts'
import { Problem } from '../../../source/text/problem.ts'
import { Crash, diskCrashingAt, diskFailingAt } from '../../store/support/failing-disk.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { user } from '../../sync/builders.ts'

const before = user('ada@example.com')
const after = { ...before, emailAddresses: ['ada@example.com', 'countess@example.com'] }

/** A home with one user, an export of its addresses, and a command that counts its runs. */
async function prepare(folder: string): Promise<{ home: Home; aliases: string; runs: () => string[] }> {
  const home = openHome(join(folder, 'home'))
  writeFileSync(home.users, JSON.stringify({ version: 1, revision: 5, users: [before] }), { mode: 0o600 })
  const [aliases, counted] = [join(folder, 'virtual'), join(folder, 'runs')]
  await writeSettings(home, {
    exports: [{ kind: 'postfix:aliases', path: aliases }],
    after: `echo $ROLLCALL_REVISION >> ${counted}`,
  })
  await catchUp(home)
  return { home, aliases, runs: () => (existsSync(counted) ? readFileSync(counted, 'utf8').trim().split('\n') : []) }
}

/** Gives Ada her second address, and does what follows; what an earlier run left comes first. */
async function commit(home: Home, files: FileOperations = disk): Promise<void> {
  await withStoreLock(home, { command: 'users edit', files }, async (lock) => {
    const kept = await openStore(home)
    await kept.recover(lock)
    const store = await kept.read()
    await followUp(lock, kept, store, null)
    if (store.revision !== 5) return
    const plan = planByHand(store, [proposeEdit(before, after)])
    const next = { ...store, revision: 6, users: [after] }
    await kept.commit(lock, {
      expectedRevision: 5,
      next,
      archiveWork: [],
      record: { command: 'users edit', summary: plan.summary, changes: plan.changes },
    })
    await followUp(lock, kept, next, { command: 'users edit', plan })
  })
}

const wholeTable = 'ada@example.com  ada@example.com\ncountess@example.com  ada@example.com\n'

test('a crash at any system call leaves old or new exports, and the next run brings them up to date; the command never runs twice', async (t) => {
  t.timeout(300_000)
  const outcomes = { once: 0, unknown: 0 }
  for (let last = 1; ; last += 1) {
    const { home, aliases, runs } = await prepare(temporaryFolder(t))
    const old = readFileSync(aliases, 'utf8')
    const crashing = diskCrashingAt(last)
    await commit(home, crashing.files).catch((error: unknown) => {
      if (!(error instanceof Crash)) throw error
    })
    // This process still runs, so its lock would count as held.
    rmSync(home.lock, { force: true })
    const found = readFileSync(aliases, 'utf8')
    t.true(found === old || found === wholeTable, `call ${last}`)
    await commit(home)
    t.is(readFileSync(aliases, 'utf8'), wholeTable, `call ${last}`)
    const outcome = readFollowUps(home)?.reports.find(({ revision }) => revision === 6)?.after?.outcome
    t.true(runs().length <= 1, `call ${last}: ${runs().join()}`)
    if (outcome === 'unknown') outcomes.unknown += 1
    else {
      t.deepEqual([outcome, runs()], ['done', ['6']], `call ${last}`)
      outcomes.once += 1
    }
    if (!crashing.reached()) break
  }
  t.true(outcomes.once > 20 && outcomes.unknown > 0, JSON.stringify(outcomes))
})

test('a disk that refuses any one call fails no commit that happened, and the next run does what is left', async (t) => {
  t.timeout(300_000)
  for (let failing = 1; ; failing += 1) {
    const { home, aliases, runs } = await prepare(temporaryFolder(t))
    const { files, reached } = diskFailingAt(failing, 'ENOSPC')
    await commit(home, files).catch((error: unknown) => {
      if (!(error instanceof Problem)) throw error
    })
    rmSync(home.lock, { force: true })
    await commit(home)
    t.is(readFileSync(aliases, 'utf8'), wholeTable, `call ${failing}`)
    t.deepEqual(runs(), ['6'], `call ${failing}`)
    if (!reached()) break
  }
})
