import {
  chmodSync,
  chownSync,
  existsSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { writeOwnFile } from '../../../source/settings/outside-files/own-place.ts'
import { readOutsideFile } from '../../../source/settings/outside-files/read-outside-file.ts'
import { problemOf } from '../../store/support/problems.ts'

const stranger = 54_399

/** A folder of our own, below /tmp, in which everybody may write and nobody may replace another one's file. */
function ownFolder(t: ExecutionContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-test-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Only root can give files away. */
const asRoot = process.getuid?.() === 0 ? test : test.skip

/** What others can do to a file, or to the way to it. Each lays the file out in a folder and returns its path. */
const openPlaces: Record<string, (folder: string) => string> = {
  'a folder that everybody can write to': (folder) => {
    chmodSync(folder, 0o777)
    return laid(join(folder, 'file'))
  },
  'a folder in such a folder': (folder) => {
    chmodSync(folder, 0o777)
    mkdirSync(join(folder, 'inner'))
    return laid(join(folder, 'inner', 'file'))
  },
  'a folder of another account': (folder) => {
    const path = laid(join(folder, 'file'))
    chownSync(folder, stranger, stranger)
    return path
  },
  'a link of another account to a folder': (folder) => {
    mkdirSync(join(folder, 'inner'))
    laid(join(folder, 'inner', 'file'))
    symlinkSync(join(folder, 'inner'), join(folder, 'link'))
    lchownSync(join(folder, 'link'), stranger, stranger)
    return join(folder, 'link', 'file')
  },
  'a link to a folder of another account': (folder) => {
    mkdirSync(join(folder, 'inner'))
    laid(join(folder, 'inner', 'file'))
    chownSync(join(folder, 'inner'), stranger, stranger)
    symlinkSync('inner', join(folder, 'link'))
    return join(folder, 'link', 'file')
  },
}

/** The same of the file itself. */
const openFiles: Record<string, (folder: string) => string> = {
  'a file of another account': (folder) => {
    const path = laid(join(folder, 'file'))
    chownSync(path, stranger, stranger)
    return path
  },
  'a file that everybody can write to': (folder) => {
    const path = laid(join(folder, 'file'))
    chmodSync(path, 0o666)
    return path
  },
}

function laid(path: string): string {
  writeFileSync(path, 'content', { mode: 0o600 })
  return path
}

for (const [name, lay] of Object.entries({ ...openPlaces, ...openFiles })) {
  asRoot(`${name} is not read`, async (t) => {
    const path = lay(ownFolder(t))
    const problem = await problemOf(t, 'fileNotOwn', () => readOutsideFile(path, 1000))
    t.is(problem.kind, 'badData')
  })
}

for (const [name, lay] of Object.entries(openPlaces)) {
  asRoot(`nothing is written below ${name}`, async (t) => {
    const path = lay(ownFolder(t))
    const problem = await problemOf(t, 'placeNotOwn', () => writeOwnFile(path, ['new']))
    t.is(problem.kind, 'failed')
    t.is(readFileSync(path, 'utf8'), 'content')
    const missing = `${path}-missing`
    await problemOf(t, 'placeNotOwn', () => writeOwnFile(missing, ['new']))
    t.false(existsSync(missing))
  })
}

for (const [name, lay] of Object.entries(openFiles)) {
  asRoot(`in the place of ${name} comes one of our own, for us alone`, async (t) => {
    const path = lay(ownFolder(t))
    writeOwnFile(path, ['new'])
    const { uid, mode } = statSync(path)
    t.deepEqual([uid, mode & 0o777, readFileSync(path, 'utf8')], [0, 0o600, 'new'])
  })
}

test('a link in the place of a file is replaced, and what it leads to stays', (t) => {
  const folder = ownFolder(t)
  const target = laid(join(folder, 'target'))
  symlinkSync(target, join(folder, 'link'))
  writeOwnFile(join(folder, 'link'), ['new'])
  t.is(readFileSync(target, 'utf8'), 'content')
  t.is(readFileSync(join(folder, 'link'), 'utf8'), 'new')
})

test('an own file is read and written, by way of own links and of a folder like /tmp', async (t) => {
  const folder = ownFolder(t)
  mkdirSync(join(folder, 'shared'))
  chmodSync(join(folder, 'shared'), 0o1777)
  symlinkSync('shared', join(folder, 'link'))
  const path = join(folder, 'link', 'file')
  writeOwnFile(path, ['new'])
  t.is(await readOutsideFile(path, 1000), 'new')
})

asRoot('whoever runs it by sudo may give a file of their own', async (t) => {
  const path = laid(join(ownFolder(t), 'file'))
  // Another one than in the other tests, which run at the same time.
  const caller = stranger + 1
  chownSync(path, caller, caller)
  const before = process.env.SUDO_UID
  process.env.SUDO_UID = String(caller)
  t.teardown(() => {
    if (before === undefined) delete process.env.SUDO_UID
    else process.env.SUDO_UID = before
  })
  t.is(await readOutsideFile(path, 1000), 'content')
})
