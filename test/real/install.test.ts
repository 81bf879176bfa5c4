import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import test from 'ava'
import { workplace } from '../support/workplace.ts'
import { debianRoot } from './support/debian-root.ts'
import { home, kept, synchronizeAndSignIn } from './support/walk.ts'

const executable = `build/rollcall-linux-${process.arch}`

test('a file that was copied by hand installs its service, is used, and takes it back with the data kept', async (t) => {
  t.timeout(300_000)
  const place = await workplace(t, { setUp: false })
  const root = debianRoot(t, 'bookworm')
  execFileSync('install', ['-m', '755', executable, root.path('/usr/local/bin/rollcall')])
  execFileSync('install', ['-m', '755', executable, root.path('/root/rollcall')])

  const misplaced = await root.run(['/root/rollcall', 'install'])
  t.is(misplaced.code, 1)
  t.regex(misplaced.stderr, /programMisplaced/)
  const dry = await root.must(['rollcall', 'install', '--dry-run'])
  t.regex(dry, /Nothing was changed/)
  t.false(existsSync(root.path(home)))

  await root.must(['rollcall', 'install'])
  const refused = await root.run(['rollcall', 'install'], 'rollcall')
  t.is(refused.code, 1)
  t.regex(
    refused.stderr,
    /^ *Do: +To see the steps first, add --dry-run. To do it:\n *sudo \/usr\/local\/bin\/rollcall install$/m,
  )
  t.regex(await root.must(['rollcall', 'timer', 'print']), /^ExecStart=\/usr\/local\/bin\/rollcall sync /m)
  const unit = await root.must(['cat', '/etc/systemd/system/rollcall-serve.service'])
  t.regex(unit, /^ExecStart=\/usr\/local\/bin\/rollcall serve /m)

  await synchronizeAndSignIn(t, root, place)
  const before = kept(root)
  t.notRegex(await root.must(['rollcall', 'install']), /done:/)
  t.deepEqual(kept(root), before)
  t.regex(await root.must(['rollcall', 'uninstall']), /stays with everything in it/)
  t.deepEqual(kept(root), before)
  t.is(await root.must(['find', '/etc/systemd/system', '/usr/local/share', '-name', '*rollcall*']), '')
  t.regex(await root.must(['rollcall', 'plan', '--google', place.google.url], 'rollcall'), /Nothing to change/)
})
