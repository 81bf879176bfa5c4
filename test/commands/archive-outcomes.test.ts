import fs, { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import type { OrganizationUser } from '../../source/simulator/organization/organization.ts'
import type { ArchiveReport } from '../../source/store/archives/archive-report.ts'
import { archivePath } from '../../source/store/archives/archives.ts'
import type { HistoryRecord } from '../../source/store/history/history-record.ts'
import type { Run } from '../support/run-process.ts'
import { type Workplace, workplace } from '../support/workplace.ts'

const organization = {
  domains: ['example.com'],
  admins: ['admin@example.com'],
  users: [{ primaryEmail: 'admin@example.com' }, { primaryEmail: 'ada@example.com', id: '100' }],
}

type Outcome = ArchiveReport['outcome']

/** What keeps each outcome from being good, and the words that every face has for it. A new outcome needs a row here. */
const outcomes: Readonly<Record<Outcome, { cause: RegExp; remedy: RegExp }>> = {
  pending: { cause: /not done yet: .+/, remedy: /next run of Rollcall finishes the work first:\n *rollcall/ },
  blocked: { cause: /something that is not a folder has this name/, remedy: /rollcall archives create --yes/ },
  setAside: { cause: /mail that was there already is now in .+/, remedy: /set aside belongs to nobody.+:\n *rollcall/ },
  kept: {
    cause: /mail came before the empty folder could be removed/,
    remedy: /stayed belongs to nobody.+:\n *rollcall/,
  },
}

/** A command that has work on archives: what goes before it, and the archives that it makes, moves to and removes. */
type Case = {
  args: string[]
  before: (at: Workplace) => Promise<unknown>
  makes?: string
  /** The archive is its user's whatever is in it: nothing is set aside. */
  takesUp?: true
  moves?: string
  removes?: string
}

const sync = (at: Workplace): Promise<Run> => at.run(['sync'])
const change = (at: Workplace, id: string, fields: Partial<OrganizationUser> | null): void =>
  at.google.update((world) => {
    world.users = world.users.flatMap((one) => (one.id !== id ? [one] : fields === null ? [] : [{ ...one, ...fields }]))
  })
const deliver = (at: Workplace, archive: string): void => {
  mkdirSync(join(archivePath(at.home, archive), 'new'), { recursive: true })
  writeFileSync(join(archivePath(at.home, archive), 'new', 'mail'), archive)
}
const block = (at: Workplace, archive: string): void => {
  rmSync(archivePath(at.home, archive), { recursive: true, force: true })
  mkdirSync(at.home.archives, { recursive: true })
  writeFileSync(archivePath(at.home, archive), 'in the way')
}
const [ada, bea, old] = ['ada@example.com', 'bea@example.com', 'old@example.com']
const emptyOld = async (at: Workplace): Promise<void> => {
  await sync(at)
  mkdirSync(join(at.home.archives, old, 'new'), { recursive: true })
}
const fullOld = (at: Workplace): Promise<void> => sync(at).then(() => deliver(at, old))

const cases: Readonly<Record<string, Case>> = {
  'sync, a new user': { args: ['sync'], makes: ada, before: () => Promise.resolve() },
  'sync, a rename': {
    args: ['sync'],
    moves: bea,
    before: (at) => sync(at).then(() => change(at, '100', { primaryEmail: bea })),
  },
  'sync, a deletion': { args: ['sync'], removes: ada, before: (at) => sync(at).then(() => change(at, '100', null)) },
  'undo, of a new user': { args: ['undo', '--yes'], removes: ada, before: sync },
  'undo, of a deletion': {
    args: ['undo', '--yes'],
    makes: ada,
    before: (at) =>
      sync(at).then(() => {
        change(at, '100', null)
        return sync(at)
      }),
  },
  redo: { args: ['redo', '--yes'], makes: ada, before: (at) => sync(at).then(() => at.run(['undo', '--yes'])) },
  'restore, of a user': {
    args: ['restore', '1', '--yes'],
    makes: ada,
    before: (at) => sync(at).then(() => at.run(['undo', '--yes'])),
  },
  'restore, without a user': {
    args: ['restore', '1', '--yes'],
    removes: 'info',
    before: (at) => sync(at).then(() => at.run(['users', 'add', 'info'])),
  },
  'users add': { args: ['users', 'add', 'info'], makes: 'info', before: sync },
  'users remove': {
    args: ['users', 'remove', 'info', '--yes'],
    removes: 'info',
    before: (at) => at.run(['users', 'add', 'info']),
  },
  'archives assign': { args: ['archives', 'assign', old, ada, '--yes'], moves: ada, removes: ada, before: fullOld },
  'archives set-aside': {
    args: ['archives', 'set-aside', old],
    moves: `${old} (former, revision 2)`,
    before: fullOld,
  },
  'archives set-aside, of an empty one': { args: ['archives', 'set-aside', old], removes: old, before: emptyOld },
  'archives create': {
    args: ['archives', 'create', '--yes'],
    makes: ada,
    takesUp: true,
    before: (at) => sync(at).then(() => rmSync(archivePath(at.home, ada), { recursive: true })),
  },
  'undo, of an archive that was given': {
    args: ['undo', '--yes'],
    moves: old,
    before: (at) => fullOld(at).then(() => at.run(['archives', 'assign', old, ada, '--yes'])),
  },
}

/** Commands with no work of their own on archives, which finish what an earlier run left to do. */
const finishing: Readonly<Record<string, string[]>> = {
  'sync, without changes': ['sync'],
  'users edit': ['users', 'edit', 'info', '--privileges', 'login,export'],
  'users take-over': ['users', 'take-over', 'admin@example.com', '--yes'],
  'users release': ['users', 'release', 'admin@example.com', '--yes'],
  'archives adopt': ['archives', 'adopt', old, '--yes'],
}

/** The archive that an outcome is told of, and what has to happen to it; null where a command can't come to that outcome. */
function happening(
  outcome: Outcome,
  { makes, takesUp, moves, removes }: Case,
): [string, (at: Workplace) => void] | null {
  const archive = {
    pending: makes ?? moves ?? removes,
    blocked: makes,
    setAside: takesUp ? undefined : (moves ?? makes),
    kept: removes,
  }[outcome]
  if (archive === undefined) return null
  const what = { pending: () => undefined, blocked: block, setAside: deliver, kept: deliver }[outcome]
  return [archive, (at) => what(at, archive)]
}

/** Runs the program while something happens to the archives in the moment after its commit, or the disk refuses from then on. */
async function runWhile(at: Workplace, args: string[], happens: ((at: Workplace) => void) | 'refused'): Promise<Run> {
  const real = { mkdirSync: fs.mkdirSync, renameSync: fs.renameSync, rmdirSync: fs.rmdirSync }
  let isCommitted = false
  const refusing =
    (name: keyof typeof real) =>
    (path: string, ...more: unknown[]) => {
      if (isCommitted && happens === 'refused' && path.startsWith(`${at.home.archives}/`))
        throw Object.assign(new Error(`EACCES: permission denied, ${name}`), { code: 'EACCES', syscall: name, path })
      const result = (real[name] as (...given: unknown[]) => unknown)(path, ...more)
      if (name === 'renameSync' && more[0] === at.home.users && !isCommitted) {
        isCommitted = true
        if (happens !== 'refused') happens(at)
      }
      return result
    }
  for (const name of ['mkdirSync', 'renameSync', 'rmdirSync'] as const) Object.assign(fs, { [name]: refusing(name) })
  try {
    return await at.run(args)
  } finally {
    Object.assign(fs, real)
  }
}

async function expectHistory(t: ExecutionContext, at: Workplace, archive: string, outcome: Outcome): Promise<void> {
  const { cause, remedy } = outcomes[outcome]
  const { history } = await at.json<{ history: HistoryRecord[] }>(['history'])
  const kept = history.flatMap(({ archives = [], revision }) => archives.map((one) => ({ ...one, revision })))
  const found = kept.find((one) => one.userName === archive && one.outcome === outcome)
  if (!t.truthy(found, `the history keeps it: ${JSON.stringify(kept)}`)) return
  t.regex(found?.cause ?? '', cause)
  t.regex((await at.run(['history'])).stdout, /! \d+ archives? needs? attention/)
  const text = (await at.run(['history', String(found?.revision)])).stdout
  t.regex(text, cause)
  t.regex(text, remedy)
}

for (const [name, one] of Object.entries(cases)) {
  for (const outcome of Object.keys(outcomes) as Outcome[]) {
    const found = happening(outcome, one)
    if (found === null) continue
    const [archive, happens] = found
    test.serial(
      `${name}: an archive that is ${outcome} is told as text, as JSON, by the exit code and by the history`,
      async (t) => {
        for (const flag of ['--quiet', '--json']) {
          const settings = { deletionLimit: { percent: 100 }, automaticDeletion: true }
          const at = await workplace(t, { organization, settings })
          await one.before(at)
          const run = await runWhile(at, [...one.args, flag], outcome === 'pending' ? 'refused' : happens)
          t.is(run.code, 1, run.stdout + run.stderr)
          expectTold(t, run, flag, archive, outcome)
          // The history is the same, whatever form the run's own result had.
          if (flag === '--json') continue
          await expectHistory(t, at, archive, outcome)
          if (outcome !== 'pending') continue
          const next = await at.run(['users', 'edit', 'nobody', '--privileges', 'login'])
          t.is(next.code, 65, 'the next run finishes the work before anything else')
          t.notRegex((await at.run(['history'])).stdout, /needs? attention/)
        }
      },
    )
  }
}

function expectTold(t: ExecutionContext, run: Run, flag: string, archive: string, outcome: Outcome): void {
  const { cause, remedy } = outcomes[outcome]
  if (flag === '--json') {
    const { archives } = JSON.parse(run.stdout) as { archives: ArchiveReport[] }
    const report = archives.find((one) => one.userName === archive && one.outcome === outcome)
    t.deepEqual(Object.keys(report ?? {}), ['userName', 'outcome', 'cause'], run.stdout)
    t.regex(report?.cause ?? '', cause)
  } else {
    t.true(
      run.stdout.split('\n').some((line) => line.startsWith(`  ${archive}: `) && cause.test(line)),
      run.stdout,
    )
    t.regex(run.stdout, remedy)
  }
}

for (const [name, args] of Object.entries(finishing)) {
  for (const outcome of Object.keys(outcomes) as Outcome[]) {
    test.serial(
      `${name}: an archive of an earlier run that is ${outcome} in the end is told and exits with 1`,
      async (t) => {
        for (const flag of ['--quiet', '--json']) {
          const settings = { deletionLimit: { percent: 100 }, automaticDeletion: true }
          const at = await workplace(t, { organization, settings })
          await fullOld(at)
          await at.run(['users', 'add', 'info'])
          change(at, '100', null)
          at.google.update((world) =>
            world.users.push({ ...world.users[0], primaryEmail: bea, id: '200' } as OrganizationUser),
          )
          t.is((await runWhile(at, ['sync'], 'refused')).code, 1)
          if (outcome === 'pending') {
            block(at, bea)
            fs.rmSync(at.home.archives, { recursive: true })
            writeFileSync(at.home.archives, 'in the way')
            const run = await at.run([...args, flag])
            t.is(run.code, 1, run.stdout + run.stderr)
            t.regex(run.stdout + run.stderr, /An earlier commit has unfinished archive work/)
            continue
          }
          const archive = outcome === 'kept' ? ada : bea
          if (outcome === 'blocked') block(at, archive)
          else deliver(at, archive)
          const run = await at.run([...args, flag])
          t.is(run.code, 1, run.stdout + run.stderr)
          expectTold(t, run, flag, archive, outcome)
          if (flag === '--quiet') await expectHistory(t, at, archive, outcome)
        }
      },
    )
  }
}

test.serial('mail that comes in the moment of the commit is set aside for a person, and told', async (t) => {
  const at = await workplace(t, { organization })
  const run = await runWhile(at, ['sync', '--quiet'], () => deliver(at, ada))
  t.is(run.code, 1)
  t.regex(run.stdout, /ada@example\.com: mail that was there already is now in ada@example\.com \(former, revision 1\)/)
  t.is(
    readFileSync(join(at.home.archives, 'ada@example.com=20=28former=2c=20revision=201=29', 'new', 'mail'), 'utf8'),
    ada,
  )
  await at.run(['archives', 'assign', 'ada@example.com (former, revision 1)', 'ada@example.com', '--yes'])
  t.is(readFileSync(join(at.home.archives, 'ada@example.com', 'new', 'mail'), 'utf8'), ada)
})

test.serial('what is no folder under the name of an archive is a conflict that says so', async (t) => {
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

test.serial('archives on a volume that is not mounted stop the run, and one command makes new ones', async (t) => {
  const at = await workplace(t, { organization })
  const volume = join(at.folder, 'volume')
  mkdirSync(volume)
  symlinkSync(volume, at.home.archives)
  t.is((await sync(at)).code, 0)
  await at.run(['users', 'add', 'info'])
  // Made while the volume is there, so that the system can't give it the same number.
  const mountPoint = join(at.folder, 'mount-point')
  mkdirSync(mountPoint)
  rmSync(volume, { recursive: true })
  const gone = await at.run(['sync'])
  t.is(gone.code, 3)
  t.regex(gone.stderr, /not mounted/)
  const made = await at.run(['users', 'add', 'desk'])
  t.is(made.code, 1)
  t.regex(made.stderr, /leads nowhere: the volume with the archives is not mounted/)
  fs.renameSync(mountPoint, volume)
  change(at, '100', { primaryEmail: bea })
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
