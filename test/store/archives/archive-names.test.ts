import test from 'ava'
import fc from 'fast-check'
import '../../support/seed.ts'
import { archiveOf, folderOf, isCut } from '../../../source/store/archives/archive-names.ts'

/** Names as Google, an admin or an attacker might make them. */
const names = fc.oneof(
  fc.emailAddress(),
  fc.string({ unit: 'binary', maxLength: 60 }),
  // Lone halves of surrogate pairs are valid in a JavaScript string.
  fc.array(fc.nat(0xffff), { maxLength: 40 }).map((units) => String.fromCharCode(...units)),
  fc
    .array(
      fc.constantFrom(
        '.',
        '..',
        '/',
        '\\',
        '\0',
        ' ',
        '~',
        '-',
        '=',
        '=2e',
        '%',
        'CON',
        'nul',
        '.txt',
        'A',
        'a',
        'é',
        'e\u0301',
        'ß',
        'İ',
        'ﬀ',
        'K',
      ),
      { maxLength: 8 },
    )
    .map((parts) => parts.join('')),
  fc.string({ minLength: 200, maxLength: 400 }),
)
const manyNames = fc.uniqueArray(names, { minLength: 10_000, maxLength: 10_000 })

test('of 10,000 generated names, each has a folder of its own on a disk that ignores case and Unicode forms', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(manyNames, (list) => {
        const folders = new Set(list.map((name) => folderOf(name).normalize('NFKD').toUpperCase().toLowerCase()))
        return folders.size === list.length
      }),
      { numRuns: 1 },
    ),
  )
})

test('every generated name has a folder that is directly inside the archives and that every file system takes', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(names, (name) => {
        const folder = folderOf(name)
        return (
          /^[a-z0-9@._+'=~-]+$/.test(folder) &&
          Buffer.byteLength(folder) <= 255 &&
          !/^[.-]|\.$/.test(folder) &&
          !/^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/.test(folder)
        )
      }),
      { numRuns: process.env.ROLLCALL_LONG ? 10_000 : 1000 },
    ),
  )
})

test('every generated name comes back from its folder, unless it was too long and is marked as cut', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(names, (name) => {
        const folder = folderOf(name)
        return isCut(folder) ? archiveOf(folder) === null : archiveOf(folder) === name
      }),
      { numRuns: process.env.ROLLCALL_LONG ? 10_000 : 1000 },
    ),
  )
})

test("a folder that no archive has is nobody's", (t) => {
  fc.assert(
    fc.property(names, (folder) => {
      const archive = archiveOf(folder)
      return archive === null || folderOf(archive) === folder
    }),
    { numRuns: process.env.ROLLCALL_LONG ? 10_000 : 1000 },
  )
  for (const folder of ['Old Mail', '.Trash', '..', 'con', '=2E', '=u0041', '=61', 'a='])
    t.is(archiveOf(folder), null, folder)
})

test('an ordinary address is its own folder name', (t) => {
  for (const name of [
    'ada@example.com',
    "o'neil@example.com",
    'carol.king+lists@mail.example.co.uk',
    'con@example.com',
    'info',
  ]) {
    t.is(folderOf(name), name)
  }
})

test('names that are harmful as they are get another folder name', (t) => {
  t.is(folderOf(''), '=')
  t.is(folderOf('.'), '=2e')
  t.is(folderOf('..'), '=2e=2e')
  t.is(folderOf('../../etc/passwd'), '=2e.=2f..=2fetc=2fpasswd')
  t.is(folderOf('a\0b'), 'a=00b')
  t.is(folderOf('Ada'), '=41da')
  t.is(folderOf('jürgen'), 'j=u00fcrgen')
  t.is(folderOf('con.txt'), '=63on.txt')
  t.is(folderOf('-rf'), '=2drf')
})

test('two long names that differ in their last letter have two folders', (t) => {
  const [first, second] = [folderOf(`${'x'.repeat(300)}a`), folderOf(`${'x'.repeat(300)}b`)]
  t.not(first, second)
  t.is(first.length, 255)
  t.true(isCut(first))
})
