import test from 'ava'
import type { DirectoryGroup } from '../../../source/sync/directory.ts'
import { consoleSteps } from '../../../source/tui/wizard/console-steps.ts'
import { drawInterface } from '../support/interface.ts'

const settings = { start: { screen: 'settings' } } as const

test('a field of the sign-in is judged by itself, and keeps what is right', async (t) => {
  const shown = drawInterface(t, settings)
  await shown.waitFor('› Google side')
  shown.type('8')
  await shown.waitFor('› Client file')
  // The port first, while there is no host yet.
  shown.press('down', 'down', 'down', 'down')
  await shown.waitFor('› Port')
  shown.type(' ')
  await shown.waitFor('Enter keep it')
  shown.press('ctrlU')
  shown.type('8443')
  shown.press('enter')
  await shown.waitFor(/› Port +8443/)
  shown.press('down')
  shown.type('archive-1')
  shown.press('enter')
  await shown.waitFor(/› Instance id +archive-1/)
  shown.press('up')
  shown.type(' ')
  await shown.waitFor('Enter keep it')
  shown.press('ctrlU')
  shown.type('99999')
  shown.press('enter')
  await shown.waitFor(/port must be a number/i)
  shown.press('escape')
  t.regex(await shown.waitFor(/› Port +8443/), /Instance id +archive-1/)
})

test('the first step shows every entry where there is room for them, whatever the longest text needs', async (t) => {
  const shown = drawInterface(t, { start: { screen: 'wizard' } })
  const steps = consoleSteps(null)
  const frame = await shown.waitFor('› 1 Make a project')
  for (const [index, { title }] of steps.entries()) t.true(frame.includes(`${index + 1} ${title}`), frame)
  // Each of them can be reached, with its text.
  for (const { title, values } of steps.slice(1)) {
    shown.press('down')
    t.true((await shown.waitFor(title)).includes(title))
    await shown.waitFor(`${values[0]?.name}:`)
  }
})

const group: DirectoryGroup = { id: 'g1', email: 'staff@example.com', name: 'Staff', directMembersCount: 3 }

test('that no group means everybody is said when the last one is taken away, and asked before it is saved', async (t) => {
  const shown = drawInterface(t, { ...settings, services: () => ({ listGroups: async () => [group] }) })
  await shown.services.saveSettings({ groups: [{ id: 'g1', email: 'staff@example.com', name: 'Staff' }] })
  await shown.waitFor('› Google side')
  // The settings that were just saved are read with the next refresh.
  shown.type('5')
  await shown.waitFor('Staff')
  if (shown.frame().includes('○ Staff')) {
    shown.type(' ')
    await shown.waitFor('● Staff')
    shown.press('enter')
    await shown.waitFor(/› Groups +Staff/)
    shown.press('enter')
    await shown.waitFor('● Staff')
  }
  shown.type(' ')
  await shown.waitFor('everyone in the organization gets an archive')
  shown.press('enter')
  await shown.waitFor(/No group selected: everyone[\s\S]+Enter include everybody/)
  t.is((await shown.services.readHome()).settings.groups.length, 1)
  shown.press('escape')
  await shown.waitFor('○ Staff')
  shown.press('enter')
  await shown.waitFor('Enter include everybody')
  shown.press('enter')
  await shown.waitFor(/› Groups +everyone/)
  t.is((await shown.services.readHome()).settings.groups.length, 0)
})

test('that every new user would be an administrator is said and asked', async (t) => {
  const shown = drawInterface(t, settings)
  await shown.waitFor('› Google side')
  shown.type('7')
  await shown.waitFor('› ○ none')
  shown.type('j ')
  await shown.waitFor(/● admin[\s\S]+Every new user would become an administrator/)
  shown.press('enter')
  await shown.waitFor('Enter give it to everybody')
  t.deepEqual((await shown.services.readHome()).settings.defaultPrivileges, ['login'])
  shown.press('enter')
  await shown.waitFor(/› Default privileges +admin/)
  t.deepEqual((await shown.services.readHome()).settings.defaultPrivileges, ['admin'])
})
