import fs from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { googleLimits } from '../../source/google/http/limits.ts'
import { adoptArchives } from '../../source/operations/archives/adopt-archives.ts'
import { assignArchive } from '../../source/operations/archives/assign-archive.ts'
import { createMissingArchives } from '../../source/operations/archives/create-archives.ts'
import { setArchiveAside } from '../../source/operations/archives/set-archive-aside.ts'
import type { OperationContext } from '../../source/operations/context.ts'
import { restore } from '../../source/operations/history/restore.ts'
import { previewUndo, undo } from '../../source/operations/history/undo.ts'
import { synchronize } from '../../source/operations/synchronize/synchronize.ts'
import { addUser, editUser, releaseUser, takeOverUser } from '../../source/operations/users/change-users.ts'
import { removeUser } from '../../source/operations/users/remove-user.ts'
import { saveServiceAccountKey } from '../../source/settings/credentials/credentials.ts'
import { writeSettings } from '../../source/settings/settings.ts'
import { type Simulator, startSimulator } from '../../source/simulator/simulator.ts'
import { archiveOf, folderOf } from '../../source/store/archives/archive-names.ts'
import { backupRevisions } from '../../source/store/commit/backups.ts'
import { followUnsettledWork } from '../../source/store/commit/unsettled-work.ts'
import { type Home, homeAt } from '../../source/store/home.ts'
import type { User } from '../../source/sync/user.ts'
import { Problem } from '../../source/text/problem.ts'
import { Crash } from '../store/support/failing-disk.ts'
import { temporaryBase } from '../support/temporary-folder.ts'
import { deliver, withBadDisk } from './disk.ts'
import { type Random, randomOf } from './random.ts'
import { happen, knownAddresses, newWorld, publish } from './world.ts'

const histories = Number(process.env.ROLLCALL_HISTORIES ?? (process.env.ROLLCALL_LONG ? 5000 : 15))
const first = Number(process.env.ROLLCALL_SEED ?? 1)

/** Who may read a message: those it was delivered for, or whom an admin gave it to; `open`: whoever gets the name. */
type Message = { readers: Set<string>; open: boolean }

type Tally = {
  histories: number
  commands: Record<string, number>
  refused: number
  crashes: number
  deliveries: number
  late: number
  readable: number
  delegated: number
}

test('no message can ever be read by an account it was not delivered for, or by its delegates, but by an admin’s word', async (t) => {
  t.timeout(process.env.ROLLCALL_LONG ? 3_600_000 : 300_000)
  const google = await startSimulator({
    organization: {
      customerId: 'C0weather',
      // The random groups may contain one another.
      allowCycles: true,
      domains: ['example.com', 'second.example'],
      admins: ['admin@example.com'],
      users: [{ primaryEmail: 'admin@example.com' }],
    },
  })
  const folder = fs.mkdtempSync(join(temporaryBase, 'rollcall-ownership-'))
  t.teardown(async () => {
    await google.close()
    fs.rmSync(folder, { recursive: true, force: true })
  })
  const tally: Tally = {
    histories: 0,
    commands: {},
    refused: 0,
    crashes: 0,
    deliveries: 0,
    late: 0,
    readable: 0,
    delegated: 0,
  }
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
  t.true(tally.delegated > 0)
})

/** Whom mail is for that came to a name before anybody had it. */
const nobodyAt = (archive: string): string => `nobody at ${archive}`

async function live(seed: number, home: Home, google: Simulator, tally: Tally, log: string[]): Promise<void> {
  const random = randomOf(seed)
  const world = newWorld(random)
  const messages = new Map<string, Message>()
  /** Who had each name last, as this test saw it. */
  const holders = new Map<string, string | null>()
  /** Names whose mail goes to the next user, until somebody gets them. */
  const adopted = new Set<string>()
  /** The commits that set such an archive aside; undone, they give the word back. */
  const wordsAside = new Map<number, string>()
  /** Whose mail an admin let each holder read, by rights on an archive that was theirs then. */
  const granted = new Map<string, Set<string>>()
  let locals = 0
  let isAdding = false
  /** What an archive that is being given away holds. */
  const given: Message[] = []
  /** Users who go on as somebody else by an admin's word. */
  const passedOn = new Set<string>()
  /** The commits by which they did. */
  const moved = new Map<number, string>()
  let seen: User[] = []
  /** By revision: who the users made by hand were. */
  const madeByHand = new Map<number, Map<string, string>>()
  /** The revision whose users come back. */
  let backTo: number | null = null
  await saveServiceAccountKey(home, JSON.stringify(google.key), 'key.json')
  await writeSettings(home, { administrator: google.admin, automaticDeletion: true, deletionLimit: { percent: 100 } })
  google.update((organization) => publish(world, organization))

  /** Looks at the store as it is this moment. A user made by hand is another one each time. */
  function look(isNew: boolean): void {
    const store = fs.existsSync(home.users)
      ? JSON.parse(fs.readFileSync(home.users, 'utf8'))
      : { revision: 0, users: [] }
    const users = store.users as User[]
    const before = new Map(seen.map((user) => [user.userName, user]))
    for (const user of users) {
      const { userName, directoryId, authentication } = user
      const was = before.get(userName)
      const last = holders.get(userName) ?? null
      adopted.delete(userName)
      if (directoryId !== null) holders.set(userName, directoryId)
      // Nobody has it yet: who had it last still is the one whose mail is there.
      else if (authentication === 'directoryServices') continue
      else if (was === undefined || was.authentication !== 'integrated') {
        const isBack = !isNew && last?.startsWith(`local ${userName} `)
        const earlier = backTo === null ? undefined : madeByHand.get(backTo)?.get(userName)
        if (earlier !== undefined) holders.set(userName, earlier)
        else if (!isBack) {
          locals += 1
          holders.set(userName, `local ${userName} ${locals}`)
        }
      }
      const now = holders.get(userName) ?? null
      if (passedOn.delete(userName) && last !== null && now !== null && last !== now) goOn(last, now)
    }
    seen = users
    const local = users.flatMap(({ userName, authentication }) =>
      authentication === 'integrated' ? [[userName, holders.get(userName) ?? ''] as const] : [],
    )
    madeByHand.set(store.revision, new Map(local))
  }

  /** The user goes on as another holder, by an admin’s word: what it could read it still can, and so can its readers. */
  function goOn(last: string, now: string): void {
    const own = granted.get(last)
    if (own !== undefined) granted.set(now, new Set([...(granted.get(now) ?? []), ...own]))
    for (const owners of granted.values()) if (owners.has(last)) owners.add(now)
  }

  function mail(archive: string, isNew: boolean): void {
    look(isNew)
    // The look-ups let mail wait for a folder that is still to be moved.
    const unsettled = followUnsettledWork(home)()
    if (unsettled === 'unknown' || unsettled.has(folderOf(archive))) return
    const name = `message-${messages.size + 1}`
    const user = seen.find(({ userName }) => userName === archive)
    const reader = holders.get(archive)
    const isUntied = user !== undefined && user.directoryId === null && user.authentication === 'directoryServices'
    const open = isUntied || adopted.has(archive)
    deliver(home, archive, name)
    messages.set(name, { readers: new Set([reader ?? nobodyAt(archive)]), open })
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
    for (const { userName, directoryId, authentication, privilegesOnFolders } of seen) {
      // Nobody signs in as a directory user without an account but who is tied to it.
      if (directoryId === null && authentication === 'directoryServices') continue
      const reader = holders.get(userName) ?? ''
      const others = privilegesOnFolders.map(({ folder }) => folder).filter((folder) => folder !== userName)
      for (const archive of [userName, ...others]) {
        const owners = archive === userName ? new Set<string>() : (granted.get(reader) ?? new Set<string>())
        for (const { readers, open } of messagesOf(archive)) {
          if (archive === userName) tally.readable += 1
          else tally.delegated += 1
          if (open || readers.has(reader) || [...readers].some((one) => owners.has(one))) continue
          throw new Error(`${userName}, who is ${reader}, can read a message for ${[...readers].join()} in ${archive}`)
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
    const isWorkLeft = fs.existsSync(home.journal)
    const isRefused = await work().then(
      () => null,
      (error: unknown) => error ?? null,
    )
    if (isRefused instanceof Problem) throw isRefused
    // What a crash left to do comes first, and can bring mail to the name that is the user's already.
    if (isWorkLeft) messages.push(...messagesOf(archive))
    for (const message of messages) message.open = true
    if (isRefused !== null) throw isRefused
  }

  /** Gives a user a right on the mail of whoever has the archive now, or had it last. */
  async function giveRight(): Promise<void> {
    look(false)
    const user = random.pickSome(seen)
    const archive = random.chance(80) ? random.pick(knownAddresses) : someArchive()
    if (user === undefined || archive === '') return
    log.push(`users edit ${user.userName} --folder ${archive}=read`)
    const kept = user.privilegesOnFolders.filter(({ folder }) => folder !== archive)
    const isUntied = ({ directoryId, authentication }: User): boolean =>
      directoryId === null && authentication === 'directoryServices'
    // Given to somebody, or on the mail of somebody, of whom nobody knows yet who it will be.
    const holder = seen.find(({ userName }) => userName === archive)
    if (isUntied(user) || (holder !== undefined && isUntied(holder))) return
    const reader = holders.get(user.userName)
    const owners = new Set(messagesOf(archive).flatMap(({ readers }) => [...readers]))
    owners.add(holders.get(archive) ?? nobodyAt(archive))
    // The word counts even if the program ends in the middle of it.
    if (reader != null) granted.set(reader, new Set([...(granted.get(reader) ?? []), ...owners]))
    await editUser(home, user.userName, {
      privilegesOnFolders: [...kept, { folder: archive, privileges: ['read'] }],
    })
  }

  /** By an admin's word a user goes on as somebody else, with all its mail. */
  async function moveOn(name: string, work: () => Promise<unknown>): Promise<void> {
    passedOn.add(name)
    const revisionNow = (): number =>
      fs.existsSync(home.users) ? JSON.parse(fs.readFileSync(home.users, 'utf8')).revision : 0
    const revision = revisionNow()
    try {
      await byWord(work, name)
    } finally {
      // The program may have ended after its commit.
      if (revisionNow() > revision) moved.set(revision + 1, name)
    }
  }

  async function takeBack(way: 'undo' | 'redo'): Promise<void> {
    const { revision } = await previewUndo(home, { way })
    const name = moved.get(revision)
    backTo = revision - 1
    const word = wordsAside.get(revision)
    // The program may end after its commit.
    if (word !== undefined && way === 'undo') adopted.add(word)
    await (name === undefined ? undo(home, { way }) : moveOn(name, () => undo(home, { way })))
    if (word !== undefined && way === 'redo') adopted.delete(word)
  }

  const commands: [weight: number, name: string, run: (name: string, mayComeLate: boolean) => Promise<unknown>][] = [
    [9, 'sync', (_name, mayComeLate) => synchronizeWithMail(mayComeLate)],
    [
      2,
      'restore',
      () => {
        const revision = random.pickSome(backupRevisions(home)) ?? 0
        log.push(`restore ${revision}`)
        backTo = revision
        return restore(home, revision)
      },
    ],
    [2, 'undo', () => takeBack('undo')],
    [1, 'redo', () => takeBack('redo')],
    [
      1,
      'users add',
      (name) => {
        isAdding = true
        return addUser(home, name, {})
      },
    ],
    [1, 'users remove', (name) => removeUser(context(), name)],
    [3, 'users edit', giveRight],
    [1, 'users take-over', (name) => moveOn(name, () => takeOverUser(home, name))],
    [1, 'users release', (name) => moveOn(name, () => releaseUser(home, name))],
    [
      1,
      'archives set-aside',
      async () => {
        const archive = someArchive()
        log.push(`  ${archive}`)
        const { storeRevision } = await setArchiveAside(home, archive)
        if (adopted.delete(archive)) wordsAside.set(storeRevision, archive)
      },
    ],
    [
      1,
      'archives adopt',
      async () => {
        const archive = someArchive()
        log.push(`  ${archive}`)
        await byWord(() => adoptArchives(home, [archive]), archive)
        adopted.add(archive)
      },
    ],
    [
      1,
      'archives assign',
      async (name) => {
        const archive = someArchive()
        log.push(`  ${archive}`)
        for (const message of messagesOf(archive)) given.push(message)
        await byWord(() => assignArchive(home, archive, name), name)
      },
    ],
    [1, 'archives create', () => createMissingArchives(home)],
  ]
  const drawn = commands.flatMap(([weight, ...one]) => Array.from({ length: weight }, () => one))

  async function command(mayComeLate: boolean): Promise<void> {
    const [name, run] = random.pick(drawn)
    const address = random.pick(knownAddresses)
    tally.commands[name] = (tally.commands[name] ?? 0) + 1
    log.push(`${name} ${address}`)
    await run(address, mayComeLate)
  }

  async function synchronizeWithMail(mayComeLate: boolean): Promise<void> {
    const late = mayComeLate && random.chance(50) ? random.pick(knownAddresses) : null
    if (late !== null) log.push(`  mail to ${late} in the last moment`)
    await synchronize(
      context(({ stage }) => {
        if (stage !== 'committing' || late === null) return
        tally.late += 1
        mail(late, false)
      }),
    )
  }

  // Long ones reach states that many short ones do not.
  const steps = seed % 10 === 0 ? 50 : 14
  for (let step = 0; step < steps; step += 1) {
    for (let count = random.below(3); count > 0; count -= 1) happen(world, random)
    google.update((organization) => publish(world, organization))
    // Also while a crash's work on archives waits for the next run.
    if (random.chance(60)) mail(random.pick(knownAddresses), false)
    isAdding = false
    backTo = null
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
    } else if (error instanceof Problem) {
      tally.refused += 1
      log.push(`  refused: ${error.code}`)
    } else throw error
  }
}
