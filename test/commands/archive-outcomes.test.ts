import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import type { Run } from '../support/run-process.ts'
import { type Workplace, workplace } from '../support/workplace.ts'

const organization = {
  domains: ['example.com'],
  admins: ['admin@example.com'],
  users: [{ primaryEmail: 'admin@example.com' }, { primaryEmail: 'ada@example.com', id: '100' }],
}

/** Lets the system calls on archive folders fail once the store is committed, or mail come in that moment. */
const badDisk = `
const fs = require('node:fs')
const { ARCHIVES, CODE, LATE } = process.env
let committed = false
for (const name of ['mkdirSync', 'renameSync', 'rmdirSync']) {
  const real = fs[name]
  fs[name] = (...given) => {
    if (CODE && committed && String(given[0]).startsWith(ARCHIVES + '/')) {
      throw Object.assign(new Error(CODE + ': refused, ' + name), { code: CODE, syscall: name, path: given[0] })
    }
    const result = real(...given)
    if (name === 'renameSync' && String(given[1]).endsWith('users.json')) {
      committed = true
      if (LATE) {
        real.call && fs.mkdirSync(ARCHIVES + '/' + LATE + '/new', { recursive: true })
        fs.writeFileSync(ARCHIVES + '/' + LATE + '/new/late', 'late')
      }
    }
    return result
  }
}
`

function environment({ folder, home }: Workplace, trouble: { CODE?: string; LATE?: string }): NodeJS.ProcessEnv {
  const script = join(folder, 'bad-disk.cjs')
  writeFileSync(script, badDisk)
  return { NODE_OPTIONS: `--require ${script}`, ARCHIVES: home.archives, ...trouble }
}

/** A command that has work on archives, what goes before it, and the archive that it is about. */
type Case = { args: string[]; archive: string; before: (at: Workplace) => Promise<unknown> }

const sync = (at: Workplace): Promise<Run> => at.run(['sync'])
const renameAda = (at: Workplace): void =>
  at.google.update((world) => {
    const ada = world.users.find(({ id }) => id === '100')
    if (ada) ada.primaryEmail = 'bea@example.com'
  })
const deliver = (at: Workplace, archive: string): void => {
  mkdirSync(join(at.home.archives, archive, 'new'), { recursive: true })
  writeFileSync(join(at.home.archives, archive, 'new', 'mail'), archive)
}

const cases: Readonly<Record<string, Case>> = {
  'sync, a new user': { args: ['sync'], archive: 'ada@example.com', before: () => Promise.resolve() },
  'sync, a rename': { args: ['sync'], archive: 'bea@example.com', before: (at) => sync(at).then(() => renameAda(at)) },
  undo: { args: ['undo', '--yes'], archive: 'ada@example.com', before: sync },
  redo: {
    args: ['redo', '--yes'],
    archive: 'ada@example.com',
    before: (at) => sync(at).then(() => at.run(['undo', '--yes'])),
  },
  restore: {
    args: ['restore', '1', '--yes'],
    archive: 'ada@example.com',
    before: (at) => sync(at).then(() => at.run(['undo', '--yes'])),
  },
  'users add': { args: ['users', 'add', 'info'], archive: 'info', before: sync },
  'users remove': {
    args: ['users', 'remove', 'info', '--yes'],
    archive: 'info',
    before: (at) => at.run(['users', 'add', 'info']),
  },
  'archives assign': {
    args: ['archives', 'assign', 'old@example.com', 'ada@example.com', '--yes'],
    archive: 'ada@example.com',
    before: (at) => sync(at).then(() => deliver(at, 'old@example.com')),
  },
  'archives set-aside': {
    args: ['archives', 'set-aside', 'old@example.com'],
    archive: 'old@example.com (former, revision 2)',
    before: (at) => sync(at).then(() => deliver(at, 'old@example.com')),
  },
}

async function told(t: ExecutionContext, at: Workplace, { args, archive }: Case, cause: RegExp): Promise<void> {
  const history = await at.run(['history', '--json', '--limit', '1'])
  const [last] = JSON.parse(history.stdout).history
  t.truthy(
    last.archives?.find(
      (one: { userName: string; cause: string }) => one.userName === archive && cause.test(one.cause),
    ),
    `the history keeps it: ${history.stdout}`,
  )
  t.regex((await at.run(['history'])).stdout, /needs? attention/)
  t.regex((await at.run(['history', String(last.revision)])).stdout, /Archives that need attention:\s+.*/)
  t.truthy(args)
}

for (const [name, one] of Object.entries(cases)) {
  test(`${name} names the archive that the disk refused, with the cause, and exits with 1`, async (t) => {
    for (const flags of [['--quiet'], ['--json']]) {
      const at = await workplace(t, { organization, settings: { deletionLimit: { percent: 100 } } })
      await one.before(at)
      const run = await at.runProcess([...one.args, ...flags], { environment: environment(at, { CODE: 'EACCES' }) })
      t.is(run.code, 1, run.stdout + run.stderr)
      if (flags[0] === '--json') {
        const found = JSON.parse(run.stdout).archives.find(
          (report: { userName: string }) => report.userName === one.archive,
        )
        t.is(found?.outcome, 'pending', run.stdout)
        t.regex(found.cause, /not done yet: .+/)
      } else {
        t.true(run.stdout.includes(`${one.archive}: not done yet`), run.stdout)
      }
      await told(t, at, one, /not done yet/)
      const next = await at.run(['users', 'edit', 'nobody', '--privileges', 'login'])
      t.is(next.code, 65, 'the next run finishes the work before anything else')
      t.notRegex((await at.run(['history'])).stdout, /needs? attention/)
    }
  })
}

test('mail that comes in the moment of the commit is set aside for a person, and told', async (t) => {
  const at = await workplace(t, { organization })
  const run = await at.runProcess(['sync', '--quiet'], { environment: environment(at, { LATE: 'ada@example.com' }) })
  t.is(run.code, 1)
  t.regex(run.stdout, /ada@example\.com: mail that was there already is now in ada@example\.com \(former, revision 1\)/)
  t.is(
    readFileSync(join(at.home.archives, 'ada@example.com=20=28former=2c=20revision=201=29', 'new', 'late'), 'utf8'),
    'late',
  )
  await at.run(['archives', 'assign', 'ada@example.com (former, revision 1)', 'ada@example.com', '--yes'])
  t.is(readFileSync(join(at.home.archives, 'ada@example.com', 'new', 'late'), 'utf8'), 'late')
})

test('what is no folder under the name of an archive is a conflict that says so', async (t) => {
  const at = await workplace(t, { organization })
  mkdirSync(at.home.archives)
  writeFileSync(join(at.home.archives, 'ada@example.com'), 'x')
  symlinkSync('/nowhere/at/all', join(at.home.archives, 'admin@example.com'))
  const { stdout, code } = await at.run(['sync'])
  t.is(code, 0)
  t.regex(stdout, /! ada@example\.com .*is a file, not a folder/)
  t.regex(stdout, /! admin@example\.com .*is a link that leads nowhere/)
  t.regex((await at.run(['users', 'add', 'ada@example.com'])).stderr, /is a file, not a folder/)
})

test('archives on a volume that is not mounted stop the run, and one command makes new ones', async (t) => {
  const at = await workplace(t, { organization })
  const volume = join(at.folder, 'volume')
  mkdirSync(volume)
  symlinkSync(volume, at.home.archives)
  t.is((await sync(at)).code, 0)
  await at.run(['users', 'add', 'info'])
  rmSync(volume, { recursive: true })
  const gone = await at.run(['sync'])
  t.is(gone.code, 3)
  t.regex(gone.stderr, /not mounted/)
  const made = await at.run(['users', 'add', 'desk'])
  t.is(made.code, 1)
  t.regex(made.stderr, /leads nowhere: the volume with the archives is not mounted/)
  mkdirSync(volume)
  renameAda(at)
  for (const args of [
    ['plan'],
    ['sync'],
    ['undo', '--yes'],
    ['users', 'add', 'desk'],
    ['users', 'remove', 'info', '--yes'],
  ]) {
    const stopped = await at.run(args)
    t.is(stopped.code, 3, args.join(' '))
    t.regex(stopped.stderr, /Every archive is missing/)
  }
  t.regex((await at.run(['archives', 'create', '--yes'])).stdout, /Made 3 archives/)
  t.is((await sync(at)).code, 0)
})
