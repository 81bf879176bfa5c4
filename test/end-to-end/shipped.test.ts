import { execFile, execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { nodeUnderTest } from '../support/node-under-test.ts'
import { program } from '../support/run-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { type Workplace, workplace } from '../support/workplace.ts'

const organization = {
  domains: ['example.com'],
  admins: ['admin@example.com'],
  users: [{ primaryEmail: 'admin@example.com', name: { fullName: 'Ada' } }],
}

/** Takes what was shipped through setup, plan and synchronization, without HOME and with nothing of the project near. */
async function useIt(t: ExecutionContext, command: string, first: string[] = []): Promise<void> {
  const place: Workplace = await workplace(t, { organization, setUp: false })
  const { HOME: _home, ...env } = process.env
  const run = (...args: string[]): Promise<string> =>
    new Promise((resolve, reject) => {
      const all = [...first, ...args, '--home', place.home.folder, '--google', place.google.url]
      execFile(command, all, { cwd: '/', env }, (error, stdout) => (error === null ? resolve(stdout) : reject(error)))
    })
  await run('setup', '--key', place.keyFile, '--admin', 'admin@example.com')
  t.regex(await run('plan'), /Create 1 user/)
  t.regex(await run('sync'), /Created 1 user/)
  t.regex(await run('plan'), /Nothing to change/)
}

test('the single file works when it is copied alone to anywhere', async (t) => {
  const folder = temporaryFolder(t)
  copyFileSync(program, join(folder, 'tool'))
  await useIt(t, nodeUnderTest, [join(folder, 'tool')])
})

test('the single file works by itself, below a folder of modules, in a path with spaces, through a link, where nothing may be written', async (t) => {
  const folder = temporaryFolder(t)
  const place = join(folder, 'a place', 'ünter')
  mkdirSync(place, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  copyFileSync(program, join(place, 'rollcall'))
  chmodSync(join(place, 'rollcall'), 0o555)
  symlinkSync(join(place, 'rollcall'), join(folder, 'link'))
  chmodSync(place, 0o555)
  t.teardown(() => chmodSync(place, 0o755))
  await useIt(t, join(folder, 'link'))
})

test('the package is small, holds what it promises, and works installed into an empty prefix', async (t) => {
  const folder = temporaryFolder(t)
  execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { stdio: ['ignore', 'ignore', 'ignore'] })
  const [archive = ''] = readdirSync(folder)
  t.true(statSync(join(folder, archive)).size < 2.5 * 1024 * 1024)
  const listing = execFileSync('tar', ['-tf', join(folder, archive)], { encoding: 'utf8' })
  for (const file of ['dist/rollcall.js', 'dist/rollcall.1', 'dist/THIRD-PARTY-NOTICES.txt', 'README.md', 'LICENSE']) {
    t.true(listing.includes(`package/${file}`), file)
  }
  const prefix = join(folder, 'prefix')
  mkdirSync(prefix)
  const install = ['install', '--silent', '--offline', '--global', '--prefix', prefix, join(folder, archive)]
  t.is(spawnSync('npm', install, { stdio: 'ignore' }).status, 0)
  t.deepEqual(readdirSync(join(prefix, 'lib', 'node_modules')), ['rollcall'])
  t.deepEqual(readdirSync(join(prefix, 'share', 'man', 'man1')), ['rollcall.1'])
  await useIt(t, join(prefix, 'bin', 'rollcall'))
})

test('the notices hold the whole licence of every package that is in the file, and of no other', (t) => {
  const { inputs }: { inputs: Record<string, unknown> } = JSON.parse(readFileSync('.cache/bundle.json', 'utf8'))
  const bundled = new Set(
    Object.keys(inputs).flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0] ?? []),
  )
  const sections = readFileSync('dist/THIRD-PARTY-NOTICES.txt', 'utf8')
    .split(`\n${'-'.repeat(78)}\n\n`)
    .slice(1)
  const named = new Set<string>()
  for (const folder of bundled) {
    const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    named.add(`${name} ${version}`)
    const section = sections.find((one) => one.startsWith(`${name} ${version} (`)) ?? ''
    t.regex(section, /permission|Permission|Redistribution|Apache License|Mozilla/, `${name} ${version}`)
  }
  t.is(sections.length, named.size)
})

const withMan = spawnSync('man', ['--version']).status === 0 ? test : test.skip
withMan('the manual page is set without a warning, with every command and each exit code', (t) => {
  const page = program.replace('rollcall.js', 'rollcall.1')
  const { status, stdout, stderr } = spawnSync('man', ['--warnings', '-l', page], {
    encoding: 'utf8',
    env: { ...process.env, MANPAGER: 'cat', MANWIDTH: '80', LC_ALL: 'C.UTF-8' },
  })
  t.deepEqual([status, stderr], [0, ''])
  for (const code of [0, 1, 2, 3, 4, 5, 64, 65, 130]) t.regex(stdout, new RegExp(`^ +${code} +\\S`, 'm'))
  t.regex(stdout, /ROLLCALL_HOME/)
})
