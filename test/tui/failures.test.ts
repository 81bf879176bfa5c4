import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import test from 'ava'
import { Problem } from '../../source/text/problem.ts'
import { drawInterface } from './support/interface.ts'

test('a screen that fails while it is drawn is told as a bug, and the home screen is one key away', async (t) => {
  const shown = drawInterface(t, {
    // A record that no screen can draw.
    services: () => ({ readHistory: async () => [{ revision: 1 } as never] }),
  })
  await shown.waitFor('› Synchronize now')
  shown.type('5')
  await shown.waitFor('This is a bug in Rollcall')
  t.is(shown.bugs.length, 1)
  shown.press('enter')
  await shown.waitFor('› Synchronize now')
  shown.type('q')
  t.is(await shown.left, 'done')
})

test('a home screen that fails while it is drawn can be left', async (t) => {
  const shown = drawInterface(t, {
    services: (real) => ({ readHome: async () => ({ ...(await real.readHome()), users: null as never }) }),
  })
  await shown.waitFor(/This is a bug in Rollcall[\s\S]+other keys quit/)
  shown.type('x')
  t.is(await shown.left, 'done')
  t.is(shown.bugs.length, 1)
})

test('work that fails and that nobody has an answer for is shown', async (t) => {
  const shown = drawInterface(t, {
    services: () => ({ saveSettings: () => Promise.reject(new TypeError('no such thing')) }),
    start: { screen: 'settings' },
  })
  await shown.waitFor('› Google side')
  shown.type('7')
  await shown.waitFor('› □ No access')
  shown.type('\u0013')
  await shown.waitFor(/no such\s+thing/)
  t.is(shown.bugs.length, 1)
})

const fullDisk = new Problem({
  code: 'diskFull',
  kind: 'failed',
  title: 'Cannot write the draft',
  cause: 'The disk is full.',
  remedy: 'Make room.',
})

test('a draft that cannot be written is told once, and the setup goes on', async (t) => {
  const shown = drawInterface(t, {
    services: () => ({
      saveDraft: () => {
        throw fullDisk
      },
    }),
    start: { screen: 'wizard' },
  })
  await shown.waitFor('Quickest')
  shown.press('enter')
  await shown.waitFor('Cannot write the draft')
  shown.press('enter')
  await shown.waitFor('Key file')
  shown.type('/key')
  await shown.waitFor('/key')
  t.notRegex(shown.frame(), /Cannot write/)
  t.is(shown.bugs.length, 0, 'a full disk is no bug')
  t.regex(shown.result() ?? '', /paused at step 2 of 9. This could not be saved/)
})

test('a draft that cannot be written is a problem of the disk, in words', async (t) => {
  const shown = drawInterface(t, { start: { screen: 'wizard' } })
  await shown.waitFor('Quickest')
  await mkdir(join(shown.folder, 'wizard-draft.json'), { recursive: true })
  shown.press('enter')
  await shown.waitFor(/Can.t write\s+\S*wizard-draft.json[\s\S]+EISDIR/)
  t.is(shown.bugs.length, 0)
})
