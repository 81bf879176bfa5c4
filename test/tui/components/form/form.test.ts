import test from 'ava'
import { integrated } from '../../../sync/builders.ts'
import { drawInterface } from '../../support/interface.ts'

const users = [integrated('desk')]

/** The users screen with one user made by hand, and the names that were added. */
function usersScreen(t: Parameters<typeof drawInterface>[0], size = {}) {
  const added: string[] = []
  const shown = drawInterface(t, {
    ...size,
    services: () => ({
      listUsers: async () => ({ users, shared: new Map() }),
      addUser: async (userName) => {
        added.push(userName)
        return { committed: true, storeRevision: 1, plan: { changes: [] }, archives: [] } as never
      },
    }),
    start: { screen: 'users', purpose: 'look' },
  })
  return { shown, added }
}

test('what is typed at a field that is not open opens it, and not a letter is lost', async (t) => {
  const { shown, added } = usersScreen(t)
  await shown.waitFor('› desk')
  shown.type('n')
  await shown.waitFor('› User name')
  shown.type('queue?')
  await shown.waitFor(/queue\?[\s\S]+Enter keep it/)
  shown.press('enter')
  await shown.waitFor(/› User name +queue\?/)
  shown.press('down')
  shown.paste('The queue')
  await shown.waitFor(/The queue[\s\S]+Enter keep it/)
  shown.press('enter')
  shown.type('\u0013')
  await shown.waitFor('Created queue?.')
  t.deepEqual(added, ['queue?'])
})

test('Down and Tab keep what was typed and go to the next field, which is where the next letters belong', async (t) => {
  const { shown, added } = usersScreen(t)
  await shown.waitFor('› desk')
  shown.type('n')
  await shown.waitFor('› User name')
  for (const [key, text] of [
    ['down', 'jkq'],
    ['tab', 'The queue'],
    ['up', 'queue@example.com'],
  ] as const) {
    shown.type(text)
    await shown.waitFor(new RegExp(`${text}[\\s\\S]+Enter keep it`))
    shown.press(key)
    await shown.waitFor(/Esc (back|discard)/)
  }
  const frame = await shown.waitFor(/Addresses +queue@example\.com/)
  t.regex(frame, /User name +jkq\n/)
  t.regex(frame, /› Full name +The queue\n/)
  shown.type('\u0013')
  await shown.waitFor('Created jkq.')
  t.deepEqual(added, ['jkq'])
})

test('a value that cannot be kept stays open, whichever key is to keep it', async (t) => {
  const { shown } = usersScreen(t)
  await shown.waitFor('› desk')
  shown.type('n')
  await shown.waitFor('› User name')
  shown.press('end', 'up')
  await shown.waitFor('› Password')
  shown.type('short')
  await shown.waitFor(/\*{5}[\s\S]+Enter keep it/)
  shown.press('up')
  t.regex(await shown.waitFor(/\u2717/), /\*{5}/)
})

test('Esc asks before it leaves what was changed, and leaves at once what was not', async (t) => {
  const { shown, added } = usersScreen(t)
  await shown.waitFor('› desk')
  shown.type('n')
  await shown.waitFor(/› User name[\s\S]+Esc back/)
  shown.press('escape')
  await shown.waitFor('› desk')
  shown.type('n')
  await shown.waitFor('› User name')
  shown.type('x')
  shown.press('enter')
  await shown.waitFor(/› User name +x[\s\S]+Esc discard/)
  shown.press('escape')
  await shown.waitFor('Discard your changes')
  shown.press('escape')
  await shown.waitFor(/› User name +x/)
  shown.press('escape')
  await shown.waitFor('Discard your changes')
  shown.press('enter')
  await shown.waitFor('› desk')
  t.deepEqual(added, [])
})

test('ticks of a user are asked for, too', async (t) => {
  const { shown } = usersScreen(t)
  await shown.waitFor('› desk')
  shown.type('p')
  await shown.waitFor('› □ No access')
  shown.type('j ')
  await shown.waitFor('› ■ Administrator')
  shown.press('escape')
  await shown.waitFor('Discard your changes')
  shown.press('enter')
  t.regex(await shown.waitFor('› desk'), /Enter details/)
})

test('in the smallest window the state of each privilege can be read', async (t) => {
  for (const unicode of [true, false]) {
    const { shown } = usersScreen(t, { columns: 40, rows: 10, unicode })
    await shown.waitFor('desk')
    shown.type('p')
    const yes = unicode ? '■' : '[x]'
    const no = unicode ? '□' : '[ ]'
    await shown.waitFor(`${no} Administrator`)
    shown.press('end', 'up')
    // The own archive's rights, whose names are long.
    await shown.waitFor(new RegExp(`\\${no} +Own archive: delete`))
    shown.press('up', 'up', 'up')
    t.true((await shown.waitFor('Own archive: read')).includes(`${yes} Own archive: read`), shown.frame())
  }
})

test('Enter edits the field at the cursor, Tab goes on, and the last row saves', async (t) => {
  const { shown, added } = usersScreen(t)
  await shown.waitFor('› desk')
  shown.type('n')
  t.regex(await shown.waitFor('› User name'), /Enter edit +Ctrl-S save/)
  shown.press('enter')
  await shown.waitFor('Enter keep it')
  shown.type('queue\tThe queue\t')
  await shown.waitFor(/User name +queue[\s\S]+Full name +The queue[\s\S]+› Addresses/)
  shown.press('end')
  await shown.waitFor('› Save')
  shown.press('enter')
  await shown.waitFor('Created queue.')
  t.deepEqual(added, ['queue'])
})

test('what stands in an open field is saved with the rest, unless it is refused', async (t) => {
  const { shown, added } = usersScreen(t)
  await shown.waitFor('› desk')
  shown.type('n')
  await shown.waitFor('› User name')
  shown.type('queue')
  await shown.waitFor(/queue[\s\S]+Enter keep it/)
  shown.type('\u0013')
  await shown.waitFor('Created queue.')
  t.deepEqual(added, ['queue'])
})

test('while it is asked whether to discard, no key reaches the form below', async (t) => {
  const { shown } = usersScreen(t)
  await shown.waitFor('› desk')
  shown.type('n')
  await shown.waitFor('› User name')
  shown.type('x')
  shown.press('enter')
  await shown.waitFor(/› User name +x/)
  shown.press('escape')
  await shown.waitFor('Discard your changes')
  shown.type('jkG')
  shown.press('down', 'escape')
  t.regex(await shown.waitFor(/› User name +x\n/), /Full name +\n|Full name\n/)
})
