import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { createArchiveSizes } from '../../../source/store/archives/archive-sizes.ts'
import { openHome } from '../../../source/store/open-home.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const minute = 60_000

test('an archive is counted again only when a message came or went, and after a minute at the earliest', async (t) => {
  const home = openHome(join(temporaryFolder(t), 'home'))
  const archive = join(home.archives, 'ada')
  for (const part of ['cur', 'new', 'tmp', '.Sent/cur']) mkdirSync(join(archive, part), { recursive: true })
  writeFileSync(join(archive, 'cur', '1'), 'x'.repeat(10))
  const sizes = createArchiveSizes()
  const at = (now: number) => sizes.of(home, 'ada', now, 60_000)
  t.deepEqual(await at(0), { messages: 1, bytes: 10 })

  writeFileSync(join(archive, '.Sent', 'cur', '2'), 'x'.repeat(5))
  t.deepEqual(await at(minute - 1), { messages: 1, bytes: 10 })
  t.deepEqual(await at(minute), { messages: 2, bytes: 15 })

  // Mail never changes in place, so the size of the same messages is not looked at.
  writeFileSync(join(archive, 'cur', '1'), 'x'.repeat(100))
  t.deepEqual(await at(3 * minute), { messages: 2, bytes: 15 })
  renameSync(join(archive, 'cur', '1'), join(archive, 'cur', '1:2,S'))
  t.deepEqual(await at(5 * minute), { messages: 2, bytes: 105 })
})

test('nobody waits longer for a count than asked, and it is there afterwards', async (t) => {
  const home = openHome(join(temporaryFolder(t), 'home'))
  const cur = join(home.archives, 'ada', 'cur')
  mkdirSync(cur, { recursive: true })
  for (let count = 0; count < 5000; count += 1) writeFileSync(join(cur, String(count)), '')
  const sizes = createArchiveSizes()
  t.is(await sizes.of(home, 'ada', 0, 0), null)
  t.is((await sizes.of(home, 'ada', 0, 60_000))?.messages, 5000)
})

test('an archive without a folder is empty', async (t) => {
  const home = openHome(join(temporaryFolder(t), 'home'))
  t.deepEqual(await createArchiveSizes().of(home, 'nobody', 0, 60_000), { messages: 0, bytes: 0 })
})
