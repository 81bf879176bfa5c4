import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import type { ProblemJson } from '../../source/views/problem-view.ts'
import { runInside } from '../support/run-inside.ts'
import { workplace } from '../support/workplace.ts'

type SettingsJson = { settings: Record<string, unknown>; key: Record<string, string> | null }

test('the settings are shown in words, without the private key', async (t) => {
  const place = await workplace(t, { flags: ['--group', 'staff@example.com', '--auto-delete'] })
  const { code, stdout } = await place.run(['settings'])
  t.is(code, 0)
  t.regex(stdout, /^Groups +staff@example\.com$/m)
  t.regex(stdout, /^Automatic deletion +on$/m)
  t.notRegex(stdout, /PRIVATE/)
})

test('the settings of one machine are taken over by another, without the secrets', async (t) => {
  const one = await workplace(t, {
    flags: ['--group', 'staff@example.com', '--auto-delete', '--exclude', '*@lab.example.com'],
  })
  const other = await workplace(t, { setUp: false })
  const shown = await one.run(['settings', 'show', '--json'])
  t.notRegex(shown.stdout, /PRIVATE/)
  t.is((await other.run(['setup', '--from', '-'], { input: shown.stdout })).code, 0)
  const { document } = await other.answer<SettingsJson>(['settings', 'show'])
  t.deepEqual(document.settings, JSON.parse(shown.stdout).settings)
  t.is(document.key, null)
})

test('a command that another machine runs after commits is run here only with --yes', async (t) => {
  const one = await workplace(t, { flags: ['--after', 'touch /tmp/x; echo done', '--auto-delete'] })
  const other = await workplace(t, { setUp: false })
  const input = (await one.run(['settings', 'show', '--json'])).stdout
  const refused = await other.run(['setup', '--from', '-'], { input })
  t.is(refused.code, 64)
  t.regex(refused.stderr, /would run a command \(touch \/tmp\/x; echo done\)/)
  const kept = async () => (await other.answer<SettingsJson>(['settings', 'show'])).document.settings
  t.like(await kept(), { after: null, automaticDeletion: false }, 'nothing was taken over')
  t.is((await other.run(['setup', '--from', '-', '--no-after'], { input })).code, 0)
  t.like(await kept(), { after: null, automaticDeletion: true })
  t.is((await other.run(['setup', '--from', '-', '--yes'], { input })).code, 0)
  t.like(await kept(), { after: 'touch /tmp/x; echo done' })
  t.is((await other.run(['setup', '--from', '-'], { input })).code, 0, 'what runs here already is not asked about')
})

test('files that another machine keeps up to date are checked where they are to be kept', async (t) => {
  const place = await workplace(t)
  const document = (path: string) => JSON.stringify({ settings: { exports: [{ kind: 'csv', path }] } })
  const refused = await place.run(['setup', '--from', '-'], { input: document(place.folder) })
  t.regex(refused.stderr, /Code: +exportIsNoFile/)
  const named = await place.run(['setup', '--from', '-', '--no-export'], { input: document(place.folder) })
  t.is(named.code, 0)
  t.is((await place.run(['setup', '--from', '-'], { input: document(join(place.folder, 'users.csv')) })).code, 0)
})

test('flags go before what a document says', async (t) => {
  const one = await workplace(t, { flags: ['--auto-delete'] })
  const file = join(one.folder, 'settings.json')
  writeFileSync(file, (await one.run(['settings', 'show', '--json'])).stdout)
  const { document } = await one.answer<SettingsJson>(['setup', '--from', file, '--no-auto-delete'])
  t.false(document.settings.automaticDeletion)
})

test('settings that cannot be used are named for what is wrong with them', async (t) => {
  const place = await workplace(t)
  for (const [text, why] of [
    ['{"administrator":5}', 'administrator should be text, and is a number. The file was left as it is.'],
    ['{"version":2}', 'version should be 1. The file was left as it is.'],
    [
      '{"defaultPrivileges":["none","login"]}',
      'none stands alone, without other privileges. The file was left as it is.',
    ],
    ['\xff', 'It holds bytes that are not UTF-8. The file was left as it is.'],
  ] as const) {
    writeFileSync(place.home.settings, text, 'latin1')
    const { code, document } = await place.answer<ProblemJson>(['settings', 'show'])
    t.deepEqual([code, document.problem.cause], [65, why])
  }
  rmSync(place.home.settings)
  mkdirSync(place.home.settings)
  t.regex((await place.answer<ProblemJson>(['plan'])).document.problem.cause, /^It is a folder, .*not a regular file\./)
})

test('a document that holds no settings changes nothing and exits with 65', async (t) => {
  const place = await workplace(t)
  for (const text of ['{}', 'null', '{"settings":{"suspended":"maybe"}}', '<html>']) {
    const { code, stdout } = await place.run(['setup', '--from', '-', '--json'], { input: text })
    t.is(code, 65, text)
    t.is((JSON.parse(stdout) as ProblemJson).problem.code, 'settingsDocumentUnusable', text)
  }
})

test('standard input cannot be both the key and the settings', async (t) => {
  t.is((await runInside(['setup', '--key', '-', '--from', '-'])).code, 64)
})

test('the sign-in goes along, and its secret is given on the other machine, in one line or later', async (t) => {
  const one = await workplace(t)
  const { clientId, clientSecret } = one.google.oidc
  const where = ['--host', 'archive.example.com', '--port', '443', '--instance', 'acme']
  await one.run(['setup', '--client-id', clientId, '--client-secret', '-', ...where], { input: `${clientSecret}\n` })
  const { stdout: shown } = await one.run(['settings', 'show', '--json'])
  t.false(shown.includes(clientSecret))
  t.is(JSON.parse(shown).redirectUri, 'https://archive.example.com/acme/oidc/signin')
  const file = join(one.folder, 'settings.json')
  writeFileSync(file, shown)

  for (const takeOver of [
    [['--from', file, '--client-secret', '-']],
    [
      ['--from', file],
      ['--client-secret', '-'],
    ],
  ]) {
    const other = await workplace(t, { setUp: false })
    for (const flags of takeOver) {
      const { code, stderr } = await other.run(['setup', ...flags], { input: clientSecret })
      t.is(code, 0, stderr)
      if (flags.includes('--from')) t.regex(stderr, /Still missing: the key\./)
    }
    const { document } = await other.answer<SettingsJson>(['settings', 'show'])
    t.deepEqual(document.settings, JSON.parse(shown).settings)
    t.is(JSON.parse(readFileSync(other.home.oauthClient, 'utf8')).clientSecret, clientSecret)
  }
})
