import { chmodSync, chownSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { chooseHome, openHome } from '../../source/store/open-home.ts'
import { systemError, watchedDisk } from './support/failing-disk.ts'
import { temporaryHome } from './support/homes.ts'
import { problemOf } from './support/problems.ts'

test.serial('a missing home is made with the mode 0700, whatever the umask', (t) => {
  const { folder } = temporaryHome(t)
  for (const umask of [0o000, 0o022, 0o277]) {
    const wanted = join(folder, `umask-${umask}`)
    const before = process.umask(umask)
    openHome(wanted)
    process.umask(before)
    t.is(statSync(wanted).mode & 0o777, 0o700)
  }
})

test('a home whose parents are missing is made with them', (t) => {
  const { folder } = temporaryHome(t)
  const home = openHome(join(folder, 'a', 'b', 'c'))
  t.true(statSync(home.folder).isDirectory())
  t.is(home.users, join(folder, 'a', 'b', 'c', 'users.json'))
})

test('an existing home is opened as it is', (t) => {
  const { folder } = temporaryHome(t)
  chmodSync(folder, 0o750)
  openHome(folder)
  t.is(statSync(folder).mode & 0o777, 0o750)
})

test('a file in the place of the home is a problem', async (t) => {
  const { folder } = temporaryHome(t)
  writeFileSync(join(folder, 'file'), '')
  await problemOf(t, 'homeIsNoFolder', () => openHome(join(folder, 'file')))
  await problemOf(t, 'pathOfWrongKind', () => openHome(join(folder, 'file', 'below')))
})

test('a home that cannot be made says why', async (t) => {
  const { folder } = temporaryHome(t)
  for (const [error, code] of [
    ['EACCES', 'notPermitted'],
    ['EROFS', 'diskReadOnly'],
    ['ENOSPC', 'diskFull'],
  ] as const) {
    const files = watchedDisk((call) => {
      if (call === 'mkdirSync') throw systemError(error, call)
    })
    const problem = await problemOf(t, code, () => openHome(join(folder, 'new'), files))
    t.is(problem.kind, 'failed')
    t.is(problem.facts.path, join(folder, 'new'))
  }
})

const asRoot = process.getuid?.() === 0 ? test : test.skip
asRoot('the home of another account is refused, for root too, and the owner is named', async (t) => {
  const { folder } = temporaryHome(t)
  const home = join(folder, 'theirs')
  mkdirSync(home)
  chownSync(home, 12345, 12345)
  const problem = await problemOf(t, 'homeOfSomebodyElse', () => openHome(home))
  t.is(problem.facts.owner, '12345')
  rmSync(home, { recursive: true })
})

test('the flag comes before the environment, and the environment before the data folder', async (t) => {
  t.is(await chooseHome('/a', { ROLLCALL_HOME: '/b' }), '/a')
  t.is(await chooseHome(undefined, { ROLLCALL_HOME: '/b' }), '/b')
  t.regex(await chooseHome(undefined, {}), /^\/.*\/rollcall$/)
  t.is(await chooseHome('relative', {}), join(process.cwd(), 'relative'))
})
