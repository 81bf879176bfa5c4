import assert from 'node:assert/strict'
import fs from 'node:fs'
import { join } from 'node:path'
import { googleLimits, type Limits } from '../../source/google/http/limits.ts'
import type { OperationContext } from '../../source/operations/context.ts'
import {
  type SynchronizeOptions,
  type SynchronizeResult,
  synchronize,
} from '../../source/operations/synchronize/synchronize.ts'
import { testSettings } from '../../source/operations/synchronize/test-settings.ts'
import { saveServiceAccountKey } from '../../source/settings/credentials/credentials.ts'
import { writeSettings } from '../../source/settings/settings.ts'
import type { Simulator } from '../../source/simulator/simulator.ts'
import type { Home } from '../../source/store/home.ts'
import { defaultSyncSettings, type SyncSettings } from '../../source/sync/settings.ts'
import type { User } from '../../source/sync/user.ts'
import { Problem } from '../../source/text/problem.ts'
import { Crash } from '../store/support/failing-disk.ts'
import { deliver, makeArchive, readDisk, setAside, withBadDisk } from './disk.ts'
import { type Expectation, expectationOf, isBelow } from './expectation.ts'
import type { KeptStore } from './kept-store.ts'
import { killedRun } from './killed-run.ts'
import { type Random, randomOf } from './random.ts'
import { clear, fog, mirage, type Sky, shower, silence, storm } from './sky.ts'
import { happen, knownAddresses, living, moveToUnit, newWorld, publish, type World } from './world.ts'

/** What happened in a number of histories. */
export type Tally = Record<
  | 'histories'
  | 'synchronizations'
  | 'commits'
  | 'stopped'
  | 'crashes'
  | 'diskFaults'
  | 'kills'
  | 'startedTwice'
  | 'cancelled'
  | 'clear'
  | 'shower'
  | 'storm'
  | 'mirage'
  | 'fog'
  | 'silence'
  | 'events'
  | 'messages',
  number
>

export const newTally = (): Tally => ({
  histories: 0,
  synchronizations: 0,
  commits: 0,
  stopped: 0,
  crashes: 0,
  diskFaults: 0,
  kills: 0,
  startedTwice: 0,
  cancelled: 0,
  clear: 0,
  shower: 0,
  storm: 0,
  mirage: 0,
  fog: 0,
  silence: 0,
  events: 0,
  messages: 0,
})

/** Google's limits with waits of a millisecond in place of a second; nothing here keeps an answer back. */
const hasty: Limits = { ...googleLimits, minute: 2, timeout: 60_000, firstWait: 1, longestWait: 4 }

/** Where a history takes place. */
export type Stage = {
  home: Home
  kept: KeptStore
  google: Simulator
  tally: Tally
  /** In how many of a hundred synchronizations a process of its own is killed. */
  killPercent: number
  /** Whether people move between units, settings choose units, and people who leave have days left. */
  isWide?: boolean
  /** Told what happens, for the report of a failure. */
  log: (line: string) => void
}

/** What is to come of a synchronization. */
type Outlook = {
  expectation: Expectation
  options: SynchronizeOptions
  succeeds: boolean
  /** What would succeed may also fail. */
  mayFail: boolean
}

type Outcome<Result> = { result: Result } | { error: unknown }

/** What the model knows. Only what has been committed changes it. */
type Model = {
  users: User[]
  revision: number
  commits: number[]
  folders: Map<string, string[]>
  former: Map<string, string | null>
}

/**
 * Lives through one random history and compares the program with the model after every step.
 *
 * @throws AssertionError where the two differ
 */
export async function live(seed: number, stage: Stage): Promise<void> {
  const history = await begin(randomOf(seed), stage)
  for (let step = 0; step < 8; step += 1) await history.step()
  await history.clearUp()
  stage.tally.histories += 1
}

async function begin(random: Random, stage: Stage) {
  const { home, kept, google, tally, log } = stage
  const world = newWorld(random)
  let earlier = structuredClone(world)
  let settings: SyncSettings = { ...structuredClone(defaultSyncSettings), automaticDeletion: random.chance(70) }
  const model = firstModel(world, random)
  let messages = 0
  /** A crash left work on the archives; the next run does it before anything else. */
  let pending = false
  /** Who could read each message when it was last looked at. */
  let readers = new Map<string, Set<string>>()
  /** What people were called while their account was not known. */
  const earlierNames = new Map<string, string>()
  /** Archives of which a plan said, since the readers were last looked at, that somebody else will read them. */
  const announced = new Set<string>()

  fs.mkdirSync(home.archives, { recursive: true })
  await kept.begin({ version: 1, revision: model.revision, users: model.users })
  await saveServiceAccountKey(home, JSON.stringify(google.key), 'key.json')
  await saveSettings({})
  for (const name of model.folders.keys()) makeArchive(home, name)
  for (const name of model.folders.keys()) for (let count = random.below(3); count > 0; count -= 1) mail(name)
  publishWorld()
  readers = readersNow()

  async function saveSettings(change: Partial<SyncSettings>): Promise<void> {
    settings = { ...settings, ...change }
    await writeSettings(home, { administrator: google.admin, ...settings })
  }

  function publishWorld(): void {
    google.update((organization) => publish(world, organization))
  }

  function mail(archive: string): void {
    messages += 1
    const message = `message-${messages}`
    deliver(home, archive, message)
    model.folders.set(archive, [...(model.folders.get(archive) ?? []), message].sort())
    tally.messages += 1
    readers.set(message, readersNow().get(message) ?? new Set())
  }

  /** Mail for somebody who is about to be deleted, after the plan that found the archive empty. */
  function lateMail(expectation: Expectation): void {
    const leaver = expectation.outcome === 'planned' ? random.pickSome(expectation.deleted) : undefined
    if (leaver !== undefined && model.folders.has(leaver.name)) mail(leaver.name)
  }

  function context(signal = new AbortController().signal): OperationContext {
    const endpoint = { origin: google.url, limits: hasty }
    return { home, google: endpoint, signal, onProgress: () => {}, onDetail: () => {} }
  }

  const expect = (listed: World = world): Expectation => {
    const folders = new Map([...model.folders].map(([name, held]) => [name, held.length > 0]))
    return expectationOf({ listed, truth: world, users: model.users, settings, folders, former: model.former, today })
  }

  /** Something happens to the directory, to the archives or to the settings. */
  async function event(): Promise<void> {
    tally.events += 1
    if (stage.isWide && random.chance(35)) return wideEvent()
    const kind = random.below(20)
    if (kind < 12) happen(world, random)
    // Whoever delivers while a crash's work waits would have to know of both names.
    else if (kind < 17 && !pending) mail(deliveryAddress())
    else await saveSettings(settingsChange())
    publishWorld()
  }

  /** What happens where people are in units, and have days left when they leave. */
  async function wideEvent(): Promise<void> {
    const kind = random.below(10)
    if (kind < 4) moveToUnit(world, random)
    else if (kind < 7) fiveDaysPass()
    else
      await saveSettings(
        random.pick<Partial<SyncSettings>>([
          { orgUnits: random.pick([[], ['/Sales'], ['/Sales/EMEA', '/Ops'], ['/']]) },
          { excludedOrgUnits: random.pick([[], ['/Sales/EMEA'], ['/Ops']]) },
          { deleteAfter: random.pick([0, 3, 8]) },
        ]),
      )
    publishWorld()
  }

  /** Whoever waits has waited longer: the days are moved, as nobody can move the clock of another process. */
  function fiveDaysPass(): void {
    if (pending) return
    const move = (user: User): User =>
      user.leaving?.since == null
        ? user
        : { ...user, leaving: { ...user.leaving, since: fiveDaysBefore(user.leaving.since) } }
    const store = JSON.parse(fs.readFileSync(home.users, 'utf8'))
    fs.writeFileSync(home.users, JSON.stringify({ ...store, users: store.users.map(move) }))
    model.users = model.users.map(move)
    log('five days pass')
  }

  function deliveryAddress(): string {
    const stray = random.chance(12) ? random.pick(knownAddresses) : undefined
    return stray ?? random.pickSome(model.users)?.userName ?? random.pick(knownAddresses)
  }

  function settingsChange(): Partial<SyncSettings> {
    const chosen = world.groups.filter(() => random.chance(40)).map(({ id, email, name }) => ({ id, email, name }))
    return random.pick<Partial<SyncSettings>>([
      { automaticDeletion: random.chance(75) },
      { suspended: random.chance(50) ? 'include' : 'exclude' },
      { archived: random.chance(50) ? 'include' : 'exclude' },
      { exclusions: random.pick([[], ['ADA@*'], ['*@second.example'], ['b*']]) },
      { groups: chosen },
      { groups: [...chosen, { id: 'group-gone', email: 'gone@example.com', name: 'Gone' }] },
      { groups: [] },
      { deletionLimit: random.pick([{ users: 0 }, { users: 1 }, { percent: 50 }, { users: 5, percent: 10 }]) },
    ])
  }

  async function step(): Promise<void> {
    earlier = structuredClone(world)
    for (let count = 1 + random.below(3); count > 0; count -= 1) await event()
    await attempt()
  }

  /** One synchronization in weather of some kind. */
  async function attempt(): Promise<void> {
    const kind = random.below(100)
    if (kind < stage.killPercent) return killed()
    if (kind < 30) return run(clear)
    if (kind < 42) return run(shower(random, settings))
    if (kind < 54) return run(storm(random, settings))
    if (kind < 60) return run(mirage(random, world, settings))
    if (kind < 67) return run(fog(random, world, earlier, settings))
    if (kind < 72) return run(silence(random, world, earlier, settings))
    if (kind < 82) return hit('crash')
    if (kind < 88) return hit(random.chance(50) ? 'EIO' : 'ENOSPC')
    if (kind < 92) return twice()
    if (kind < 96) return cancelled()
    return seenBefore()
  }

  /** Troubles of this machine come in every weather. */
  function anySky(): Sky {
    const kind = random.below(100)
    if (kind < 50) return clear
    if (kind < 65) return shower(random, settings)
    if (kind < 90) return fog(random, world, earlier, settings)
    return kind < 95 ? mirage(random, world, settings) : storm(random, settings)
  }

  /** What is to come of a synchronization under this sky, when nothing else goes wrong. */
  function outlook(sky: Sky): Outlook {
    const expectation = expect(sky.listed)
    const options = allowed(expectation)
    const looksUp = expectation.outcome === 'planned' && expectation.lookedUp > 0
    const fails = sky.fails === 'always' || (sky.fails === 'whenLookingUp' && looksUp)
    // Where the expectation stops, it may be the fault that stops the run first.
    return { expectation, options, succeeds: passes(expectation, options) && !fails, mayFail: sky.fails === 'perhaps' }
  }

  /** Holds what came of a synchronization to its outlook. */
  function judge({ expectation, succeeds, mayFail }: Outlook, outcome: Outcome<SynchronizeResult>): void {
    if (succeeds && !(mayFail && 'error' in outcome)) committed(expectation, resultOf(outcome))
    else refused(outcome)
  }

  async function under<Result>(sky: Sky, work: () => Promise<Result>): Promise<Result> {
    tally[sky.kind] += 1
    google.setFaults(sky.faults)
    try {
      return await work()
    } finally {
      google.setFaults([])
    }
  }

  const allowed = (expectation: Expectation): SynchronizeOptions => {
    if (expectation.outcome === 'stopped' || expectation.deleted.length <= expectation.limit) return {}
    const exactly = expectation.deleted.length
    return random.chance(60) ? { allowDeletions: exactly } : random.pick([{}, { allowDeletions: exactly + 1 }])
  }

  /** Whether the expectation is to be committed under these options. */
  function passes(expectation: Expectation, { allowDeletions }: SynchronizeOptions): boolean {
    if (expectation.outcome === 'stopped') return false
    return expectation.deleted.length <= expectation.limit || allowDeletions === expectation.deleted.length
  }

  async function run(sky: Sky): Promise<void> {
    const seen = outlook(sky)
    const mailComesLate = random.chance(25)
    log(`${sky.name}: ${seen.succeeds ? 'succeeds' : 'fails'}${mailComesLate ? ', with mail in the last moment' : ''}`)
    const onProgress: OperationContext['onProgress'] = ({ stage }) => {
      if (mailComesLate && stage === 'committing') lateMail(seen.expectation)
    }
    judge(seen, await under(sky, () => settle(() => synchronize({ ...context(), onProgress }, seen.options))))
    // What a crash left is done before Google is asked.
    pending = false
    await compare(`after ${sky.name}`)
  }

  /** The disk fails, or the process ends, in the middle. */
  async function hit(code: 'crash' | 'EIO' | 'ENOSPC'): Promise<void> {
    const sky = anySky()
    const seen = outlook(sky)
    const number = 1 + random.below(random.chance(50) ? 60 : 260)
    log(`${code} at system call ${number}, ${sky.name}`)
    const outcome = await under(sky, () =>
      settle(() => withBadDisk(number, code, () => synchronize(context(), seen.options))),
    )
    // This process still runs, so what it held would count as held.
    for (const name of fs.readdirSync(home.folder)) {
      if (name.startsWith('users.json.lock')) fs.rmSync(join(home.folder, name))
    }
    tally[code === 'crash' ? 'crashes' : 'diskFaults'] += 1
    if ('error' in outcome && !(outcome.error instanceof Crash)) assertProblem(outcome.error)
    await afterwards(seen)
    await compare(`after ${code} at ${number}`)
  }

  /** Takes over what reached the disk: all of the commit or nothing. */
  async function afterwards({ expectation, succeeds }: Outlook): Promise<void> {
    const { store, pending: unfinished } = await kept.read()
    pending = unfinished
    if (store.revision === model.revision) return
    assert.ok(succeeds, 'nothing was to be committed')
    take(expectation)
  }

  /** A process of its own is killed in the middle. */
  async function killed(): Promise<void> {
    const sky = anySky()
    const seen = outlook(sky)
    const { allowDeletions } = seen.options
    const flags = allowDeletions === undefined ? [] : ['--allow-deletions', String(allowDeletions)]
    const moment = await under(sky, () => killedRun(home, google, flags, random))
    log(`killed ${moment}, ${sky.name}`)
    tally.kills += 1
    tally.synchronizations += 1
    await afterwards(seen)
    await compare(`killed ${moment}`)
  }

  async function twice(): Promise<void> {
    const sky = anySky()
    const seen = outlook(sky)
    log(`started twice, ${sky.name}: ${seen.succeeds ? 'succeeds' : 'fails'}`)
    const both = await under(sky, () =>
      Promise.all([0, 1].map(() => settle(() => synchronize(context(), seen.options)))),
    )
    tally.startedTwice += 1
    const locked = both.filter((one) => 'error' in one && one.error instanceof Problem && one.error.kind === 'locked')
    assert.equal(locked.length, 1, 'one of two runs finds the lock held')
    const [other] = both.filter((one) => !locked.includes(one))
    assert.ok(other !== undefined)
    pending = false
    judge(seen, other)
    await compare('after two runs at once')
  }

  /** The person gives up while Google is being asked. */
  async function cancelled(): Promise<void> {
    const sky = anySky()
    const { expectation, options, succeeds } = outlook(sky)
    const controller = new AbortController()
    const many = google.requests.length + random.below(4)
    const onProgress = (): void => {
      if (google.requests.length >= many) controller.abort()
    }
    const outcome = await under(sky, () =>
      settle(() => synchronize({ ...context(controller.signal), onProgress }, options)),
    )
    tally.cancelled += 1
    log(`cancelled, ${sky.name}: ${'result' in outcome ? 'too late' : 'in time'}`)
    pending = false
    if ('result' in outcome) {
      assert.ok(succeeds, 'nothing was to be committed')
      committed(expectation, outcome.result)
    } else refused(outcome)
    await compare('after giving up')
  }

  /** A plan is made, something may happen, and that plan is to be committed. */
  async function seenBefore(): Promise<void> {
    if (pending) return run(clear)
    const expectation = expect()
    const options = allowed(expectation)
    const tested = await settle(() => testSettings(context()))
    await compare('after a plan')
    if ('error' in tested) {
      assert.equal(expectation.outcome, 'stopped', text(tested.error))
      return
    }
    const before = JSON.stringify([settings, model.revision])
    const change = random.below(5)
    if (change === 1) happen(world, random)
    if (change === 2) await saveSettings(settingsChange())
    publishWorld()
    if (change === 3) lateMail(expectation)
    if (change === 4) await run(clear)
    const stale = JSON.stringify([settings, model.revision]) !== before
    log(`a plan seen before${stale ? ', stale' : ''}`)
    const outcome = await settle(() => synchronize(context(), { ...options, tested: tested.result }))
    if (!stale && passes(expectation, options)) committed(expectation, resultOf(outcome))
    else refused(outcome)
    await compare('after committing a plan seen before')
  }

  async function settle<Result>(work: () => Promise<Result>): Promise<Outcome<Result>> {
    tally.synchronizations += 1
    try {
      return { result: await work() }
    } catch (error) {
      return { error }
    }
  }

  function committed(expectation: Expectation, result: SynchronizeResult): void {
    assert.ok(expectation.outcome === 'planned')
    log(rowsOf(result))
    assert.equal(result.committed, expectation.changes > 0, 'it commits when there is something to commit')
    if (result.committed) take(expectation, result)
    assert.equal(result.storeRevision, model.revision)
  }

  function refused(outcome: Outcome<unknown>): void {
    assert.ok('error' in outcome, 'the run must fail')
    assertProblem(outcome.error)
    tally.stopped += 1
  }

  /** Makes the model what the commit makes the store. */
  function take(expectation: Expectation, result?: SynchronizeResult): void {
    assert.ok(expectation.outcome === 'planned')
    const told = result?.plan.warnings ?? []
    for (const [from, to] of expectation.renamed) if (announced.has(from)) announced.add(to)
    for (const name of announcements(expectation, result)) announced.add(name)
    log(`commit ${model.revision + 1}: ${expectation.changes} changes, ${told.map(({ code }) => code).join(' ')}`)
    for (const user of model.users) {
      const { userName } = user
      const next = expectation.users.find((one) => one.userName === (expectation.renamed.get(userName) ?? userName))
      if (user.directoryId === null && next !== undefined) earlierNames.set(personOf(next), personOf(user))
    }
    const usersBefore = model.users
    model.users = expectation.users
    model.revision += 1
    model.commits.push(model.revision)
    tally.commits += 1
    const before = new Map(usersBefore.map((user) => [user.userName, user.directoryId]))
    const own = new Set(
      [...expectation.renamed].filter(([from, to]) => isOwnMail(to, before.get(from))).map(([, to]) => to),
    )
    for (const from of expectation.renamed.keys()) model.former.set(from, before.get(from) ?? null)
    for (const { name, directoryId } of expectation.deleted) {
      model.former.set(name, directoryId)
      if (model.folders.get(name)?.length === 0) model.folders.delete(name)
    }
    const moving = [...expectation.renamed].map(([from, to]) => [to, model.folders.get(from) ?? []] as const)
    for (const from of expectation.renamed.keys()) model.folders.delete(from)
    for (const [to, held] of moving) {
      const inTheWay = model.folders.get(to) ?? []
      const aside = setAside(to)
      if (own.has(to)) held.push(...inTheWay)
      else if (inTheWay.length > 0) model.folders.set(aside, [...(model.folders.get(aside) ?? []), ...inTheWay].sort())
      model.folders.set(to, held.sort())
    }
    for (const name of [...expectation.renamed.values(), ...expectation.created]) model.former.delete(name)
    for (const name of expectation.created) if (!model.folders.has(name)) model.folders.set(name, [])
  }

  const isOwnMail = (archive: string, directoryId: string | null | undefined): boolean =>
    typeof directoryId === 'string' && model.former.get(archive) === directoryId

  /** What the rules allow and the plan must say: mail that was there before its user. */
  function announcements(expectation: Expectation & { outcome: 'planned' }, result?: SynchronizeResult): Set<string> {
    const names = [...expectation.created, ...expectation.renamed.values()]
    const says = (code: string, name: string): boolean =>
      result === undefined ||
      result.plan.warnings.some((warning) => warning.code === code && warning.message.includes(name))
    return new Set(
      names.filter((name) => {
        const reused = expectation.created.includes(name) && (model.folders.get(name)?.length ?? 0) > 0
        return reused && says('archiveReused', name)
      }),
    )
  }

  async function compare(when: string): Promise<void> {
    const [disk, found] = [readDisk(home), await kept.read()]
    assert.equal(found.store.revision, model.revision, `${when}: revision`)
    assert.deepEqual(byName(withoutMidnight(found.store.users)), byName(model.users), `${when}: users`)
    const all = [...disk.mail.values()].flat().sort()
    assert.deepEqual(all, [...model.folders.values()].flat().sort(), `${when}: every message is there, once`)
    if (found.pending) return
    assert.deepEqual(sorted(disk.mail), sorted(model.folders), `${when}: archives`)
    assert.deepEqual(found.revisions, model.commits, `${when}: the history has one record for each commit`)
    checkReaders(when)
  }

  /** Nobody comes to read what he could not read before, unless the rules say so. */
  function checkReaders(when: string): void {
    const now = readersNow()
    for (const [message, people] of now) {
      const before = readers.get(message) ?? new Set()
      for (const person of people) {
        if (!before.has(person) && !(announced.has(archiveOf(message) ?? '') || adopted(person, before))) {
          throw new assert.AssertionError({ message: `${when}: ${person} can now read ${message}` })
        }
      }
    }
    readers = now
    announced.clear()
  }

  const archiveOf = (message: string): string | undefined =>
    [...model.folders].find(([, held]) => held.includes(message))?.[0]

  /** A user without an id gets the one of the account that has its name: the same reader, known better. */
  const adopted = (person: string, before: ReadonlySet<string>): boolean => before.has(earlierNames.get(person) ?? '')

  function readersNow(): Map<string, Set<string>> {
    const found = new Map<string, Set<string>>()
    for (const [archive, held] of model.folders) {
      const people = model.users.filter(({ privilegesOnFolders }) =>
        privilegesOnFolders.some(({ folder, privileges }) => folder === archive && !privileges.includes('none')),
      )
      for (const message of held) found.set(message, new Set(people.map(personOf)))
    }
    return found
  }

  /** When the weather has cleared, one synchronization reaches the right state, and the next finds nothing to do. */
  async function clearUp(): Promise<void> {
    const hasPeople = (unit: string): boolean => living(world).some((account) => isBelow(account, unit))
    await saveSettings({
      groups: settings.groups.filter(({ id }) => id !== 'group-gone'),
      orgUnits: settings.orgUnits.filter(hasPeople),
    })
    const expectation = expect()
    assert.ok(expectation.outcome === 'planned', 'there is a way forward')
    const { length } = expectation.deleted
    const options = length > expectation.limit ? { allowDeletions: length } : {}
    log('the weather clears')
    committed(expectation, resultOf(await settle(() => synchronize(context(), options))))
    pending = false
    await compare('in the end')
    const written = await kept.mark()
    assert.equal(expectation.changes > 0 ? expect().outcome : 'planned', 'planned')
    const again = resultOf(await settle(() => synchronize(context(), {})))
    assert.equal(again.committed, false, 'a second run finds nothing to do')
    assert.equal(await kept.mark(), written, 'and writes nothing')
    assert.deepEqual(readDisk(home).leftovers, [], 'nothing is left behind')
  }

  return { step, clearUp }
}

/** Some people are users already, some by hand; some have rights on each other's archives. */
function firstModel(world: World, random: Random): Model {
  const users: User[] = []
  const add = (userName: string, more: Partial<User>): void => {
    if (users.some((user) => user.userName === userName)) return
    users.push({
      userName,
      fullName: `Name of ${userName}`,
      distinguishedName: null,
      authentication: 'directoryServices',
      directoryId: null,
      emailAddresses: [userName],
      pop3UserNames: [],
      privileges: ['login'],
      privilegesOnFolders: [{ folder: userName, privileges: ['read'] }],
      ...more,
    })
  }
  for (const { id, primaryEmail } of living(world)) {
    if (random.chance(50)) add(primaryEmail.toLowerCase(), { directoryId: random.chance(80) ? id : null })
  }
  for (const address of knownAddresses) {
    if (random.chance(8)) add(address, { directoryId: random.chance(50) ? `9${address.length}${users.length}` : null })
    if (random.chance(6)) add(address, { authentication: 'integrated', password: 'scrypt$hash', quota: 7 } as never)
  }
  for (const user of users) {
    const other = random.pick(users)
    if (random.chance(25) && other !== user) {
      user.privilegesOnFolders.push({ folder: other.userName, privileges: ['read'] })
    }
  }
  const folders = new Map(users.filter(() => random.chance(85)).map(({ userName }) => [userName, []]))
  return { users, revision: 3, commits: [], folders, former: new Map() }
}

/** What is written down today; a history that lasts into the next day goes on with the day of its beginning. */
const today = new Date().toISOString().slice(0, 10)

const fiveDaysBefore = (day: string): string => new Date(Date.parse(day) - 5 * 86_400_000).toISOString().slice(0, 10)

/** A day that began while this went on is the one before. */
const withoutMidnight = (users: readonly User[]): User[] =>
  users.map((user) =>
    user.leaving?.since != null && user.leaving.since > today
      ? { ...user, leaving: { ...user.leaving, since: today } }
      : user,
  )

const personOf = ({ directoryId, userName, authentication }: User): string =>
  authentication === 'integrated' ? `by hand ${userName}` : (directoryId ?? `unknown ${userName}`)

const byName = (users: readonly User[]): User[] =>
  [...users].sort((a, b) => (a.userName < b.userName ? -1 : a.userName > b.userName ? 1 : 0))

const sorted = (mail: ReadonlyMap<string, string[]>): [string, string[]][] =>
  [...mail].sort(([a], [b]) => (a < b ? -1 : 1))

const rowsOf = ({ plan: { changes } }: SynchronizeResult): string =>
  changes
    .filter(({ action }) => action !== 'unchanged')
    .map((row) => `${row.action} ${row.before?.userName} > ${row.userName} (${row.reason.code})`)
    .join(', ')

const text = (error: unknown): string =>
  error instanceof Problem ? `${error.code}: ${error.title}: ${error.why}` : String((error as Error)?.stack ?? error)

function assertProblem(error: unknown): asserts error is Problem {
  assert.ok(error instanceof Problem, text(error))
}

function resultOf<Result>(outcome: Outcome<Result>): Result {
  if ('error' in outcome) throw new assert.AssertionError({ message: `the run must succeed: ${text(outcome.error)}` })
  return outcome.result
}
