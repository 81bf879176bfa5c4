import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { googleItself } from '../../source/google/http/endpoint.ts'
import { readPlan, savePlan } from '../../source/operations/synchronize/saved-plan.ts'
import { readOAuthClient, readServiceAccountKey } from '../../source/settings/credentials/credentials.ts'
import { maximumOAuthClientBytes, parseOAuthClient } from '../../source/settings/credentials/oauth-client.ts'
import { maximumKeyFileBytes, parseServiceAccountKey } from '../../source/settings/credentials/service-account-key.ts'
import { readOutsideFile } from '../../source/settings/outside-files/read-outside-file.ts'
import { readSettings } from '../../source/settings/settings.ts'
import { maximumDocumentBytes, parseSettingsDocument } from '../../source/settings/settings-document.ts'
import { settingsSchema } from '../../source/settings/settings-schema.ts'
import { serviceAccountKey } from '../../source/simulator/oauth/service-account.ts'
import { parseOrganizationText } from '../../source/simulator/organization/organization.ts'
import { readInput } from '../../source/simulator/read-input.ts'
import { parseFaultsText } from '../../source/simulator/server/faults.ts'
import { SimulatorInputError } from '../../source/simulator/simulator-input-error.ts'
import { backupPath, readBackup } from '../../source/store/commit/backups.ts'
import { recover } from '../../source/store/commit/recovery.ts'
import { readHistory } from '../../source/store/history/history.ts'
import { type Home, homeAt } from '../../source/store/home.ts'
import { lastFailurePath, readLastFailure } from '../../source/store/last-failure.ts'
import { withStoreLock } from '../../source/store/lock/lock.ts'
import { readStore } from '../../source/store/users/user-store.ts'
import { Problem } from '../../source/text/problem.ts'
import { createServices } from '../../source/tui/create-services.ts'

/** A kind of file that comes from outside, or that somebody can have laid in the home. */
type Kind = {
  name: string
  /** Where it lies. */
  path: (home: Home, folder: string) => string
  good: string
  read: (home: Home, path: string) => Promise<unknown>
  /** Damages that leave it usable. */
  bears: readonly string[] | 'anything'
  /** Other kinds of problem than badData that are as right. */
  also?: readonly string[]
}

const key = JSON.stringify(await serviceAccountKey())
const client = JSON.stringify({
  web: { client_id: '123456789-abc.apps.googleusercontent.com', client_secret: 'GOCSPX-0123456789' },
})
const store = JSON.stringify({ version: 1, revision: 3, users: [] })
const organization = JSON.stringify({
  domains: ['example.com'],
  admins: ['admin@example.com'],
  users: [{ primaryEmail: 'admin@example.com' }],
})
const journal = JSON.stringify({ version: 1, revision: 4, historyBytes: 0, date: '2026-01-02', work: [], round: 'out' })
const { plan, planSeal } = await savedPlan()

const write = (content: (good: string) => string | Buffer) => (path: string, good: string) =>
  writeFileSync(path, content(good))

/** What can be wrong with a file. */
const damages: Record<string, (path: string, good: string) => void> = {
  'too large': (path) => {
    writeFileSync(path, '{')
    truncateSync(path, 600 * 1024 * 1024)
  },
  'too deep': write((good) => withMember(good, '"deep"', '['.repeat(50_000) + ']'.repeat(50_000))),
  'name twice': write((good) => withMember(good, '"twice":1,"twice"', '2')),
  __proto__: write((good) => withMember(good, '"__proto__"', '{"automaticDeletion":true,"admin":true}')),
  'byte-order mark': write((good) => `\uFEFF${good}`),
  'UTF-16': write((good) => Buffer.from(`\uFEFF${good}`, 'utf16le')),
  'UTF-16 big': write((good) => Buffer.from(`\uFEFF${good}`, 'utf16le').swap16()),
  pipe: (path) => execFileSync('mkfifo', [path]),
  'endless device': (path) => symlinkSync('/dev/zero', path),
  'empty device': (path) => symlinkSync('/dev/null', path),
  folder: (path) => mkdirSync(path),
  link: (path, good) => {
    writeFileSync(`${path}.target`, good)
    symlinkSync(`${path}.target`, path)
  },
  'link in a circle': (path) => symlinkSync(path, path),
  empty: write(() => ''),
  binary: write(() => Buffer.from(Array.from({ length: 300 }, (_, index) => (index * 89) % 256))),
  cut: write((good) => (good === '' ? '{"time":' : good.slice(0, Math.floor(good.length / 2)))),
  null: write(() => 'null'),
  'a list': write(() => '[1]'),
  'a number': write(() => '7'),
  'a web page': write(() => '<!DOCTYPE html>\n<html><title>Sign in</title></html>'),
}

const kinds: Kind[] = [
  {
    name: 'key file',
    path: (_home, folder) => join(folder, 'key.json'),
    good: key,
    read: async (_home, path) => parseServiceAccountKey(await readOutsideFile(path, maximumKeyFileBytes), path),
    bears: ['byte-order mark', 'UTF-16', 'UTF-16 big', 'link'],
  },
  {
    name: 'OAuth client file',
    path: (_home, folder) => join(folder, 'client.json'),
    good: client,
    read: async (_home, path) => parseOAuthClient(await readOutsideFile(path, maximumOAuthClientBytes), path),
    bears: ['byte-order mark', 'UTF-16', 'UTF-16 big', 'link'],
  },
  {
    name: 'saved plan',
    path: (_home, folder) => join(folder, 'saved.plan'),
    good: plan,
    read: (home, path) => {
      // The home that sealed the plan, as far as it matters.
      mkdirSync(home.credentials, { recursive: true })
      writeFileSync(home.planSeal, planSeal)
      return readPlan(home, path)
    },
    bears: ['byte-order mark', 'UTF-16', 'UTF-16 big', 'link'],
  },
  {
    name: 'settings document',
    path: (_home, folder) => join(folder, 'settings-elsewhere.json'),
    good: JSON.stringify({ automaticDeletion: true }),
    read: async (_home, path) => parseSettingsDocument(await readOutsideFile(path, maximumDocumentBytes), path),
    bears: ['byte-order mark', 'UTF-16', 'UTF-16 big', 'link'],
  },
  {
    name: 'org file',
    path: (_home, folder) => join(folder, 'org.json'),
    good: organization,
    read: async (_home, path) => parseOrganizationText(await readInput(path), path),
    bears: ['byte-order mark', 'link'],
  },
  {
    name: 'faults file',
    path: (_home, folder) => join(folder, 'faults.json'),
    good: '[]',
    read: async (_home, path) => parseFaultsText(await readInput(path), path),
    bears: ['byte-order mark', 'link'],
  },
  {
    name: 'settings.json',
    path: (home) => home.settings,
    good: JSON.stringify({ automaticDeletion: true }),
    read: (home) => readSettings(home),
    bears: ['byte-order mark', 'link'],
    also: ['failed'],
  },
  {
    name: 'users.json',
    path: (home) => home.users,
    good: store,
    read: (home) => readStore(home),
    bears: ['byte-order mark', 'link'],
    also: ['failed'],
  },
  {
    name: 'journal.json',
    path: (home) => home.journal,
    good: journal,
    read: (home) => withStoreLock(home, { command: 'test' }, recover),
    bears: ['byte-order mark', 'link', 'name twice', '__proto__', 'too deep'],
    also: ['failed'],
  },
  {
    name: 'stored key',
    path: (home) => home.serviceAccountKey,
    good: key,
    read: (home) => readServiceAccountKey(home),
    bears: ['byte-order mark', 'link'],
    also: ['failed'],
  },
  {
    name: 'stored OAuth client',
    path: (home) => home.oauthClient,
    good: JSON.stringify({ clientId: 'id', clientSecret: 'secret' }),
    read: (home) => readOAuthClient(home),
    bears: ['byte-order mark', 'link'],
    also: ['failed'],
  },
  {
    name: 'history.jsonl',
    path: (home) => home.history,
    good: '',
    read: (home) => readHistory(home, 10),
    // Lines that cannot be read are passed over.
    bears: [
      ...['byte-order mark', 'UTF-16', 'UTF-16 big', 'link', 'empty', 'binary', 'null', 'a list', 'a number', 'cut'],
      ...['name twice', '__proto__', 'too deep', 'too large', 'a web page'],
    ],
    also: ['failed'],
  },
  {
    name: 'backup',
    path: (home) => backupPath(home, 7),
    good: store,
    read: (home) => readBackup(home, 7),
    bears: ['byte-order mark', 'link'],
    also: ['failed'],
  },
  {
    // Kept for a person's eyes; whatever cannot be read counts as none.
    name: 'last-failure.json',
    path: lastFailurePath,
    good: JSON.stringify({ time: '2026-01-02T03:04:05Z', command: 'sync', code: 'x', title: 'x', remedy: 'x' }),
    read: async (home) => readLastFailure(home),
    bears: 'anything',
  },
  {
    // Likewise where an unfinished setup was.
    name: 'wizard-draft.json',
    path: (home) => join(home.folder, 'wizard-draft.json'),
    good: JSON.stringify({ step: 'key', passed: ['google'], entered: {} }),
    read: async (home) => createServices({ home, google: googleItself }).readDraft(),
    bears: 'anything',
  },
  {
    name: 'users.json.lock',
    path: (home) => home.lock,
    good: '{}',
    read: (home) =>
      withStoreLock(home, { command: 'test', times: { renewedEvery: 10, diesAfter: 50 } }, async () => {}),
    bears: [],
    also: ['failed', 'locked'],
  },
]

/** Every JSON object among the files is another kind's wrong kind. */
for (const { name, good } of kinds.filter(({ good }) => good.startsWith('{"')))
  damages[`the content of ${name}`] = write(() => good)

function withMember(good: string, name: string, value: string): string {
  const inner = good.startsWith('{') ? good.slice(0, -1) : good.startsWith('[') ? '[{"call":"token"' : '{"time":"x"'
  const joined = `${inner}${inner.endsWith('{') ? '' : ','}${name}:${value}}`
  return good.startsWith('[') ? `${joined}]` : joined
}

async function savedPlan(): Promise<{ plan: string; planSeal: Buffer }> {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-test-'))
  const path = join(folder, 'plan')
  const none = { create: 0, update: 0, rename: 0, delete: 0, gone: 0, conflict: 0, unchanged: 0, skipped: 0 }
  const home = homeAt(join(folder, 'home'))
  mkdirSync(home.folder)
  await savePlan(home, path, {
    store: { version: 1, revision: 0, users: [] },
    settings: settingsSchema.parse({}),
    plan: {
      storeRevision: 0,
      summary: none,
      changes: [],
      skipped: [],
      excluded: { suspended: 0, archived: 0, groups: [], orgUnits: [], rules: [] },
      warnings: [],
      deletionLimit: { deletions: 0, limit: 5, exceeded: false },
    },
  })
  const text = await readOutsideFile(path, 100_000)
  const planSeal = readFileSync(home.planSeal)
  rmSync(folder, { recursive: true })
  return { plan: text, planSeal }
}

let tried = 0

for (const kind of kinds) {
  test(`a ${kind.name} is read, or refused by its name, whatever lies there`, async (t) => {
    for (const [damage, inflict] of Object.entries(damages)) {
      // A stored key is a key file, and a backup is a store.
      if (kinds.some(({ name, good }) => damage === `the content of ${name}` && good === kind.good)) continue
      const folder = mkdtempSync(join(tmpdir(), 'rollcall-test-'))
      const home = homeAt(join(folder, 'home'))
      mkdirSync(home.credentials, { recursive: true })
      mkdirSync(home.backups)
      writeFileSync(home.users, store)
      const path = kind.path(home, folder)
      rmSync(path, { force: true })
      inflict(path, kind.good)
      tried += 1
      const outcome = await kind.read(home, path).then(
        () => null,
        (error: unknown) => error,
      )
      const what = `${kind.name}: ${damage}`
      if (outcome === null) t.true(bears(kind, damage) || isTolerated(kind, damage), `${what} is accepted`)
      else {
        const text =
          outcome instanceof Problem
            ? `${outcome.title} ${outcome.why} ${JSON.stringify(outcome.facts)}`
            : String(outcome)
        t.true(outcome instanceof Problem || outcome instanceof SimulatorInputError, `${what}: ${text}`)
        if (outcome instanceof Problem)
          t.true(['badData', ...(kind.also ?? [])].includes(outcome.kind), `${what}: ${outcome.kind} ${text}`)
        t.false(bears(kind, damage), `${what} is refused: ${text}`)
        t.notRegex(text.replaceAll('\n', ''), /[\p{Cc}\u202e]/u, what)
        t.true(text.length < 1500, what)
      }
      t.is(({} as { admin?: unknown }).admin, undefined)
      rmSync(folder, { recursive: true, force: true })
    }
    t.log(`${tried} files so far`)
  })
}

const bears = ({ bears: borne }: Kind, damage: string): boolean => borne === 'anything' || borne.includes(damage)

/**
 * Settings keep names that they do not know, so any object is one of these; a line of the history that is none is passed
 * over; and the settings are a document of settings.
 */
function isTolerated({ name }: Kind, damage: string): boolean {
  // A stand-in for Google is given what its user wrote; nobody is misled by it.
  if (name === 'org file' || name === 'faults file') return ['name twice', '__proto__', 'too deep'].includes(damage)
  // What nobody writes to is replaced, unless it is a folder.
  if (name === 'users.json.lock') return true
  if (name === 'settings document') return damage === 'the content of settings.json'
  return ['settings.json', 'history.jsonl'].includes(name) && damage.startsWith('the content of')
}
