import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { saveOAuthClient } from '../../source/settings/credentials.ts'
import type { User } from '../../source/sync/user.ts'
import { type Recorder, type Reply, record } from '../support/recorder.ts'
import { type Run, runProgram, type Workplace, workplace } from '../support/workplace.ts'
import { createSearch } from './traces.ts'

const long = Boolean(process.env.ROLLCALL_LONG)
const passwordHash = 'scrypt:16384:8:1:c2FsdC1vZi1vZmZpY2U:VGhlSGFzaE9mT2ZmaWNlVGhhdE5vYm9keU1heVNlZQ'
const clientSecret = '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'

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
async function secretPlace(t: ExecutionContext): Promise<{ place: Workplace; recorder: Recorder }> {
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

function checkEverything(t: ExecutionContext, place: Workplace, recorder: Recorder, runs: [string, Run][]): void {
  const search = createSearch(secretsOf(place, recorder), harmless)
  for (const [name, { stdout, stderr }] of runs) {
    t.deepEqual(search(stdout), [], `standard output of ${name}`)
    t.deepEqual(search(stderr), [], `standard error of ${name}`)
    t.notRegex(stderr, /^\s+at .*:\d+:\d+/m, `no stack trace from ${name}`)
  }
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

/** Runs the program under a temporary folder of its own, so that nothing hides in the system's. */
function runIn(place: Workplace, recorder: Recorder, args: readonly string[], input = ''): Promise<Run> {
  const outer = join(place.home.folder, '..')
  const temporary = join(outer, 'tmp')
  mkdirSync(temporary, { recursive: true })
  return runProgram(['--home', place.home.folder, '--google', recorder.url, ...args], {
    input,
    environment: { TMPDIR: temporary, GOOGLE_SDK_NODE_LOGGING: '*', NODE_DEBUG: 'gaxios', DEBUG: '*' },
  })
}

/** Every command, with what it takes; one that ends with a failure has said something, too. */
const commands: [args: string[], input?: string][] = [
  [['check', '--verbose']],
  [['check', '--json', '--verbose']],
  [['groups', '--verbose']],
  [['plan', '--verbose']],
  [['plan', '--json', '--all', '--verbose', '--out', 'PLAN']],
  [['users', '--verbose']],
  [['users', '--json']],
  [['users', 'show', 'office@example.com']],
  [['users', 'show', 'scanner', '--json']],
  [['who', 'office@example.com', '--json']],
  [['archives', '--json']],
  [['sync', '--json', '--verbose', '--plan', 'PLAN']],
  [['users', 'take-over', 'office@example.com', '--verbose']],
  [['sync', '--verbose']],
  [['history']],
  [['history', '--json']],
  [['undo', '--json', '--verbose']],
  [['restore', '4', '--verbose']],
  [['export', '--format', 'json']],
  [['export', '--format', 'csv']],
  [['settings', 'show', '--json', '--verbose']],
  [['setup', '--group', 'archive@example.com', '--verbose', '--json']],
  [['timer', 'print']],
  [
    ['test-authentication', 'ada@example.com', '--verbose'],
    'https://archive.example.com:8462/oidc/signin?code=x&state=y\n',
  ],
]

test('no command tells a secret, or leaves one where it does not belong', async (t) => {
  const { place, recorder } = await secretPlace(t)
  const plan = join(place.home.folder, '..', 'saved.plan')
  const runs: [string, Run][] = []
  for (const [args, input] of commands) {
    const real = args.map((argument) => (argument === 'PLAN' ? plan : argument))
    runs.push([args.join(' '), await runIn(place, recorder, real, input)])
  }
  const codes = new Map(runs.map(([name, { code }]) => [name, code]))
  for (const name of ['check --verbose', 'plan --verbose', 'sync --verbose', 'users --verbose'])
    t.is(codes.get(name), 0, name)
  t.true(existsSync(plan))
  t.true(existsSync(place.home.history))
  checkEverything(t, place, recorder, runs)
})

/** What Google, or somebody in its place, may answer to any call. Waits are asked for that are too long to be waited. */
const faults: [name: string, Reply | ((told: string) => Reply)][] = [
  ['400', { status: 400, body: '{"error":"invalid_grant","error_description":"Invalid JWT Signature."}' }],
  ['401', { status: 401, body: '{"error":{"code":401,"message":"Request had invalid authentication credentials."}}' }],
  ['403', { status: 403, body: '{"error":{"code":403,"message":"Not Authorized","errors":[{"reason":"forbidden"}]}}' }],
  ['429', { status: 429, body: '{}', headers: { 'retry-after': '86400' } }],
  ['503', { status: 503, body: '<html>busy</html>', headers: { 'retry-after': '86400' } }],
  ['a web page', { status: 200, body: '<!DOCTYPE html><title>Sign in</title>' }],
  ['half an answer', { status: 200, body: '{"access_token":"ya29.half-a-token-that-nobody-may-see' }],
  ['a redirection', { status: 302, body: '', headers: { location: 'http://127.0.0.1:9/elsewhere?' } }],
  [
    'an echo as Google would word it',
    (told) => ({ status: 400, body: JSON.stringify({ error: 'invalid_grant', error_description: told }) }),
  ],
  [
    'an echo in an API error',
    (told) => ({
      status: 403,
      body: JSON.stringify({ error: { code: 403, message: told, errors: [{ reason: told, message: told }] } }),
    }),
  ],
  [
    'an echo as a web page',
    (told) => ({ status: 404, body: `<html><title>${told}</title><body>${told}</body></html>` }),
  ],
  ['an echo as plain text', (told) => ({ status: 403, body: told })],
]

for (const [name, reply] of faults) {
  test(`no secret is told when the answer is ${name}`, async (t) => {
    const { place, recorder } = await secretPlace(t)
    const runs: [string, Run][] = []
    for (const refused of ['/token', '/admin/']) {
      recorder.intercept(({ path, headers, body }) => {
        if (!path.startsWith(refused)) return undefined
        const assertion = new URLSearchParams(body).get('assertion')
        return typeof reply === 'function' ? reply(assertion ?? headers.authorization ?? body) : reply
      })
      const all = long
        ? [['check'], ['groups'], ['plan'], ['sync'], ['setup', '--group', 'archive@example.com']]
        : [['check'], ['sync']]
      const ended = all.map(async (args): Promise<[string, Run]> => {
        return [`${args[0]} without ${refused}`, await runIn(place, recorder, [...args, '--verbose'])]
      })
      runs.push(...(await Promise.all(ended)))
    }
    for (const [what, { code }] of runs) t.not(code, 0, what)
    checkEverything(t, place, recorder, runs)
  })
}

test('no secret of a damaged file is told by the failure to read it', async (t) => {
  const { place, recorder } = await secretPlace(t)
  const key = readFileSync(place.home.serviceAccountKey, 'utf8')
  const at = key.indexOf('MII') + 700
  const store = readFileSync(place.home.users, 'utf8')
  const hash = store.indexOf(passwordHash) + 40
  const client = readFileSync(place.home.oauthClient, 'utf8')
  const damages: [string, string, (text: string, place: number) => string, number][] = [
    [place.home.serviceAccountKey, key, (text, from) => `${text.slice(0, from)}"${text.slice(from)}`, at],
    [place.home.serviceAccountKey, key, (text, from) => text.slice(0, from), at],
    [place.home.users, store, (text, from) => `${text.slice(0, from)}"${text.slice(from)}`, hash],
    [place.home.users, store, (text, from) => `${text.slice(0, from)}\n${text.slice(from)}`, hash],
    [place.home.users, store, (text, from) => text.slice(0, from), hash],
    [
      place.home.oauthClient,
      client,
      (text, from) => `${text.slice(0, from)}"${text.slice(from)}`,
      client.indexOf('GOCSPX') + 12,
    ],
  ]
  const runs: [string, Run][] = []
  for (const [path, whole, damage, from] of damages) {
    writeFileSync(path, damage(whole, from))
    for (const args of [['users'], ['sync'], ['test-authentication', 'ada@example.com']]) {
      const run = await runIn(place, recorder, [...args, '--verbose'])
      runs.push([`${args[0]} with a damaged ${path}`, run])
    }
    writeFileSync(path, whole)
  }
  const broken = join(place.home.folder, '..', 'broken.json')
  writeFileSync(broken, `${key.slice(0, at)}"${key.slice(at)}`)
  runs.push(['setup', await runIn(place, recorder, ['setup', '--key', broken])])
  runs.push(['setup -', await runIn(place, recorder, ['setup', '--key', '-'], key.slice(0, at))])
  runs.push(['setup --from', await runIn(place, recorder, ['setup', '--from', broken])])
  runs.push(['sync --plan', await runIn(place, recorder, ['sync', '--plan', broken])])
  runs.push(['simulate', await runIn(place, recorder, ['simulate', '--org', broken])])
  writeFileSync(broken, '')
  checkEverything(t, place, recorder, runs)
})

for (const umask of ['000', '077', '777']) {
  test(`files are the owner's alone under the umask ${umask}`, async (t) => {
    const { place, recorder } = await secretPlace(t)
    const outer = join(place.home.folder, '..')
    const fresh = join(outer, 'fresh', 'home')
    const key = join(outer, 'key.json')
    writeFileSync(key, JSON.stringify(place.google.key), { mode: 0o600 })
    const plan = join(outer, 'saved.plan')
    const lines = [
      `setup --key ${key} --admin admin@example.com --auto-delete`,
      `plan --out ${plan}`,
      'sync',
      'setup --suspended exclude',
      'setup --exclude ada@example.com',
      'sync',
    ]
    for (const line of lines) {
      const run = await runUnder(umask, ['--home', fresh, '--google', recorder.url, ...line.split(' ')])
      t.is(run.code, 0, `${line}: ${run.stderr}`)
    }
    const found = readdirSync(fresh, { withFileTypes: true, recursive: true })
    t.true(found.length > 10)
    for (const entry of found) {
      const path = join(entry.parentPath, entry.name)
      const mode = (statSync(path).mode & 0o777).toString(8)
      t.is(mode, entry.isDirectory() ? '700' : '600', path)
    }
    for (const [path, mode] of [
      [fresh, '700'],
      [plan, '600'],
    ] as const)
      t.is((statSync(path).mode & 0o777).toString(8), mode, path)
  })
}

/** Runs the program under another umask, which only a new process can have. */
async function runUnder(umask: string, args: readonly string[]): Promise<Run> {
  const before = process.umask(Number.parseInt(umask, 8))
  try {
    // The child takes the umask over when it is started, which happens before this returns.
    const running = runProgram(args)
    process.umask(before)
    return await running
  } finally {
    process.umask(before)
  }
}
