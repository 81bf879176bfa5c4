import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { readOutsideFile } from '../../../source/settings/outside-files/read-outside-file.ts'
import { Problem } from '../../../source/text/problem.ts'

const folder = mkdtempSync(join(tmpdir(), 'outside-'))
test.after.always(() => rmSync(folder, { recursive: true }))
const at = (name: string) => join(folder, name)

test('A regular file is read as text, also through a link, without its byte-order mark.', async (t) => {
  writeFileSync(at('plain'), '\uFEFFhello')
  symlinkSync('plain', at('link'))
  t.is(await readOutsideFile(at('plain'), 100), 'hello')
  t.is(await readOutsideFile(at('link'), 100), 'hello')
})

test('A file of exactly the largest size is read, one byte more is refused.', async (t) => {
  writeFileSync(at('ten'), '0123456789')
  t.is(await readOutsideFile(at('ten'), 10), '0123456789')
  const problem = await t.throwsAsync(readOutsideFile(at('ten'), 9), { instanceOf: Problem })
  t.is(problem?.code, 'fileTooLarge')
})

test('A pipe that nobody writes to is refused instead of waited for.', async (t) => {
  execFileSync('mkfifo', [at('pipe')])
  const problem = await t.throwsAsync(readOutsideFile(at('pipe'), 100), { instanceOf: Problem })
  t.is(problem?.code, 'notAFile')
})

for (const path of ['/dev/zero', '/dev/null', folder]) {
  test(`${path === folder ? 'A folder' : path} is refused as no regular file.`, async (t) => {
    const problem = await t.throwsAsync(readOutsideFile(path, 100), { instanceOf: Problem })
    t.is(problem?.code, 'notAFile')
    t.is(problem?.kind, 'badData')
  })
}

test('A socket is refused as no regular file, and what cannot be opened says why.', async (t) => {
  const server = createServer().listen(at('socket'))
  await once(server, 'listening')
  t.teardown(() => server.close())
  symlinkSync('one', at('other'))
  symlinkSync('other', at('one'))
  for (const [path, code, cause] of [
    [at('socket'), 'notAFile', /or a socket/],
    [at('one'), 'fileUnreadable', /a symbolic link that leads in a circle/],
    [at('x'.repeat(300)), 'fileUnreadable', /longer than the system allows/],
    [at('plain/below'), 'fileMissing', /misspelled/],
  ] as const) {
    const problem = await t.throwsAsync(readOutsideFile(path, 100), { instanceOf: Problem })
    t.is(problem?.code, code)
    t.regex(problem?.why ?? '', cause)
  }
})

test('A file that claims no size and yet has content, as in /proc, is bounded too.', async (t) => {
  const problem = await t.throwsAsync(readOutsideFile('/proc/self/maps', 16), { instanceOf: Problem })
  t.is(problem?.code, 'fileTooLarge')
})

test('A missing file is named, without control characters.', async (t) => {
  const problem = await t.throwsAsync(readOutsideFile(at('no\u001b[2J'), 100), { instanceOf: Problem })
  t.is(problem?.code, 'fileMissing')
  t.false(problem?.title.includes('\u001b'))
})
