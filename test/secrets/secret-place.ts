import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { ExecutionContext } from 'ava'
import { saveOAuthClient } from '../../source/settings/credentials/credentials.ts'
import type { User } from '../../source/sync/user.ts'
import { type Recorder, record } from '../support/recorder.ts'
import { runInside } from '../support/run-inside.ts'
import type { Run } from '../support/run-process.ts'
import { type RunOptions, runProcess } from '../support/run-process.ts'
import { type Workplace, workplace } from '../support/workplace.ts'
import { createSearch } from './traces.ts'

export const passwordHash = 'scrypt:16384:8:1:c2FsdC1vZi1vZmZpY2U:VGhlSGFzaE9mT2ZmaWNlVGhhdE5vYm9keU1heVNlZQ'
export const clientSecret = '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'

const user = (userName: string, more: Partial<User> = {}): User => ({
  userName,
  fullName: `Name of ${userName}`,
  distinguishedName: null,
  authentication: 'directoryServices',
  directoryId: `1000${userName.length}`,
  emailAddresses: [userName],
  pop3UserNames: [],
  privileges: ['login'],
  privilegesOnFolders: [],
  ...more,
})

/** A home with every kind of secret in it. */
export async function secretPlace(t: ExecutionContext): Promise<{ place: Workplace; recorder: Recorder }> {
  const place = await workplace(t, {
    organization: {
      domains: ['example.com'],
      admins: ['admin@example.com'],
      users: ['admin', 'ada', 'office'].map((name) => ({ primaryEmail: `${name}@example.com` })),
      groups: [{ id: 'g', email: 'archive@example.com', name: 'Archive', members: [{ email: 'ada@example.com' }] }],
    },
    store: {
      version: 1,
      revision: 4,
      users: [
        user('gone@example.com'),
        // In the way of an account, so that a plan has to show the row.
        user('office@example.com', { authentication: 'integrated', directoryId: null, password: passwordHash }),
        user('scanner', { authentication: 'integrated', directoryId: null, password: passwordHash }),
      ],
    },
    settings: {
      automaticDeletion: true,
      authentication: {
        clientId: '482915037264-simulator.apps.googleusercontent.com',
        host: 'archive.example.com',
        port: 8462,
        instanceId: null,
      },
    },
  })
  await saveOAuthClient(place.home, {
    clientId: '482915037264-simulator.apps.googleusercontent.com',
    clientSecret,
  })
  return { place, recorder: await record(t, place.google.url) }
}

/** What must not be told: what is in the home, and what went over the wire. */
function secretsOf({ google }: Workplace, { exchanges }: Recorder): Map<string, string> {
  const secrets = new Map([
    ['private key', google.key.private_key],
    ['client secret', clientSecret],
    ['password hash', passwordHash],
  ])
  for (const { path, headers, body, answer } of exchanges) {
    const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1]
    if (bearer !== undefined) secrets.set(`access token ${secrets.size}`, bearer)
    if (!path.startsWith('/token')) continue
    const form = new URLSearchParams(body)
    for (const field of ['assertion', 'code', 'code_verifier']) {
      const value = form.get(field)
      if (value !== null) secrets.set(`${field} ${secrets.size}`, value)
    }
    for (const [, field, value] of answer.matchAll(/"(access_token|id_token|refresh_token)":\s*"([^"]+)"/g)) {
      secrets.set(`${field} ${secrets.size}`, value ?? '')
    }
  }
  return secrets
}

/** What the browser has to carry, and nobody to keep: it is on the screen while the sign-in goes on, and in no file. */
function fleeting({ exchanges }: Recorder): Map<string, string> {
  const found = new Map<string, string>()
  for (const { path } of exchanges) {
    const query = new URL(path, 'http://localhost').searchParams
    for (const name of ['state', 'nonce', 'code_challenge']) {
      const value = query.get(name)
      if (value !== null) found.set(`${name} ${found.size}`, value)
    }
  }
  return found
}

/** The beginning of every assertion is the same and tells nothing. */
const harmless = [
  Buffer.from('{"alg":"RS256","typ":"JWT"}').toString('base64url'),
  '-----BEGIN PRIVATE KEY-----',
  '-----END PRIVATE KEY-----',
]

/** Every file below a folder, with its text. */
function filesBelow(folder: string): { path: string; text: string }[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, text: readFileSync(path, 'latin1') }))
}

/** The only places where a secret belongs. */
function belongs(path: string, secret: string): boolean {
  if (path === 'home/credentials/service-account.json' || path === 'key.json') return secret.startsWith('private key')
  if (path === 'home/credentials/oauth-client.json') return secret.startsWith('client secret')
  const isStore = path === 'home/users.json' || /^home\/backups\/users\.\d+\.json$/.test(path)
  return isStore && secret.startsWith('password hash')
}

/** Finds traces of whatever must not be told. */
export const searchIn = (
  place: Workplace,
  recorder: Recorder,
  more: ReadonlyMap<string, string> = new Map(),
): ((text: string) => string[]) => createSearch(new Map([...secretsOf(place, recorder), ...more]), harmless)

/** Searches what was printed, and every file below the home's folder. */
export function checkEverything(
  t: ExecutionContext,
  place: Workplace,
  recorder: Recorder,
  runs: [string, Run][],
): void {
  const search = searchIn(place, recorder)
  for (const [name, { stdout, stderr }] of runs) {
    t.deepEqual(search(stdout), [], `standard output of ${name}`)
    t.deepEqual(search(stderr), [], `standard error of ${name}`)
    t.notRegex(stderr, /^\s+at .*:\d+:\d+/m, `no stack trace from ${name}`)
  }
  checkFiles(t, place, recorder)
}

/** Searches every file below the home's folder, temporary ones too. */
export function checkFiles(t: ExecutionContext, place: Workplace, recorder: Recorder): void {
  const search = searchIn(place, recorder, fleeting(recorder))
  const outer = join(place.home.folder, '..')
  for (const { path, text } of filesBelow(outer)) {
    const shown = relative(outer, path)
    t.deepEqual(
      search(text).filter((secret) => !belongs(shown, secret)),
      [],
      shown,
    )
  }
}

/** Runs the program as a process under a temporary folder of its own, so that nothing hides in the system's. */
export function runProcessIn(
  place: Workplace,
  recorder: Recorder,
  args: readonly string[],
  input = '',
  more: NodeJS.ProcessEnv = {},
): Promise<Run> {
  return runProcess(...surroundings(place, recorder, args, input, more))
}

/** The same inside of the test's process. */
export function runIn(place: Workplace, recorder: Recorder, args: readonly string[], input = ''): Promise<Run> {
  return runInside(...surroundings(place, recorder, args, input))
}

function surroundings(
  place: Workplace,
  recorder: Recorder,
  args: readonly string[],
  input: string,
  more: NodeJS.ProcessEnv = {},
): [string[], RunOptions] {
  const temporary = join(place.home.folder, '..', 'tmp')
  mkdirSync(temporary, { recursive: true })
  return [
    ['--home', place.home.folder, '--google', recorder.url, ...args],
    {
      input,
      environment: { TMPDIR: temporary, GOOGLE_SDK_NODE_LOGGING: '*', NODE_DEBUG: 'gaxios', DEBUG: '*', ...more },
    },
  ]
}
