import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import test from 'ava'
import { createProgram } from '../../../source/commands/cli/program.ts'
import { administratorLayout, installedFiles, packageLayout } from '../../../source/commands/install/installed-files.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const facts = { calendar: 'hourly', account: 'root', home: '/var/lib/rollcall', command: [process.execPath] }
const program = await createProgram()

const withSystemd = spawnSync('systemd-analyze', ['--version']).status === 0 ? test : test.skip

withSystemd('systemd finds nothing wrong with the units of the sign-in service, and little exposed', (t) => {
  const folder = temporaryFolder(t)
  const units = installedFiles(program, administratorLayout, facts).filter(
    ({ what, path }) => what === 'units' && path.includes('rollcall-serve'),
  )
  const paths = units.map(({ path, content }) => {
    const file = join(folder, basename(path))
    writeFileSync(file, content)
    return file
  })
  t.deepEqual(paths.map((path) => basename(path)).sort(), [
    'rollcall-serve-tls.service',
    'rollcall-serve-tls.socket',
    'rollcall-serve.service',
  ])
  const { status, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', ...paths], { encoding: 'utf8' })
  t.deepEqual([status, stderr], [0, ''])
  for (const path of paths.filter((one) => one.endsWith('.service'))) {
    // In tenths; systemd calls everything below 5.0 medium or better.
    const exposure = spawnSync('systemd-analyze', ['security', '--offline=true', '--threshold=35', path])
    t.is(exposure.status, 0, basename(path))
  }
})

const withMan = spawnSync('man', ['--version']).status === 0 ? test : test.skip

withMan('each page of the manual is set without a warning, and there is one for each command', (t) => {
  const folder = temporaryFolder(t)
  const pages = installedFiles(program, packageLayout, facts).filter(({ what }) => what === 'manual')
  const files = pages.map(({ path, content }) => {
    writeFileSync(join(folder, basename(path)), content)
    return join(folder, basename(path))
  })
  const { status, stderr } = spawnSync('man', ['--warnings', '-l', ...files], {
    encoding: 'utf8',
    env: { ...process.env, MANPAGER: 'cat', MANWIDTH: '80', LC_ALL: 'C.UTF-8' },
  })
  t.deepEqual([status, stderr], [0, ''])
  const names = pages.map(({ path }) => basename(path))
  for (const command of program.createHelp().visibleCommands(program)) {
    t.true(names.includes(`rollcall-${command.name()}.1`), command.name())
  }
  t.true(names.includes('rollcall.1') && names.includes('rollcall-settings.5'))
})

test('a package and the installer put the same things into folders of their own', (t) => {
  const [ofPackage, byHand] = [packageLayout, administratorLayout].map((layout) =>
    installedFiles(program, layout, facts).map(({ path }) => path),
  )
  t.deepEqual(
    ofPackage?.map((path) => basename(path)),
    byHand?.map((path) => basename(path)),
  )
  for (const path of ofPackage ?? []) t.regex(path, /^\/usr\/(?!local\/)/)
  for (const path of byHand ?? []) t.regex(path, /^\/(etc|usr\/local)\//)
})
