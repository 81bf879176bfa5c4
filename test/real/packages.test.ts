import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { workplace } from '../support/workplace.ts'
import { type DebianRoot, debianRoot } from './support/debian-root.ts'
import { home, kept, synchronizeAndSignIn, usersIn } from './support/walk.ts'

/** What `npm run build:deb` made. */
const built = (name: string): string => {
  const found = readdirSync('build').find(
    (file) => file.startsWith(`${name}_`) && /_(amd64|arm64|all)\.deb$/.test(file),
  )
  return join('build', found ?? `${name}.deb`)
}

/** The packages for this processor: the one with Node inside, and the one that runs on Debian's. */
const architecture = process.arch === 'arm64' ? 'arm64' : 'amd64'
const packages = {
  rollcall: built('rollcall').replace(/_(amd64|arm64)\.deb$/, `_${architecture}.deb`),
  node: built('rollcall-node'),
}

function copyInto(root: DebianRoot, file: string): string {
  execFileSync('cp', [file, root.path('/tmp/')])
  return `/tmp/${basename(file)}`
}

/** The same package under a later version. */
function laterVersion(t: ExecutionContext<unknown>, file: string): string {
  const folder = temporaryFolder(t)
  const [tree, later] = [join(folder, 'tree'), join(folder, `later-${basename(file)}`)]
  execFileSync('dpkg-deb', ['--raw-extract', file, tree])
  const control = join(tree, 'DEBIAN/control')
  writeFileSync(control, readFileSync(control, 'utf8').replace(/^Version: (.*)$/m, 'Version: $1+later'))
  execFileSync('dpkg-deb', ['--root-owner-group', '-z0', '--build', tree, later], { stdio: 'ignore' })
  return later
}

const status = async (root: DebianRoot, name: string): Promise<string> =>
  (await root.run(['dpkg-query', '-W', '-f', `\${Status} \${Version}`, name])).stdout

test('lintian finds no error in either package', (t) => {
  const { stdout } = spawnSync('lintian', ['--allow-root', '--fail-on', 'error', packages.rollcall, packages.node], {
    encoding: 'utf8',
    // It leaves files in the folder for temporary files.
    env: { ...process.env, TMPDIR: temporaryFolder(t) },
  })
  t.deepEqual(
    stdout.split('\n').filter((line) => /^[EW]:/.test(line)),
    [],
  )
})

test('the package with Node inside is installed, set up, used, upgraded, removed and purged, and the data stays', async (t) => {
  t.timeout(300_000)
  const place = await workplace(t, { setUp: false })
  const root = debianRoot(t, 'bookworm')
  const file = copyInto(root, packages.rollcall)
  t.is((await root.run(['node', '--version'])).code, 127, 'there is no Node in this root')

  await root.must(['dpkg', '--install', file])
  const account = (await root.must(['id', '--user', 'rollcall'])).trim()
  const { mode, uid } = statSync(root.path(home))
  t.deepEqual([(mode & 0o777).toString(8), String(uid)], ['700', account])
  t.regex(await root.must(['rollcall', '--version']), /^\d/)
  const wanted = readdirSync(root.path('/etc/systemd/system'), { recursive: true }).filter((name) =>
    /rollcall/.test(String(name)),
  )
  t.deepEqual(wanted, [], 'nothing is enabled before the setup')
  t.true((await root.must(['rollcall', 'timer', 'print'])).includes('ExecStart=/usr/bin/rollcall sync'))

  await synchronizeAndSignIn(t, root, place)
  const before = kept(root)
  t.true(usersIn(root).length > 20)

  await root.must(['/var/lib/dpkg/info/rollcall.postinst', 'configure', ''])
  await root.must(['/var/lib/dpkg/info/rollcall.postinst', 'configure', '0.0.1'])
  await root.must(['dpkg', '--install', copyInto(root, laterVersion(t, packages.rollcall))])
  t.regex(await status(root, 'rollcall'), /^install ok installed .*\+later$/)
  t.deepEqual(kept(root), before, 'an upgrade changes no file of the home')
  t.regex(await root.must(['rollcall', 'plan', '--google', place.google.url], 'rollcall'), /Nothing to change/)

  await root.must(['dpkg', '--remove', 'rollcall'])
  t.false(existsSync(root.path('/usr/bin/rollcall')))
  t.deepEqual(kept(root), before)
  t.regex(await root.must(['dpkg', '--purge', 'rollcall']), /stay in \/var\/lib\/rollcall/)
  t.deepEqual(kept(root), before)

  await root.must(['dpkg', '--install', file])
  t.regex(await root.must(['rollcall', 'plan', '--google', place.google.url], 'rollcall'), /Nothing to change/)
})

test('a package that was never set up leaves nothing behind when it is purged', async (t) => {
  const root = debianRoot(t, 'bookworm')
  const places = ['/etc', '/usr', '/var', '-not', '-path', '/var/lib/dpkg/*', '-not', '-path', '/var/log/*']
  const files = async (): Promise<string[]> => (await root.must(['find', ...places])).split('\n')
  const before = await files()
  await root.must(['dpkg', '--install', copyInto(root, packages.rollcall)])
  // As `systemctl enable` does it.
  await root.must(['mkdir', '-p', '/etc/systemd/system/timers.target.wants'])
  const link = '/etc/systemd/system/timers.target.wants/rollcall.timer'
  await root.must(['ln', '-s', '/usr/lib/systemd/system/rollcall.timer', link])
  await root.must(['dpkg', '--purge', 'rollcall'])
  const backups = /^\/etc\/((passwd|group|shadow|gshadow)-?|systemd.*)$/
  t.deepEqual(
    (await files()).filter((path) => !before.includes(path) && !backups.test(path)),
    [],
  )
  t.false(existsSync(root.path(link)))
})

test("the package on Debian's Node does the same job, and gives way to the other one with its data", async (t) => {
  t.timeout(300_000)
  const place = await workplace(t, { setUp: false })
  const root = debianRoot(t, 'trixie')
  await root.must(['dpkg', '--install', copyInto(root, packages.node)])
  t.true((await root.must(['rollcall', 'timer', 'print'])).includes('ExecStart=/usr/bin/rollcall sync'))
  await synchronizeAndSignIn(t, root, place)
  const before = kept(root)

  await root.must(['dpkg', '--install', copyInto(root, packages.rollcall)])
  await root.must(['dpkg', '--purge', 'rollcall-node'])
  t.regex(await status(root, 'rollcall'), /^install ok installed /)
  t.deepEqual(kept(root), before)
  t.regex(await root.must(['rollcall', 'plan', '--google', place.google.url], 'rollcall'), /Nothing to change/)
})
