import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import fs from 'node:fs'
import { join } from 'node:path'
import { googleLimits, type Limits } from '../../../source/google/http/limits.ts'
import { adoptArchives } from '../../../source/operations/archives/adopt-archives.ts'
import { assignArchive } from '../../../source/operations/archives/assign-archive.ts'
import { createMissingArchives } from '../../../source/operations/archives/create-archives.ts'
import { setArchiveAside } from '../../../source/operations/archives/set-archive-aside.ts'
import type { OperationContext } from '../../../source/operations/context.ts'
import { listRevisions, restore } from '../../../source/operations/history/restore.ts'
import { previewUndo, undo } from '../../../source/operations/history/undo.ts'
import { approveHeldDeletions } from '../../../source/operations/synchronize/approve-deletions.ts'
import { type SynchronizeResult, synchronize } from '../../../source/operations/synchronize/synchronize.ts'
import { testSettings } from '../../../source/operations/synchronize/test-settings.ts'
import { addUser, editUser, releaseUser, takeOverUser } from '../../../source/operations/users/change-users.ts'
import { removeUser } from '../../../source/operations/users/remove-user.ts'
import { saveServiceAccountKey } from '../../../source/settings/credentials/credentials.ts'
import { writeSettings } from '../../../source/settings/settings.ts'
import { archiveOf, folderOf } from '../../../source/store/archives/archive-names.ts'
import { type Home, homeAt } from '../../../source/store/home.ts'
import type { User } from '../../../source/sync/user.ts'
import { Problem } from '../../../source/text/problem.ts'
import { Crash } from '../../store/support/failing-disk.ts'
import { withBadDisk } from '../../weather/disk.ts'
import { drawThemes, type HostileGoogle } from './hostile-google.ts'
import {
  addMoment,
  addresses,
  addressesInGroups,
  diceOf,
  drawWanted,
  happen,
  isIn,
  isWanted,
  mayBeWanted,
  newTown,
  noMoments,
  type Wanted,
  whyHonestRunStops,
} from './town.ts'

/** What many histories came to. */
export type Tally = Record<
  | 'histories'
  | 'runs'
  | 'committed'
  | 'refusedRuns'
  | 'deletions'
  | 'creations'
  | 'kept'
  | 'crashes'
  | 'deliveries'
  | 'readable'
  | 'delegated'
  | 'settled'
  | 'stopped'
  | 'afterDays'
  | 'approved',
  number
> & { commands: Record<string, number> }

/** A tally with nothing in it. */
export const newTally = (): Tally => ({
  histories: 0,
  runs: 0,
  committed: 0,
  refusedRuns: 0,
  deletions: 0,
  creations: 0,
  kept: 0,
  crashes: 0,
  deliveries: 0,
  readable: 0,
  delegated: 0,
  settled: 0,
  stopped: 0,
  afterDays: 0,
  approved: 0,
  commands: {},
})

const quick: Limits = {
  ...googleLimits,
  minute: 2,
  timeout: 10_000,
  firstWait: 1,
  longestWait: 3,
  patience: 20_000,
  attempts: { throttled: 3, failed: 3, timedOut: 2, unreachable: 2 },
}

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
})
const key = JSON.stringify({
  type: 'service_account',
  project_id: 'town',
  private_key_id: 'b'.repeat(40),
  private_key: privateKey,
  client_email: 'reader@town.iam.gserviceaccount.com',
  client_id: '109876543210987654321',
  token_uri: 'https://oauth2.googleapis.com/token',
  universe_domain: 'googleapis.com',
})

/**
 * Whom a message is for. `word`: an admin gave it away by a command that says so, so it counts for nobody any more whose
 * it was.
 */
type Letter = { for: string; word: boolean }

/**
 * Who was out of scope at a moment of a run, and who may be taken for being in it; `mustStop`: all the time a group was gone
 * or a unit empty that the settings ask for.
 */
type Seen = { out: Set<string>; in: Set<string>; mustStop: boolean }

/** The archives that a crash left to be moved. */
function movingIn({ journal }: Home): ReadonlySet<string> {
  if (!fs.existsSync(journal)) return new Set()
  const { work } = JSON.parse(fs.readFileSync(journal, 'utf8')) as { work: Record<string, unknown>[] }
  return new Set(work.flatMap((one) => [one.from, one.to, one.archive]).filter((name) => typeof name === 'string'))
}

/** One history: events in town, commands by hand, mail at any moment, lies in the answers. Throws at the first violation. */
export async function live(
  seed: number,
  folder: string,
  google: HostileGoogle,
  tally: Tally,
  log: string[],
): Promise<void> {
  const dice = diceOf(seed)
  const home = homeAt(folder)
  fs.mkdirSync(home.archives, { recursive: true, mode: 0o700 })
  google.dice = dice
  google.town = newTown(dice)
  google.lies = 0
  google.unrest = 0
  google.daysOn = 0
  google.pageSize = 2 + dice.below(6)
  google.disturb = () => happen(google.town, dice)
  let wanted: Wanted = drawWanted(dice)
  await saveServiceAccountKey(home, key, 'key.json')
  await ask()

  /** Writes down in the settings what is wanted. */
  async function ask(): Promise<void> {
    const chosen = (ids: readonly string[]) =>
      google.town.groups
        .filter(({ id }) => ids.includes(id))
        .map(({ id, address }) => ({ id, email: address, name: address }))
    await writeSettings(home, {
      administrator: 'root@town.example',
      automaticDeletion: true,
      deletionLimit: { percent: 100 },
      groups: chosen(wanted.groups),
      orgUnits: wanted.units,
      excludedGroups: chosen(wanted.excludedGroups),
      excludedOrgUnits: wanted.excludedUnits,
      groupArchives: chosen(wanted.groupArchives),
      deleteAfter: wanted.deleteAfter,
      holdDeletions: wanted.holdDeletions,
      suspended: wanted.suspended ? 'include' : 'exclude',
      archived: wanted.archived ? 'include' : 'exclude',
      exclusions: wanted.exclusions.map((start) => `${start}*`),
    })
    log.push(JSON.stringify(wanted))
  }

  const letters = new Map<string, Letter>()
  /** Who a user entry was the last time: an account, or a person of the admin's making. */
  let entries = new Map<string, string | null>()
  /** Whose name it was last. */
  const lastOf = new Map<string, string>()
  /** By person: whose mail an admin let that person read. */
  const granted = new Map<string, Set<string>>()
  /** Names whose user goes on as whoever comes next. */
  const goesOn = new Set<string>()
  /** The commits by which a user went on as somebody else, and who. */
  const words = new Map<number, string>()
  /** Names that an admin left to whoever comes next. */
  const left = new Set<string>()
  /** By account: the day on which a run last found it in scope, or it became a user. */
  const lastIn = new Map<string, number>()
  /** Who may have been found in a group at some moment, as "group account". */
  const everIn = new Set<string>()
  /** Whether lists named members of other groups, which nothing in them shows. */
  let hasBeenSwapped = false
  let made = 0
  /** By revision: who the users made by hand were. */
  const madeByHand = new Map<number, Map<string, string>>()
  /** The revision whose users come back. */
  let backTo: number | null = null
  let isAdding = false
  /** Whether this step is a run with true answers only, as most are. */
  let isHonest = false

  const readStore = (): User[] =>
    fs.existsSync(home.users) ? (JSON.parse(fs.readFileSync(home.users, 'utf8')).users as User[]) : []
  const bytes = (): string => (fs.existsSync(home.users) ? fs.readFileSync(home.users, 'utf8') : '')
  const isGroup = (person: string): boolean => person.startsWith('gid')
  const isHandMade = ({ authentication }: User): boolean => authentication === 'integrated'

  /** Learns who is who from the store as it is now. */
  function learn(): User[] {
    const users = readStore()
    const now = new Map<string, string | null>()
    for (const user of users) {
      const { userName, directoryId } = user
      const before = entries.get(userName)
      const last = lastOf.get(userName) ?? null
      left.delete(userName)
      let person: string | null = directoryId
      if (person === null && isHandMade(user)) {
        const isSame = before?.startsWith('made ') === true || (!isAdding && last?.startsWith(`made ${userName} `))
        const earlier =
          backTo === null || before?.startsWith('made ') ? undefined : madeByHand.get(backTo)?.get(userName)
        if (!isSame && earlier === undefined) made += 1
        person = earlier ?? (isSame ? (before?.startsWith('made ') ? before : last) : `made ${userName} ${made}`)
      }
      now.set(userName, person)
      if (person === null) continue
      if (goesOn.delete(userName) && last !== null && last !== person) passOn(last, person)
      lastOf.set(userName, person)
    }
    entries = now
    const local = [...now].flatMap(([name, person]) => (person?.startsWith('made ') ? [[name, person] as const] : []))
    madeByHand.set(JSON.parse(bytes() || '{"revision":0}').revision, new Map(local))
    return users
  }

  function passOn(from: string, to: string): void {
    const own = granted.get(from)
    if (own !== undefined) granted.set(to, new Set([...(granted.get(to) ?? []), ...own]))
    for (const owners of granted.values()) if (owners.has(from)) owners.add(to)
  }

  function deliver(name: string): void {
    learn()
    // The look-ups let mail wait for a folder that is still to be moved.
    if (movingIn(home).has(name)) return
    const letter = `letter-${letters.size + 1}`
    const path = join(home.archives, folderOf(name))
    for (const part of ['tmp', 'cur', 'new']) fs.mkdirSync(join(path, part), { recursive: true })
    const isOpen = left.has(name) || (entries.has(name) && entries.get(name) === null)
    const person = lastOf.get(name) ?? `nobody ${name}`
    letters.set(letter, { for: person, word: isOpen })
    fs.writeFileSync(join(path, 'new', letter), `for ${person}`)
    log.push(`${letter} to ${name}, for ${isOpen ? 'whoever is next' : person}`)
    tally.deliveries += 1
  }

  const lettersIn = (name: string): string[] =>
    fs
      .readdirSync(home.archives)
      .filter((one) => archiveOf(one) === name)
      .flatMap((one) => ['new', 'cur', 'tmp'].map((part) => join(home.archives, one, part)))
      .flatMap((path) => (fs.existsSync(path) ? fs.readdirSync(path) : []))
      .filter((one) => letters.has(one))

  /** Reads all mail back as those whom the store lets read it. */
  function readBack(): void {
    const users = learn()
    assert.equal(new Set(users.map(({ userName }) => userName)).size, users.length, 'each name is there once')
    const found = fs.readdirSync(home.archives, { recursive: true }).filter((path) => /letter-\d+$/.test(String(path)))
    assert.equal(found.length, letters.size, 'all mail is there, once')
    for (const { userName, privilegesOnFolders } of users) {
      const person = entries.get(userName) ?? null
      // Nobody signs in as a user of Google's whom no account is known of, or as a group.
      if (person === null || isGroup(person)) continue
      for (const { folder, privileges } of privilegesOnFolders) {
        if (privileges.includes('none')) continue
        for (const letter of lettersIn(folder)) {
          if (folder === userName) tally.readable += 1
          else tally.delegated += 1
          const { for: reader, word }: Letter = letters.get(letter) ?? { for: '', word: false }
          const may: boolean =
            word ||
            reader === person ||
            everIn.has(`${reader} ${person}`) ||
            (isGroup(reader) && hasBeenSwapped) ||
            (folder !== userName && granted.get(person)?.has(reader) === true)
          assert.ok(may, `${userName}, who is ${person}, reads ${letter} for ${reader} in ${folder}`)
        }
      }
    }
  }

  const context = (onStage: (stage: string) => void = () => {}): OperationContext => ({
    home,
    google: { origin: google.url, limits: quick },
    signal: new AbortController().signal,
    onProgress: ({ stage }) => onStage(stage),
    onDetail: () => {},
  })

  /** Runs work with Google, and watches who is wanted at any moment of it. */
  async function withGoogle<Result>(work: () => Promise<Result>): Promise<{ result: Result } & Seen> {
    const seen: Seen = { out: new Set(), in: new Set(), mustStop: false }
    const moments = noMoments()
    let mustStop = true
    const listed = new Set<string>()
    const watch = (): void => {
      addMoment(moments, google.town)
      mustStop &&= whyHonestRunStops(google.town, wanted) !== null
      for (const account of google.town.accounts) {
        if (!isWanted(google.town, account, wanted)) seen.out.add(account.id)
      }
      // A member whose id no account has any more is whoever has its address when that is looked up.
      for (const address of addressesInGroups(google.town)) listed.add(address)
      for (const { id, address, aliases } of google.town.accounts) {
        if ([address, ...aliases].some((one) => listed.has(one))) seen.in.add(id)
      }
    }
    const climate = isHonest ? 0 : dice.below(10)
    google.lies = climate < 2 ? 0 : climate < 8 ? 6 + dice.below(36) : 2
    // What is kept up through a run gets further than what changes with each answer.
    google.themes = !isHonest && dice.chance(60) ? drawThemes(dice) : []
    if (google.themes.length > 0 && google.lies > 2) google.lies = 40 + dice.below(61)
    google.unrest = climate < 2 || climate === 7 ? 0 : climate < 8 ? 4 : 15
    google.onUnrest = watch
    google.hasSwappedLists = false
    google.hasShortLists = false
    watch()
    const themes = google.themes.map(({ call, name }) => `${call}: ${name}`).join(', ')
    log.push(`  lies ${google.lies} % (${themes}), unrest ${google.unrest} %`)
    try {
      const result = await work()
      seen.mustStop = mustStop && !google.hasSwappedLists
      hasBeenSwapped ||= google.hasSwappedLists
      for (const { id, address, aliases } of moments.once.accounts) {
        const isListed = [address, ...aliases].some((one) => listed.has(one))
        for (const group of moments.once.groups) {
          if (isListed || isIn(moments.once, group.id, id)) everIn.add(`${group.id} ${id}`)
        }
      }
      for (const id of mayBeWanted(moments, wanted, google.hasShortLists)) seen.in.add(id)
      return { result, ...seen }
    } finally {
      google.lies = 0
      google.unrest = 0
    }
  }

  async function run(): Promise<void> {
    const before = readStore()
    const earlier = bytes()
    const pending = fs.existsSync(home.journal)
    const late = dice.chance(25) ? dice.pick(addresses) : null
    const isPlannedFirst = dice.chance(25)
    const { result, ...seen } = await withGoogle(async () => {
      try {
        const tested = isPlannedFirst ? await testSettings(context()) : undefined
        return await synchronize(
          context((stage) => {
            if (stage === 'committing' && late !== null) deliver(late)
          }),
          tested === undefined ? {} : { tested },
        )
      } catch (error) {
        // A run that fails changes nothing but what an earlier one left to do.
        if (error instanceof Problem && !pending)
          assert.equal(bytes(), earlier, `after ${error.code} the store is as it was`)
        throw error
      }
    })
    judge(before, result, seen)
  }

  /** Approves what waits: Google is asked once more, and what goes is judged like any deletion. */
  async function approve(): Promise<void> {
    const before = readStore()
    const { result, ...seen } = await withGoogle(() => approveHeldDeletions(context(), { now: new Date(Date.now()) }))
    if (result.plan.changes.length > 0) judge(before, result, seen, true)
  }

  /** Compares what a synchronization did with what it may have done. */
  function judge(
    before: readonly User[],
    { plan, committed }: Pick<SynchronizeResult, 'plan' | 'committed'>,
    seen: Seen,
    isApproved = false,
  ): void {
    assert.ok(!seen.mustStop, 'no run goes on without a group or a unit that is asked for')
    if (committed) tally.committed += 1
    const after = readStore()
    const rows = plan.changes.filter(({ action }) => action !== 'unchanged')
    log.push(`  ${rows.map(({ action, userName, reason }) => `${action} ${userName} ${reason.code}`).join(', ')}`)
    const ids = new Set(after.map(({ directoryId }) => directoryId))
    const namesNow = new Set(after.map(({ userName }) => userName))
    for (const user of before) {
      if (user.isGroup === true) {
        const isKept = after.some(({ directoryId }) => directoryId === user.directoryId)
        const isAsked = wanted.groupArchives.includes(user.directoryId ?? '')
        assert.ok(isKept || !isAsked, `the archive of ${user.userName} has no user any more`)
      } else if (isHandMade(user)) {
        assert.ok(
          after.some(({ userName, authentication }) => userName === user.userName && authentication === 'integrated'),
          `${user.userName}, made by hand, stays`,
        )
      } else if (
        user.directoryId === null
          ? !namesNow.has(user.userName) &&
            plan.changes.some(({ action, userName }) => action === 'delete' && userName === user.userName)
          : !ids.has(user.directoryId)
      ) {
        tally.deletions += 1
        const isRight =
          user.directoryId === null
            ? google.town.accounts
                .filter(({ address, aliases }) => [address, ...aliases].includes(user.userName))
                .every(({ id }) => seen.out.has(id))
            : !seen.in.has(user.directoryId) || seen.out.has(user.directoryId)
        assert.ok(isRight, `${user.userName} (${user.directoryId}) is deleted and was wanted all the time`)
        assert.ok(isApproved || !wanted.holdDeletions, `${user.userName} is deleted before anybody approved it`)
        const out = google.daysOn - (lastIn.get(user.directoryId ?? '') ?? Number.NEGATIVE_INFINITY)
        assert.ok(out >= wanted.deleteAfter, `${user.userName} (${user.directoryId}) is deleted after ${out} days`)
        if (wanted.deleteAfter > 0) tally.afterDays += 1
        if (isApproved) tally.approved += 1
      }
    }
    const idsBefore = new Set(before.map(({ directoryId }) => directoryId))
    for (const { userName, directoryId } of after) {
      if (directoryId === null || idsBefore.has(directoryId) || isGroup(directoryId)) continue
      tally.creations += 1
      // Nothing in a list of members says whose it is: somebody too many is found by the next honest run.
      const isRight = seen.in.has(directoryId) || google.hasSwappedLists
      assert.ok(isRight, `${userName} (${directoryId}) became a user and was never wanted`)
    }
    for (const { directoryId } of after) {
      if (directoryId === null) continue
      if (seen.in.has(directoryId) && !seen.out.has(directoryId)) lastIn.set(directoryId, google.daysOn)
    }
    tally.kept += plan.changes.filter(({ action }) => action === 'conflict').length
  }

  /** What an admin gives away by a word is given, also if the program ends in the middle of it. */
  async function byWord(letterNames: string[], work: () => Promise<unknown>): Promise<void> {
    const failure = await work().then(
      () => null,
      (error: unknown) => error,
    )
    if (!(failure instanceof Problem)) {
      for (const letter of letterNames) {
        const one = letters.get(letter)
        if (one !== undefined) one.word = true
      }
    }
    if (failure !== null) throw failure
  }

  const someArchive = (): string => {
    const all = fs.readdirSync(home.archives).flatMap((one) => archiveOf(one) ?? [])
    return all.length === 0 ? dice.pick(addresses) : dice.pick(all)
  }

  async function giveRight(): Promise<void> {
    const users = learn()
    if (users.length === 0) return
    const user = dice.pick(users)
    const archive = dice.chance(75) ? dice.pick(addresses) : someArchive()
    const person = entries.get(user.userName) ?? null
    if (person === null || archive === user.userName || (entries.has(archive) && entries.get(archive) === null)) return
    log.push(`  ${user.userName} may read ${archive}`)
    const owners = new Set([
      lastOf.get(archive) ?? `nobody ${archive}`,
      ...lettersIn(archive).map((one) => letters.get(one)?.for ?? ''),
    ])
    granted.set(person, new Set([...(granted.get(person) ?? []), ...owners]))
    const rights = user.privilegesOnFolders.filter(({ folder }) => folder !== archive)
    await editUser(home, user.userName, { privilegesOnFolders: [...rights, { folder: archive, privileges: ['read'] }] })
  }

  /** Who takes back a word by which a user went on as somebody else lets it go back, with what came meanwhile. */
  async function takeBack(way: 'undo' | 'redo'): Promise<void> {
    const { revision } = await previewUndo(home, { way })
    const name = words.get(revision)
    backTo = revision - 1
    if (name === undefined) {
      await undo(home, { way })
      return
    }
    await goOnByWord(name, () => undo(home, { way }))
  }

  async function goOnByWord(name: string, work: () => Promise<unknown>): Promise<void> {
    goesOn.add(name)
    const revisionNow = (): number => JSON.parse(bytes() || '{"revision":0}').revision
    const revision = revisionNow()
    const isWorkLeft = fs.existsSync(home.journal)
    try {
      await byWord(lettersIn(name), work)
      // What a crash left to do comes first, and can bring mail to the name that is the user's already.
      if (isWorkLeft) await byWord(lettersIn(name), async () => {})
    } finally {
      // The program may have ended after its commit.
      if (revisionNow() > revision) words.set(revision + 1, name)
    }
  }

  const commands: Readonly<Record<string, (name: string) => Promise<unknown>>> = {
    sync: run,
    ...Object.fromEntries(Array.from({ length: 14 }, (_, number) => [`sync ${number}`, run])),
    'users add': (name) => {
      isAdding = true
      return addUser(home, name, {})
    },
    'users edit': giveRight,
    'users edit again': giveRight,
    'users remove': async (name) => {
      const before = readStore().find(({ userName }) => userName === name)
      const { in: wantedThen, out } = await withGoogle(() => removeUser(context(), name))
      if (before === undefined || before.directoryId === null || readStore().some(({ userName }) => userName === name))
        return
      // By hand a user can go who is kept for want of a word, or whose name another account has; not one whom Google shows as wanted.
      log.push(`  wanted all the time: ${wantedThen.has(before.directoryId) && !out.has(before.directoryId)}`)
    },
    'users take-over': (name) => goOnByWord(name, () => takeOverUser(home, name)),
    'users release': (name) => goOnByWord(name, () => releaseUser(home, name)),
    'archives assign': (name) => {
      const archive = someArchive()
      log.push(`  ${archive}`)
      return byWord(lettersIn(archive), () => assignArchive(home, archive, name))
    },
    'archives set-aside': async () => {
      const archive = someArchive()
      log.push(`  ${archive}`)
      await setArchiveAside(home, archive)
      left.delete(archive)
    },
    'archives adopt': async () => {
      const archive = someArchive()
      log.push(`  ${archive}`)
      await byWord(lettersIn(archive), () => adoptArchives(home, [archive]))
      left.add(archive)
    },
    'archives create': () => createMissingArchives(home),
    'plan approve': approve,
    'plan approve again': approve,
    setup: async () => {
      wanted = drawWanted(dice)
      await ask()
    },
    undo: () => takeBack('undo'),
    redo: () => takeBack('redo'),
    restore: async () => {
      const revisions = await listRevisions(home)
      if (revisions.length === 0) return
      backTo = dice.pick(revisions).revision
      await restore(home, backTo)
    },
  }

  for (let step = 0; step < 12; step += 1) {
    if (dice.chance(30)) google.daysOn += dice.below(3)
    isHonest = step === 0 && dice.chance(70)
    for (let count = dice.below(3); count > 0; count -= 1) happen(google.town, dice)
    if (dice.chance(60)) deliver(dice.chance(20) ? dice.pick(google.town.groups).address : dice.pick(addresses))
    const command = isHonest ? 'sync' : dice.pick(Object.keys(commands))
    const name = dice.pick(addresses)
    log.push(`${command} ${name}`)
    const word = command.replace(/ (?:again|\d+)$/, '')
    tally.commands[word] = (tally.commands[word] ?? 0) + 1
    isAdding = false
    backTo = null
    // What a failure leaves of the settings has a test of its own.
    const crashAt = dice.chance(8) && word !== 'setup' ? 1 + dice.below(250) : null
    try {
      const work = async () => commands[command]?.(name)
      await (crashAt === null ? work() : withBadDisk(crashAt, 'crash', work))
    } catch (error) {
      if (error instanceof Crash) {
        tally.crashes += 1
        log.push(`  ended at system call ${crashAt}`)
        for (const one of fs.readdirSync(home.folder)) {
          if (one.startsWith('users.json.lock')) fs.rmSync(join(home.folder, one))
        }
      } else if (error instanceof Problem) {
        if (word === 'sync') tally.refusedRuns += 1
        log.push(`  ${error.code}: ${error.why.slice(0, 100)}`)
      } else throw error
    }
    if (word === 'sync') tally.runs += 1
    if (fs.existsSync(home.journal)) learn()
    else readBack()
  }
  await settle()
  tally.histories += 1

  /** With honest answers and nothing happening, one run makes the store what the settings ask for, but for conflicts. */
  async function settle(): Promise<void> {
    isAdding = false
    const before = readStore()
    const everybody: Seen = { in: new Set(), out: new Set(), mustStop: false }
    for (const account of google.town.accounts)
      everybody[isWanted(google.town, account, wanted) ? 'in' : 'out'].add(account.id)
    log.push('an honest run')
    for (const { id } of google.town.accounts) {
      for (const group of google.town.groups) if (isIn(google.town, group.id, id)) everIn.add(`${group.id} ${id}`)
    }
    const stop = whyHonestRunStops(google.town, wanted)
    if (stop !== null) {
      const earlier = bytes()
      const isPending = fs.existsSync(home.journal)
      await assert.rejects(synchronize(context()), (error) => error instanceof Problem && error.code === stop)
      if (!isPending) assert.equal(bytes(), earlier, `after ${stop} the store is as it was`)
      tally.stopped += 1
      return
    }
    const result = await synchronize(context())
    judge(before, result, everybody)
    readBack()
    const after = readStore()
    const disputed = new Set(
      result.plan.changes
        .filter(({ action }) => action === 'conflict')
        .flatMap(({ before: one, after: other }) => [
          one?.directoryId,
          other?.directoryId,
          one?.userName,
          other?.userName,
        ]),
    )
    for (const account of google.town.accounts) {
      const isUser = after.some(({ directoryId }) => directoryId === account.id)
      if (isUser && (wanted.deleteAfter > 0 || wanted.holdDeletions)) continue
      if (disputed.has(account.id) || disputed.has(account.address)) continue
      assert.equal(isUser, isWanted(google.town, account, wanted), `${account.address} (${account.id}) in the end`)
    }
    tally.settled += 1
  }
}
