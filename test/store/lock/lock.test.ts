import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { basename } from 'node:path'
import test from 'ava'
import { commitStore } from '../../../source/store/commit/commit.ts'
import { recover } from '../../../source/store/commit/recovery.ts'
import type { Home } from '../../../source/store/home.ts'
import { withStoreLock } from '../../../source/store/lock/lock.ts'
import type { LockHolder } from '../../../source/store/lock/lock-file.ts'
import { sinceWords } from '../../../source/store/lock/lock-problems.ts'
import { thisProcess } from '../../../source/store/lock/process-identity.ts'
import { Problem } from '../../../source/text/problem.ts'
import { systemError, watchedDisk } from '../support/failing-disk.ts'
import { temporaryHome } from '../support/homes.ts'
import { problemOf } from '../support/problems.ts'
import { type Program, startProgram } from '../support/programs.ts'
import { commitAll, mailOf, prepareHome, whichStore, wholeCommit } from '../support/scenario.ts'

const nothing = async () => undefined

function plant(home: Home, holder: Partial<LockHolder>): string {
  const content = {
    token: '0123456789abcdef0123456789abcdef',
    ...thisProcess(),
    since: '2026-01-02T03:04:05.000Z',
    command: 'sync',
    user: 'archivist',
    ...holder,
  }
  writeFileSync(home.lock, JSON.stringify(content))
  return content.token
}

/** A process id that nobody has: one that a process of ours had a moment ago. */
const endedProcess = (): number => spawnSync(process.execPath, ['--version']).pid

test('the lock exists while the work runs, says who holds it, and goes afterwards', async (t) => {
  const home = temporaryHome(t)
  const result = await withStoreLock(home, { command: 'sync' }, async () => {
    const holder: unknown = JSON.parse(readFileSync(home.lock, 'utf8'))
    t.like(holder, { pid: process.pid, host: hostname(), command: 'sync' })
    return 42
  })
  t.is(result, 42)
  t.deepEqual(readdirSync(home.folder), [])
})

test('work that fails gives the lock back', async (t) => {
  const home = temporaryHome(t)
  await t.throwsAsync(
    withStoreLock(home, { command: 'sync' }, async () => {
      throw new Error('the work failed')
    }),
    { message: 'the work failed' },
  )
  t.deepEqual(readdirSync(home.folder), [])
})

test('a second taker is refused at once and told who holds the lock', async (t) => {
  const home = temporaryHome(t)
  await withStoreLock(home, { command: 'undo' }, async () => {
    const problem = await problemOf(t, 'locked', () => withStoreLock(home, { command: 'sync' }, nothing))
    t.is(problem.kind, 'locked')
    t.is(problem.facts.pid, String(process.pid))
    t.is(problem.facts.command, 'undo')
    t.regex(problem.facts.since ?? '', /^\d{4}-\d\d-\d\dT/)
  })
  await withStoreLock(home, { command: 'sync' }, nothing)
  t.deepEqual(readdirSync(home.folder), [])
})

test('the lock of a process that ended is taken over', async (t) => {
  const home = temporaryHome(t)
  plant(home, { pid: endedProcess() })
  await withStoreLock(home, { command: 'sync' }, async () => {
    t.true(readFileSync(home.lock, 'utf8').includes(`"pid":${process.pid}`))
  })
  t.deepEqual(readdirSync(home.folder), [])
})

const onLinux = process.platform === 'linux' ? test : test.skip
onLinux('a process id that was given to a new process since does not keep the lock', async (t) => {
  const home = temporaryHome(t)
  plant(home, { startTime: `${thisProcess().startTime}0` })
  t.is(await withStoreLock(home, { command: 'sync' }, async () => 'taken'), 'taken')
})

/** A lease that dies within a test. */
const shortTimes = { renewedEvery: 20, diesAfter: 200 }

/** Holders of which nothing can be seen from here, as they are told apart by nothing that another machine could share. */
const elsewhere: [string, Partial<LockHolder>][] = [
  ['another host', { host: 'another-host' }],
  ['another container', { namespace: 'pid:[1]' }],
  ['another machine of the same name', { startTime: 'another-boot/1' }],
  ['this machine before it was started again', { startTime: 'the-boot-before/1', pid: process.pid }],
  ['a machine that does not tell when it was started', { startTime: null }],
]

for (const [whose, holder] of elsewhere) {
  test(`the lock of ${whose} is respected while it is renewed`, async (t) => {
    const home = temporaryHome(t)
    plant(home, { ...holder, pid: endedProcess() })
    const before = readFileSync(home.lock, 'utf8')
    // Its clock goes backwards, which is not looked at.
    let time = 2_000_000_000
    const renewing = setInterval(() => {
      time -= 1000
      utimesSync(home.lock, time, time)
    }, 20)
    const taking = withStoreLock(home, { command: 'sync', times: { renewedEvery: 20, diesAfter: 20_000 } }, nothing)
    const problem = await problemOf(t, 'lockedElsewhere', () => taking)
    clearInterval(renewing)
    t.is(problem.kind, 'locked')
    t.is(readFileSync(home.lock, 'utf8'), before)
    t.deepEqual(readdirSync(home.folder), ['users.json.lock'])
  })

  test(`the lock of ${whose} is taken over when nobody renews it, which is said before`, async (t) => {
    const home = temporaryHome(t)
    plant(home, { ...holder, pid: endedProcess() })
    const waits: string[] = []
    const onWait = ({ reason }: { reason: string }) => waits.push(reason)
    const options = { command: 'sync', times: shortTimes, onWait }
    t.is(await withStoreLock(home, options, async () => 'taken'), 'taken')
    t.is(waits.length, 1)
    t.regex(waits[0] ?? '', /a run on .+ holds the lock; if it is dead, this run takes over/)
    t.deepEqual(readdirSync(home.folder), [])
  })
}

test('the lock of a live process of this machine is not even watched', async (t) => {
  const home = temporaryHome(t)
  plant(home, {})
  const times = { renewedEvery: 1, diesAfter: 0 }
  await problemOf(t, 'locked', () => withStoreLock(home, { command: 'sync', times }, nothing))
})

test('what is no lock is replaced when nothing writes to it', async (t) => {
  for (const content of ['', 'null', '{"pid":1}', '\u0000'.repeat(300)]) {
    const home = temporaryHome(t)
    writeFileSync(home.lock, content)
    t.is(await withStoreLock(home, { command: 'sync', times: shortTimes }, async () => 'taken'), 'taken')
    t.deepEqual(readdirSync(home.folder), [])
  }
})

test('what is no lock is left alone while something writes to it', async (t) => {
  const home = temporaryHome(t)
  writeFileSync(home.lock, '')
  const writing = setInterval(() => writeFileSync(home.lock, `${Math.random()}`), 20)
  const times = { renewedEvery: 20, diesAfter: 20_000 }
  await problemOf(t, 'lockUnreadable', () => withStoreLock(home, { command: 'sync', times }, nothing))
  clearInterval(writing)
  t.deepEqual(readdirSync(home.folder), ['users.json.lock'])
})

test('waiting for a holder that cannot be seen ends when the run is cancelled', async (t) => {
  const home = temporaryHome(t)
  plant(home, { host: 'another-host' })
  const cancelled = new AbortController()
  const options = { command: 'sync', signal: cancelled.signal, onWait: () => cancelled.abort() }
  await t.throwsAsync(withStoreLock(home, options, nothing), { name: 'AbortError' })
  t.deepEqual(readdirSync(home.folder), ['users.json.lock'])
})

test('a holder renews its lock while it works', async (t) => {
  const home = temporaryHome(t)
  await withStoreLock(home, { command: 'sync', times: shortTimes }, async () => {
    const other = { ...thisProcess(), host: 'another-host' }
    const times = { renewedEvery: 20, diesAfter: 20_000 }
    const taking = withStoreLock(home, { command: 'undo', identity: other, times }, nothing)
    const problem = await problemOf(t, 'lockedElsewhere', () => taking)
    t.is(problem.facts.command, 'sync')
  })
})

/** Takes the lock of a run over that renews it too seldom, at once. */
async function takeOver(home: Home): Promise<void> {
  const identity = { ...thisProcess(), host: 'another-host' }
  const times = { renewedEvery: 10, diesAfter: 20 }
  await withStoreLock(home, { command: 'the successor', identity, times }, async (lock) => {
    await recover(lock)
  })
}

test('a run whose lock was taken over changes nothing more, wherever it was stopped', async (t) => {
  let refused = 0
  for (let instruction = 1; ; instruction += 1) {
    const home = temporaryHome(t)
    prepareHome(home)
    // The holder stands still before this change, until another run has taken over, worked and gone.
    const before = { store: readFileSync(home.users, 'utf8'), mail: JSON.stringify(mailOf(home)) }
    let stopped = false
    const changed = () => readFileSync(home.users, 'utf8') !== before.store
    let committed = false
    const files = watchedDisk((_call, number) => {
      if (number < instruction || stopped || !existsSync(home.lock)) return
      stopped = true
      committed = changed()
      plant(home, { command: 'the successor', token: 'e'.repeat(32) })
      for (const name of readdirSync(home.folder)) if (name.endsWith('.tmp')) rmSync(`${home.folder}/${name}`)
    })
    const outcome = await commitAll(home, files).then(
      () => 'done',
      (error: unknown) => (error instanceof Problem ? error.code : String(error)),
    )
    if (!stopped) break
    if (!committed) {
      t.is(outcome, 'lockLost', `stopped at ${instruction}`)
      t.is(readFileSync(home.users, 'utf8'), before.store, `stopped at ${instruction}`)
      t.is(JSON.stringify(mailOf(home)), before.mail)
      refused += 1
    }
    // Only what stands still while it gives its lock back can remove another one, whose holder then finds that out.
    if (outcome !== 'done') t.true(existsSync(home.lock), `stopped at ${instruction}`)
    rmSync(home.folder, { recursive: true })
  }
  t.true(refused > 20)
})

test('after a take-over the successor commits, and the run that stood still is told so', async (t) => {
  const home = temporaryHome(t)
  prepareHome(home)
  const times = { renewedEvery: 1e9, diesAfter: 1e9 }
  const problem = await problemOf(t, 'lockLost', () =>
    withStoreLock(home, { command: 'sync', times }, async (lock) => {
      await takeOver(home)
      await commitStore(lock, wholeCommit)
    }),
  )
  t.is(problem.kind, 'locked')
  t.is(await whichStore(home), 'old')
  await commitAll(home)
  t.is(await whichStore(home), 'new')
})

test('since when a run is at work is said in UTC, with the day when it is not today', (t) => {
  const now = new Date('2026-11-28T07:26:30Z')
  t.is(sinceWords('2026-11-28T07:24:00.000Z', now), '07:24 UTC (2 minutes)')
  t.is(sinceWords('2026-11-28T07:26:00.000Z', now), '07:26 UTC (less than a minute)')
  t.is(sinceWords('2026-11-25T07:24:00.000Z', now), '2026-11-25 07:24 UTC (3 days)')
  t.is(sinceWords('2026-11-28T09:00:00.000Z', now), '09:00 UTC', 'the other clock is ahead')
})

test('a claim whose process ended too is taken over, and what both left behind goes', async (t) => {
  const home = temporaryHome(t)
  const pid = endedProcess()
  const second = 'f'.repeat(32)
  plant(home, { pid, token: second })
  const claim = readFileSync(home.lock)
  const first = plant(home, { pid })
  writeFileSync(`${home.lock}.${first}.claim`, claim)
  writeFileSync(`${home.lock}.${second}.own`, claim)
  await withStoreLock(home, { command: 'sync' }, async () => {
    t.deepEqual(
      readdirSync(home.folder).filter((name) => !name.endsWith('.own')),
      ['users.json.lock'],
    )
  })
  t.deepEqual(readdirSync(home.folder), [])
})

test('what a process was killed over while it wrote its name goes a minute later, not before', async (t) => {
  const home = temporaryHome(t)
  const [fresh, old] = ['a', 'b'].map((letter) => `${home.lock}.${letter.repeat(32)}.own`)
  if (fresh === undefined || old === undefined) throw new Error('two names')
  mkdirSync(home.folder, { recursive: true })
  for (const path of [fresh, old]) writeFileSync(path, '{"tok')
  const longAgo = new Date(Date.now() - 61_000)
  utimesSync(old, longAgo, longAgo)
  await withStoreLock(home, { command: 'sync' }, async () => undefined)
  t.deepEqual(readdirSync(home.folder), [basename(fresh)])
})

test('a claim of a process that still runs is respected', async (t) => {
  const home = temporaryHome(t)
  plant(home, { command: 'the claimant', token: 'f'.repeat(32) })
  const claim = readFileSync(home.lock)
  const token = plant(home, { pid: endedProcess() })
  writeFileSync(`${home.lock}.${token}.claim`, claim)
  const problem = await problemOf(t, 'locked', () => withStoreLock(home, { command: 'sync' }, nothing))
  t.is(problem.facts.command, 'the claimant')
})

test('a slow taker does not replace a lock that was taken over meanwhile', async (t) => {
  const home = temporaryHome(t)
  const dead = plant(home, { pid: endedProcess() })
  let successor: string | null = null
  let watched = 0
  // Between judging the lock dead and claiming it, another process takes it over, works, and removes its claim.
  const files = watchedDisk((call) => {
    if (call !== 'linkSync' || successor !== null || !existsSync(home.lock)) return
    const content = readFileSync(home.lock, 'utf8')
    if (!content.includes(dead)) return
    watched += 1
    if (watched === 2) successor = plant(home, { command: 'the successor', token: 'e'.repeat(32) })
  })
  const problem = await problemOf(t, 'locked', () => withStoreLock(home, { command: 'sync', files }, nothing))
  t.is(problem.facts.command, 'the successor')
  t.true(readFileSync(home.lock, 'utf8').includes(String(successor)))
  t.deepEqual(readdirSync(home.folder), ['users.json.lock'])
})

test('a file system without hard links can be locked too', async (t) => {
  const home = temporaryHome(t)
  const files = watchedDisk((call) => {
    if (call === 'linkSync') throw systemError('EPERM', call)
  })
  await withStoreLock(home, { command: 'sync', files }, async () => {
    await problemOf(t, 'locked', () => withStoreLock(home, { command: 'sync', files }, nothing))
  })
  t.deepEqual(readdirSync(home.folder), [])
})

async function startEight(home: Home): Promise<Program[]> {
  const programs = Array.from({ length: 8 }, (_, index) => startProgram('lock-taker.ts', [home.folder, `run ${index}`]))
  await Promise.all(programs.map((program) => program.line()))
  return programs
}

/**
 * @param namesClaimants a loser may have met somebody who was just about to take a dead lock over, and named that one
 */
async function exactlyOneHolds(
  t: { is: (a: unknown, b: unknown) => void; teardown: (work: () => void) => void },
  programs: Program[],
  namesClaimants = false,
) {
  t.teardown(() => {
    for (const program of programs) program.process.kill('SIGKILL')
  })
  for (const program of programs) program.go()
  const answers = await Promise.all(programs.map((program) => program.line()))
  const winner = answers.indexOf('holds')
  t.is(answers.filter((answer) => answer === 'holds').length, 1)
  for (const answer of answers.filter((_, index) => index !== winner)) {
    const problem: unknown = JSON.parse(answer ?? '')
    const { kind, facts } = problem as { kind: string; facts: Record<string, string> }
    t.is(kind, 'locked')
    const named = programs.findIndex(({ process }) => String(process.pid) === facts.pid)
    t.is(facts.command, `run ${named}`)
    if (!namesClaimants) t.is(named, winner)
  }
  programs[winner]?.go()
  await Promise.all(programs.map((program) => program.ended))
}

test('of eight processes at once exactly one gets the lock, and the others are told of it', async (t) => {
  const home = temporaryHome(t)
  await exactlyOneHolds(t, await startEight(home))
  t.deepEqual(readdirSync(home.folder), [])
})

test('of eight processes that find a dead lock exactly one takes it over', async (t) => {
  const home = temporaryHome(t)
  const programs = await startEight(home)
  plant(home, { pid: endedProcess() })
  await exactlyOneHolds(t, programs, true)
  t.deepEqual(readdirSync(home.folder), [])
})

test('a holder that is killed does not keep the lock', async (t) => {
  const home = temporaryHome(t)
  const program = startProgram('lock-taker.ts', [home.folder, 'killed'])
  await program.line()
  program.go()
  t.is(await program.line(), 'holds')
  await problemOf(t, 'locked', () => withStoreLock(home, { command: 'sync' }, nothing))
  program.process.kill('SIGKILL')
  await program.ended
  t.is(await withStoreLock(home, { command: 'sync' }, async () => 'taken'), 'taken')
  t.deepEqual(readdirSync(home.folder), [])
})

/** Starts a taker as in a container of its own: the same kernel and host name, other process ids, of which it is the first. */
function inContainer(home: Home, name: string, diesAfter: number): Program {
  const container = ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc', '--uts']
  return startProgram('lock-taker.ts', [home.folder, name, '50', String(diesAfter)], {}, container)
}

const canMakeContainers = spawnSync('unshare', ['--pid', '--fork', '--mount-proc', '--uts', 'true']).status === 0
const inContainers = canMakeContainers ? test : test.skip

inContainers(
  'of two containers with one host name and one process id, one gets the lock, and the other after its death',
  async (t) => {
    const home = temporaryHome(t)
    const [first, second, third] = [
      inContainer(home, 'the first', 20_000),
      inContainer(home, 'the second', 20_000),
      // Started again after the first one was killed, as a container is.
      inContainer(home, 'the third', 1000),
    ]
    const programs = [first, second, third]
    t.teardown(() => {
      for (const program of programs) program.process.kill('SIGKILL')
    })
    for (const program of programs) t.is(await program.line(), 'ready')
    first.go()
    t.is(await first.line(), 'holds')
    t.like(JSON.parse(readFileSync(home.lock, 'utf8')), { pid: 1, command: 'the first' })
    second.go()
    const answer = JSON.parse((await second.line()) ?? '') as { code: string; facts: Record<string, string> }
    t.is(answer.code, 'lockedElsewhere')
    t.is(answer.facts.command, 'the first')
    first.process.kill('SIGKILL')
    await first.ended
    t.true(existsSync(home.lock), 'it said no goodbye')
    third.go()
    t.is(await third.line(), 'holds')
    third.go()
    t.is(await third.line(), 'released')
  },
)
