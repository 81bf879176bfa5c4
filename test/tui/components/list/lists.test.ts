import test, { type ExecutionContext } from 'ava'
import { integrated } from '../../../sync/builders.ts'
import { type DrawnInterface, drawInterface } from '../../support/interface.ts'

const cursorOf = (frame: string): string => /› (?:[■□] )?(\S+)/.exec(frame)?.[1] ?? ''

/** Presses each key of a list and checks where the cursor is then. */
async function walk(t: ExecutionContext, shown: DrawnInterface, first: string, last: string, second: string) {
  await shown.waitFor(`› ${first}`)
  for (const [keys, end] of [
    [() => shown.press('end'), last],
    [() => shown.press('home'), first],
    [() => shown.type('G'), last],
    [() => shown.type('g'), first],
    [() => shown.press('pageDown', 'pageDown'), last],
    [() => shown.press('pageUp', 'pageUp'), first],
    [() => shown.press('up'), first],
    [() => shown.type('j'), second],
    [() => shown.press('end', 'down'), last],
    [() => shown.press('home', 'down', 'up'), first],
  ] as const) {
    keys()
    await shown.waitFor(`› ${end}`)
  }
  shown.type('?')
  await shown.waitFor(/Help/)
  // In a low window the help is scrolled to its end.
  if (!shown.frame().includes('Home End')) shown.press('end')
  await shown.waitFor('Home End, g G')
  shown.press('escape')
  t.regex(await shown.waitFor(`› ${first}`), /[?] more/)
}

test('the menu at home moves as every list does', async (t) => {
  await walk(t, drawInterface(t), 'Synchronize now', 'Quit', 'Test settings')
})

test('so does a menu with more rows than the window', async (t) => {
  await walk(t, drawInterface(t, { columns: 40, rows: 10 }), 'Synchronize now', 'Quit', 'Test settings')
})

test('so does the menu of the settings', async (t) => {
  await walk(t, drawInterface(t, { start: { screen: 'settings' } }), 'Google side', 'Authentication', 'Key')
})

test('so does a form', async (t) => {
  const shown = drawInterface(t, { start: { screen: 'settings' } })
  await shown.waitFor('› Google side')
  shown.type('7')
  await walk(t, shown, '□ No access', 'Save', '□ Administrator')
})

test('so does a table', async (t) => {
  const users = Array.from({ length: 60 }, (_, index) => integrated(`user${String(index).padStart(2, '0')}`))
  const shown = drawInterface(t, {
    services: () => ({ listUsers: async () => ({ users, shared: new Map() }) }),
    start: { screen: 'users', purpose: 'look' },
  })
  await shown.waitFor('› user00')
  for (const [keys, at] of [
    [() => shown.press('end'), 'user59'],
    [() => shown.type('g'), 'user00'],
    [() => shown.press('pageDown'), 'user16'],
    [() => shown.type('G'), 'user59'],
    [() => shown.press('home'), 'user00'],
  ] as const) {
    keys()
    await shown.waitFor((frame) => cursorOf(frame) === at)
  }
  t.is(cursorOf(shown.frame()), 'user00')
})

test('a digit chooses by the number of the item, wherever the cursor is', async (t) => {
  const shown = drawInterface(t, { columns: 40, rows: 10, start: { screen: 'settings' } })
  await shown.waitFor('› Google side')
  shown.press('end')
  await shown.waitFor('› Authentication')
  shown.type('3')
  t.regex(await shown.waitFor('Settings · Administrator'), /Administrator/)
})
