import fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { googleLimits } from '../../source/google/http/limits.ts'
import { adoptArchives } from '../../source/operations/archives/adopt-archives.ts'
import { assignArchive } from '../../source/operations/archives/assign-archive.ts'
import { setArchiveAside } from '../../source/operations/archives/set-archive-aside.ts'
import type { OperationContext } from '../../source/operations/context.ts'
import { restore } from '../../source/operations/history/restore.ts'
import { undo } from '../../source/operations/history/undo.ts'
import { synchronize } from '../../source/operations/synchronize/synchronize.ts'
import { addUser, takeOverUser } from '../../source/operations/users/change-users.ts'
import { removeUser } from '../../source/operations/users/remove-user.ts'
import { saveServiceAccountKey } from '../../source/settings/credentials/credentials.ts'
import { writeSettings } from '../../source/settings/settings.ts'
import { type Simulator, startSimulator } from '../../source/simulator/simulator.ts'
import { archiveOf } from '../../source/store/archives/archive-names.ts'
import { backupRevisions } from '../../source/store/commit/backups.ts'
import { type Home, homeAt } from '../../source/store/home.ts'
import type { User } from '../../source/sync/user.ts'
import { Problem } from '../../source/text/problem.ts'
import { Crash } from '../store/support/failing-disk.ts'
import { deliver, withBadDisk } from './disk.ts'
import { type Random, randomOf } from './random.ts'
import { happen, knownAddresses, newWorld, publish } from './world.ts'

const base = fs.existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
const histories = Number(process.env.ROLLCALL_HISTORIES ?? (process.env.ROLLCALL_LONG ? 5000 : 40))
const first = Number(process.env.ROLLCALL_SEED ?? 1)

/** Who may read a message: those it was delivered for, or whom an admin gave it to; `open`: whoever gets the name. */
type Message = { readers: Set<string>; open: boolean }

type Tally = { histories: number; commands: number; crashes: number; deliveries: number; readable: number }

test('no message can ever be read by an account it was not delivered for, but by an admin’s word', async (t) => {
  t.timeout(process.env.ROLLCALL_LONG ? 3_600_000 : 300_000)
  const google = await startSimulator({
    organization: {
      customerId: 'C0weather',
      domains: ['example.com', 'second.example'],
      admins: ['admin@example.com'],
      users: [{ primaryEmail: 'admin@example.com' }],
    },
  })
  const folder = fs.mkdtempSync(join(base, 'rollcall-ownership-'))
  t.teardown(async () => {
    await google.close()
    fs.rmSync(folder, { recursive: true, force: true })
  })
  const tally: Tally = { histories: 0, commands: 0, crashes: 0, deliveries: 0, readable: 0 }
  let faulty: string | null = null
  for (let seed = first; seed < first + histories && faulty === null; seed += 1) {
    const home = homeAt(join(folder, String(seed)))
    fs.mkdirSync(home.archives, { recursive: true, mode: 0o700 })
    const log: string[] = []
    try {
      await live(seed, home, google, tally, log)
    } catch (error) {
      faulty = `seed ${seed}:\n  ${log.join('\n  ')}\n${(error as Error).stack}`
    }
    google.requests.length = 0
    fs.rmSync(home.folder, { recursive: true })
  }
  t.log(JSON.stringify(tally))
  t.is(faulty, null)
  t.true(tally.readable > 0)
})

async function live(seed: number, home: Home, google: Simulator, tally: Tally, log: string[]): Promise<void> {
  const random = randomOf(seed)
  const world = newWorld(random)
  const messages = new Map<string, Message>()
  /** Who had each name last, as this test saw it. */
  const holders = new Map<string, string | null>()
  /** Names whose mail goes to the next user, until somebody gets them. */
  const adopted = new Set<string>()
  let locals = 0
  let isAdding = false
  /** What an archive that is being given away holds. */
  const given: Message[] = []
  let seen: User[] = []
  await saveServiceAccountKey(home, JSON.stringify(google.key), 'key.json')
  await writeSettings(home, { administrator: google.admin, automaticDeletion: true, deletionLimit: { percent: 100 } })
  google.update((organization) => publish(world, organization))

  /** Looks at the store as it is this moment. A user made by hand is another one each time. */
  function look(isNew: boolean): void {
    const users = fs.existsSync(home.users) ? (JSON.parse(fs.readFileSync(home.users, 'utf8')).users as User[]) : []
    const before = new Map(seen.map((user) => [user.userName, user]))
    for (const user of users) {
      const { userName, directoryId, authentication } = user
      const was = before.get(userName)
      adopted.delete(userName)
      if (directoryId !== null) holders.set(userName, directoryId)
      // Nobody has it yet: who had it last still is the one whose mail is there.
      else if (authentication === 'directoryServices') continue
      else if (was === undefined || was.authentication !== 'integrated') {
        const last = holders.get(userName)
        const isBack = !isNew && last?.startsWith(`local ${userName} `)
        if (!isBack) {
          locals += 1
          holders.set(userName, `local ${userName} ${locals}`)
        }
      }
    }
    seen = users
  }

  function mail(archive: string, isNew: boolean): void {
    look(isNew)
    const name = `message-${messages.size + 1}`
    const user = seen.find(({ userName }) => userName === archive)
    const reader = holders.get(archive)
    const isUntied = user !== undefined && user.directoryId === null && user.authentication === 'directoryServices'
    const open = isUntied || adopted.has(archive)
    deliver(home, archive, name)
    messages.set(name, { readers: new Set(reader == null ? [] : [reader]), open })
    log.push(`mail ${name} to ${archive}, for ${reader ?? (open ? 'whoever is tied to it' : 'nobody knows whom')}`)
    tally.deliveries += 1
  }

  const messagesOf = (archive: string): Message[] =>
    fs
      .readdirSync(home.archives)
      .filter((folder) => archiveOf(folder) === archive)
      .flatMap((folder) => ['new', 'cur', 'tmp'].map((part) => join(home.archives, folder, part)))
      .flatMap((path) => (fs.existsSync(path) ? fs.readdirSync(path) : []))
      .flatMap((name) => messages.get(name) ?? [])

  function check(): void {
    look(false)
    for (const { userName, directoryId, authentication } of seen) {
      if (directoryId === null && authentication === 'directoryServices') continue
      const reader = holders.get(userName) ?? ''
      for (const { readers, open } of messagesOf(userName)) {
        tally.readable += 1
        if (!open && !readers.has(reader)) {
          throw new Error(
            `${userName}, who is ${reader}, can read a message for ${[...readers].join(', ') || 'nobody knows whom'}`,
          )
        }
      }
    }
    const all = fs.readdirSync(home.archives, { recursive: true }).map(String)
    const kept = all.filter((path) => /message-\d+$/.test(path)).length
    if (kept !== messages.size) throw new Error(`${kept} of ${messages.size} messages are there`)
  }

  const someArchive = (): string =>
    archiveOf(random.pickSome(fs.readdirSync(home.archives).filter((name) => !name.startsWith('.'))) ?? '') ?? ''

  const context = (onProgress: OperationContext['onProgress'] = () => {}): OperationContext => ({
    home,
    google: { origin: google.url, limits: { ...googleLimits, minute: 2, firstWait: 1, longestWait: 4 } },
    signal: new AbortController().signal,
    onProgress,
    onDetail: () => {},
  })

  /** What an admin gives away is given, also when the program ends in the middle of it. */
  async function byWord(work: () => Promise<unknown>, archive: string): Promise<void> {
    const messages = [...messagesOf(archive), ...given.splice(0)]
    const isRefused = await work().then(
      () => null,
      (error: unknown) => error ?? null,
    )
    if (isRefused instanceof Problem) throw isRefused
    for (const message of messages) message.open = true
    if (isRefused !== null) throw isRefused
  }

  async function command(mayComeLate: boolean): Promise<void> {
    const kind = random.below(20)
    const name = random.pick(knownAddresses)
    if (kind < 9) {
      const late = mayComeLate && random.chance(50) ? random.pick(knownAddresses) : null
      log.push(`sync${late === null ? '' : `, mail to ${late} in the last moment`}`)
      await synchronize(
        context(({ stage }) => {
          if (stage === 'committing' && late !== null) mail(late, false)
        }),
      )
    } else if (kind < 11) {
      const revision = random.pickSome(backupRevisions(home)) ?? 0
      log.push(`restore ${revision}`)
      await restore(home, revision)
    } else if (kind < 14) {
      const way = random.chance(70) ? 'undo' : 'redo'
      log.push(way)
      await undo(home, { way })
    } else if (kind < 15) {
      log.push(`users add ${name}`)
      isAdding = true
      await addUser(home, name, {})
    } else if (kind < 16) {
      log.push(`users remove ${name}`)
      await removeUser(context(), name)
    } else if (kind < 17) {
      log.push(`users take-over ${name}`)
      await byWord(() => takeOverUser(home, name), name)
    } else if (kind < 18) {
      const archive = someArchive()
      log.push(`archives set-aside ${archive}`)
      await setArchiveAside(home, archive)
      adopted.delete(archive)
    } else if (kind < 19) {
      const archive = someArchive()
      log.push(`archives adopt ${archive}`)
      await byWord(() => adoptArchives(home, [archive]), archive)
      adopted.add(archive)
    } else {
      const archive = someArchive()
      log.push(`archives assign ${archive} ${name}`)
      for (const message of messagesOf(archive)) given.push(message)
      await byWord(() => assignArchive(home, archive, name), name)
    }
  }

  for (let step = 0; step < 14; step += 1) {
    for (let count = random.below(3); count > 0; count -= 1) happen(world, random)
    google.update((organization) => publish(world, organization))
    // While a crash's work waits, a name has two folders, and a mail server finds neither.
    if (random.chance(60) && !fs.existsSync(home.journal)) mail(random.pick(knownAddresses), false)
    isAdding = false
    await attempt(random, tally, home, command, log)
    look(isAdding)
    if (!fs.existsSync(home.journal)) check()
  }
  tally.histories += 1
}

/** Runs a command, which may end at any system call. */
async function attempt(
  random: Random,
  tally: Tally,
  home: Home,
  command: (mayComeLate: boolean) => Promise<void>,
  log: string[],
): Promise<void> {
  tally.commands += 1
  const crashAt = random.chance(15) ? 1 + random.below(260) : null
  try {
    // A mail server on this disk would end with it.
    if (crashAt === null) await command(true)
    else await withBadDisk(crashAt, 'crash', () => command(false))
  } catch (error) {
    if (error instanceof Crash) {
      tally.crashes += 1
      log.push(`ended at system call ${crashAt}`)
      for (const name of fs.readdirSync(home.folder)) {
        if (name.startsWith('users.json.lock')) fs.rmSync(join(home.folder, name))
      }
    } else if (error instanceof Problem) log.push(`  refused: ${error.code}`)
    else throw error
  }
}
