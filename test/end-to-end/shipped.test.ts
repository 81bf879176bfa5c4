import { execFile, execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { program, type Workplace, workplace } from '../support/workplace.ts'

const organization = {
  domains: ['example.com'],
  admins: ['admin@example.com'],
  users: [{ primaryEmail: 'admin@example.com', name: { fullName: 'Ada' } }],
}

function emptyFolder(t: ExecutionContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-shipped-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Takes what was shipped through set-up, plan and synchronization, in a folder where nothing else is. */
async function useIt(t: ExecutionContext, command: string, first: string[], folder: string): Promise<void> {
  const place: Workplace = await workplace(t, { organization })
  const home = join(folder, 'home')
  const run = (...args: string[]): Promise<string> =>
    new Promise((resolve, reject) => {
      const all = [...first, ...args, '--home', home, '--google', place.google.url]
      execFile(command, all, { cwd: folder }, (error, stdout) => (error === null ? resolve(stdout) : reject(error)))
    })
  await run('setup', '--key', place.home.serviceAccountKey, '--admin', 'admin@example.com')
  t.regex(await run('plan'), /Create 1 user/)
  t.regex(await run('sync'), /Created 1 user/)
  t.regex(await run('plan'), /Nothing to change/)
}

test('the single file works when it is copied alone to anywhere', async (t) => {
  const folder = emptyFolder(t)
  copyFileSync(program, join(folder, 'tool'))
  await useIt(t, process.execPath, [join(folder, 'tool')], folder)
})

test('the package is small, holds what it promises, and works installed into an empty prefix', async (t) => {
  const folder = emptyFolder(t)
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
  await useIt(t, join(prefix, 'bin', 'rollcall'), [], folder)
})
