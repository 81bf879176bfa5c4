import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { googleItself } from '../../../source/google/http/endpoint.ts'
import type { CommittedByHand } from '../../../source/operations/users/commit-by-hand.ts'
import { type ArchiveReport, archiveReports } from '../../../source/store/archives/archive-report.ts'
import type { ArchiveOutcome } from '../../../source/store/archives/archive-work.ts'
import { openHome } from '../../../source/store/open-home.ts'
import { summarize } from '../../../source/sync/plan/rows.ts'
import type { Change } from '../../../source/sync/plan.ts'
import { Problem } from '../../../source/text/problem.ts'
import type { Place } from '../../../source/tui/app-context.ts'
import { createServices } from '../../../source/tui/create-services.ts'
import { synchronize } from '../../../source/tui/plain/synchronize.ts'
import type { Services } from '../../../source/tui/services.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { integrated, user } from '../../sync/builders.ts'
import { sampleChange, samplePlan } from '../../views/sample-plan.ts'
import type { FakeSession } from '../support/fake-session.ts'
import { drawInterface } from '../support/interface.ts'

const refused = new Problem({
  code: 'diskFull',
  kind: 'failed',
  title: "Can't write to archives",
  cause: 'The disk is full.',
  remedy: 'Free some space.',
})

/** What the store can report, by outcome; a new one needs a row here. */
const outcomes: Readonly<Record<ArchiveReport['outcome'], ArchiveOutcome>> = {
  pending: { work: { kind: 'create', archive: 'bea@example.com' }, outcome: 'pending', problem: refused },
  blocked: { work: { kind: 'create', archive: 'bea@example.com' }, outcome: 'blocked' },
  setAside: {
    work: { kind: 'rename', from: 'old@example.com', to: 'bea@example.com' },
    outcome: 'renamed',
    movedAside: 'bea (former)',
  },
  kept: { work: { kind: 'remove', archive: 'bea@example.com' }, outcome: 'kept' },
}

const plan = samplePlan([sampleChange({ userName: 'ada@example.com' })])
const conflict = sampleChange({
  action: 'conflict',
  userName: 'ada@example.com',
  before: integrated('ada@example.com'),
  after: null,
  reason: { code: 'integratedUser' } as Change['reason'],
  archive: null,
})

/** A screen that commits something: how it is opened, which keys commit, and what they wait for. */
type Face = { start: Place; keys: readonly [waitFor: string | RegExp, keys: string][]; services?: Partial<Services> }

const users = { start: { screen: 'users', purpose: 'look' } } as const
const faces: Readonly<Record<string, Face>> = {
  'the result of a synchronization': {
    start: { screen: 'synchronize', wantsCommit: true },
    keys: [['Press Enter to synchronize', '\r']],
  },
  'the result of an undo': {
    start: { screen: 'history' },
    keys: [
      ['u undo', 'u'],
      ['s undo', 's'],
      ['Press Enter to undo', '\r'],
    ],
  },
  'the plan, after a take-over': {
    start: { screen: 'synchronize', wantsCommit: false },
    services: { testSettings: async () => ({ plan: samplePlan([conflict]) }) as never },
    keys: [
      [/›! ada@/, 't'],
      ['Enter take over', '\r'],
    ],
  },
  'the users, after adding one': {
    ...users,
    keys: [
      ['› dan', 'n'],
      ['› User name', 'bea'],
      ['bea', '\r'],
      [/User name +bea/, '\u0013'],
    ],
  },
  'the users, after editing one': {
    ...users,
    keys: [
      ['› dan', 'e'],
      ['› Full name', '\u0013'],
    ],
  },
  'the users, after giving privileges': {
    ...users,
    keys: [
      ['› dan', 'p'],
      ['■ Log on', '\u0013'],
    ],
  },
  'the users, after removing one': {
    ...users,
    keys: [
      ['› dan', 'd'],
      ['Enter remove', '\r'],
    ],
  },
  'the users, after a take-over': {
    ...users,
    keys: [
      ['› dan', 't'],
      ['Enter take over', '\r'],
    ],
  },
  'the users, after a release': {
    ...users,
    keys: [
      ['› dan', 'j'],
      ['› eve', 'l'],
      ['Enter release', '\r'],
    ],
  },
  'the archives, after giving one away': {
    start: { screen: 'archives' },
    keys: [
      ['› old@example.com', '\r'],
      ['Give the archive', 'bea@example.com\r'],
    ],
  },
}

function servicesReporting(archives: ArchiveOutcome[]): Partial<Services> {
  const done: CommittedByHand = { plan, committed: true, storeRevision: 8, archives }
  const record = {
    time: '2026-01-31T14:05:00.000Z',
    revision: 7,
    who: { user: 'root', sudoUser: null, sshConnection: null },
  }
  const change = async () => done
  return {
    testSettings: async () => ({ plan }) as never,
    synchronize: change,
    listUsers: async () => ({ users: [integrated('dan'), user('eve@example.com')], shared: new Map() }),
    addUser: change,
    editUser: change,
    removeUser: change,
    takeOverUser: change,
    releaseUser: change,
    listArchives: async () => [
      { folder: 'old@example.com', archive: 'old@example.com', messages: 1, bytes: 1, owner: null, mailOf: null },
    ],
    assignArchive: change,
    readHistory: async () => [{ ...record, command: 'sync', summary: summarize([], 0), changes: [] }],
    previewUndo: async () => ({ plan, revision: 7, command: 'sync' }),
    undo: change,
  }
}

/** Everything that a screen shows, scrolled to its end. */
async function wholeText(shown: FakeSession): Promise<string> {
  const seen: string[] = []
  for (let page = 0; page < 6; page += 1) {
    await shown.settled()
    seen.push(shown.frame())
    shown.type('j')
  }
  return seen.join('\n')
}

const words = (text: string): string => text.replace(/[\s│]+/g, ' ')

for (const [name, { start, keys, services = {} }] of Object.entries(faces)) {
  for (const [outcome, one] of Object.entries(outcomes)) {
    test.serial(`${name}: an archive that is ${outcome} is named with its cause and what to do`, async (t) => {
      const shown = drawInterface(t, { start, services: () => ({ ...servicesReporting([one]), ...services }) })
      for (const [waitFor, typed] of keys) {
        await shown.waitFor(waitFor)
        shown.type(typed)
      }
      await shown.waitFor('bea@example.com: ')
      const text = words(name.startsWith('the result') ? await wholeText(shown) : shown.frame())
      const [report] = archiveReports([one])
      t.true(text.includes(words(`${report?.userName}: ${report?.cause}.`)), text)
      t.regex(text, /rollcall archives/)
    })
  }
}

for (const [outcome, one] of Object.entries(outcomes)) {
  test.serial(
    `an archive that is ${outcome} stands on the home screen and in the history until it is done`,
    async (t) => {
      const home = openHome(join(temporaryFolder(t), 'home'))
      const archives = archiveReports([one])
      const record = {
        time: '2026-01-31T14:05:00.000Z',
        revision: 1,
        who: { user: 'root', sudoUser: null, sshConnection: null },
        command: 'sync',
        summary: plan.summary,
        changes: [],
      }
      const later = { archivesOf: 1, time: '2026-01-31T14:05:01.000Z', archives }
      writeFileSync(home.users, JSON.stringify({ version: 1, revision: 1, users: [] }))
      writeFileSync(home.history, `${JSON.stringify(record)}\n${JSON.stringify(later)}\n`)
      const shown = drawInterface(t, { services: () => createServices({ home, google: googleItself }) })
      t.regex(await shown.waitFor('Last change'), /Last change .+ ! 1 archive needs attention/)
      shown.type('5')
      t.regex(await shown.waitFor('2026-01-31'), /! 1 archive/)
      shown.press('enter')
      await shown.waitFor('Archives that need attention')
      const text = words(await wholeText(shown))
      t.true(text.includes(words(`${archives[0]?.userName}: ${archives[0]?.cause}.`)), text)
      t.regex(text, /rollcall archives/)
    },
  )

  test.serial(`without a screen, too, an archive that is ${outcome} is named after the commit`, async (t) => {
    const said: string[] = []
    const questions = { say: (text: string) => said.push(text), yes: async () => true }
    const tools = { signal: new AbortController().signal, onProgress: () => undefined }
    await synchronize(questions as never, { services: servicesReporting([one]), tools } as never, true)
    const [report] = archiveReports([one])
    t.true(said.at(-1)?.includes(`${report?.userName}: ${report?.cause}.`), said.join('\n'))
  })
}

test.serial('the line that stays when the program ends says that an archive needs attention', async (t) => {
  const shown = drawInterface(t, {
    start: { screen: 'synchronize', wantsCommit: true },
    services: () => servicesReporting([outcomes.blocked]),
  })
  await shown.waitFor('Press Enter to synchronize')
  shown.press('enter')
  await shown.waitFor('This is revision 8')
  t.regex(shown.result() ?? '', /created 1 user.+! 1 archive needs attention/i)
})
