import test from 'ava'
import type { GroupChange } from '../../../source/tui/services.ts'
import { drawInterface } from '../support/interface.ts'

test('the options take groups that give privileges, and groups with an archive, by their addresses', async (t) => {
  const saved: GroupChange[] = []
  let tellBoth = (): void => undefined
  const both = new Promise<void>((resolve) => {
    tellBoth = resolve
  })
  const screen = drawInterface(t, {
    start: { screen: 'settings' },
    services: (real) => ({
      saveGroups: async (_tools, change) => {
        saved.push(change)
        if (saved.length === 2) tellBoth()
        return (await real.readHome()).settings
      },
    }),
  })
  await screen.waitFor('Default privileges')
  screen.press('down', 'down', 'down', 'down', 'down')
  await screen.waitFor(/› Options/)
  screen.press('enter')
  await screen.waitFor('Group archives')
  screen.press('down', 'down', 'down', 'down', 'down', 'down', 'down')
  screen.type(' ')
  screen.type('export@example.com=none')
  screen.press('enter')
  await screen.waitFor(/none is no privilege/)
  screen.press('backspace', 'backspace', 'backspace', 'backspace')
  screen.type('export')
  screen.press('enter', 'down', 'down')
  screen.type(' ')
  screen.type('board@example.com sales@example.com')
  screen.press('enter')
  await both
  t.deepEqual(saved, [
    { privilegesByGroup: [{ group: 'export@example.com', privileges: ['export'] }] },
    { groupArchiveAddresses: ['board@example.com', 'sales@example.com'] },
  ])
})
