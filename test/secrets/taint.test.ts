import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import type { Reply } from '../support/recorder.ts'
import { runInside } from '../support/run-inside.ts'
import type { Run } from '../support/run-process.ts'
import { checkEverything, passwordHash, runIn, runProcessIn, secretPlace } from './secret-place.ts'

const long = Boolean(process.env.ROLLCALL_LONG)
/** A process of its own takes six times as long, and prints the same. */
const run = long ? runProcessIn : runIn
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
  [['users', 'take-over', 'office@example.com', '--yes', '--verbose']],
  [['sync', '--verbose']],
  [['history']],
  [['history', '--json']],
  [['undo', '--yes', '--json', '--verbose']],
  [['restore', '4', '--yes', '--verbose']],
  [['export', '--format', 'json']],
  [['export', '--format', 'csv']],
  [['settings', 'show', '--json', '--verbose']],
  [['setup', '--group', 'archive@example.com', '--verbose', '--json']],
  [['timer', 'print']],
  [['setup', '--key', '-', '--verbose'], 'KEY'],
  [['users', 'add', 'desk', '--full-name', 'Desk', '--verbose', '--json']],
  [['users', 'edit', 'desk', '--full-name', 'Front desk', '--verbose', '--json']],
  [['users', 'release', 'ada@example.com', '--yes', '--verbose']],
  [['users', 'remove', 'desk', '--yes', '--verbose', '--json']],
  [['complete-words', '--', 'users', 'show', '']],
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
    const given = input === 'KEY' ? JSON.stringify(place.google.key) : input
    runs.push([args.join(' '), await run(place, recorder, real, given)])
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
        return [`${args[0]} without ${refused}`, await run(place, recorder, [...args, '--verbose'])]
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
      runs.push([`${args[0]} with a damaged ${path}`, await runIn(place, recorder, [...args, '--verbose'])])
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

test('a secret that was typed in the place of something else is not told', async (t) => {
  const { place, recorder } = await secretPlace(t)
  const key = readFileSync(place.home.serviceAccountKey, 'utf8')
  const pem: string = JSON.parse(key).private_key
  const client: string = JSON.parse(readFileSync(place.home.oauthClient, 'utf8')).clientSecret
  t.regex(client, /^GOCSPX-/)
  const runs: [string, Run][] = []
  for (const secret of [key, pem, JSON.stringify({ private_key: pem }), client]) {
    for (const before of [
      ['setup', '--key'],
      ['setup', '--from'],
      ['setup', '--client-secret'],
      ['setup', '--client-id'],
      ['setup', '--oauth-client'],
      ['setup', '--admin'],
      ['setup'],
      ['plan', '--nonsense'],
      ['sync', '--plan'],
      ['simulate', '--org'],
      ['users', 'show'],
      ['completion'],
      ['plan', '--google'],
    ]) {
      const args = [...before, `${secret}`, '--json']
      const ended = await runIn(place, recorder, args)
      t.not(ended.code, 0, before.join(' '))
      runs.push([before.join(' '), ended])
    }
  }
  const { stderr } = await runIn(place, recorder, ['setup', '--key', key])
  t.regex(stderr, /contentNotPath/)
  checkEverything(t, place, recorder, runs)
})

test('a crash tells no secret, and no stack', async (t) => {
  const { place, recorder } = await secretPlace(t)
  const preload = join(place.home.folder, '..', 'crash.cjs')
  const path = JSON.stringify(place.home.serviceAccountKey)
  const runs: [string, Run][] = []
  for (const [thrown, ...flags] of [
    ['throw new Error("Could not sign with " + key)'],
    ['throw new Error(JSON.stringify({ headers: { authorization: "Bearer " + key.slice(40, 300) } }))', '--json'],
    ['throw new TypeError(encodeURIComponent(key))'],
    ['Promise.reject(key)'],
    ['Promise.reject(new Error(key.slice(100)))', '--json'],
    ['JSON.parse(key.slice(100))'],
  ] as const) {
    // As soon as the program is there to catch it.
    writeFileSync(
      preload,
      `const key = JSON.parse(require('node:fs').readFileSync(${path}, 'utf8')).private_key
      const timer = setInterval(() => {
        if (process.listenerCount('uncaughtException') === 0) return
        clearInterval(timer)
        ${thrown}
      }, 1)`,
    )
    const ended = await runProcessIn(place, recorder, ['plan', '--verbose', ...flags], '', {
      NODE_OPTIONS: `--require=${preload}`,
    })
    t.is(ended.code, 1, thrown)
    t.regex(ended.stdout + ended.stderr, /bug in Rollcall/, thrown)
    runs.push([thrown, ended])
  }
  checkEverything(t, place, recorder, runs)
})

for (const umask of ['000', '077', '777']) {
  // Alone: a umask is the whole process's.
  test.serial(`files are the owner's alone under the umask ${umask}`, async (t) => {
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
      const args = ['--home', fresh, '--google', recorder.url, ...line.split(' ')]
      const { code, stderr } = await runInside(args, { umask: Number.parseInt(umask, 8) })
      t.is(code, 0, `${line}: ${stderr}`)
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
