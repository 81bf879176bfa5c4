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
  const frame = await shown.waitFor('Quickest: run a script')
  for (const [index, { title }] of steps.entries()) t.true(frame.includes(`${index + 1} ${title}`), frame)
  // Each of them can be reached, with its text.
  for (const { title, values } of steps) {
    shown.press('down')
    t.true((await shown.waitFor(title)).includes(title))
    await shown.waitFor(`${values[0]?.name}:`)
  }
})

test('the first step offers the script first: g shows it, c copies it, and Esc leads back', async (t) => {
  const shown = drawInterface(t, { start: { screen: 'wizard' } })
  t.regex(await shown.waitFor('Quickest: run a script'), /v view the script/)
  shown.type('g')
  t.regex(await shown.waitFor('rollcall_google() ('), /c copy the script/)
  shown.press('end')
  await shown.waitFor(/^ *rollcall_google$/m)
  shown.press('escape')
  await shown.waitFor('1 Make a project')
  shown.type('c')
  await shown.waitFor('Copied Script')
})

const group: DirectoryGroup = { id: 'g1', email: 'staff@example.com', name: 'Staff', directMembersCount: 3 }

test('that no group means everybody is said when the last one is taken away, and asked before it is saved', async (t) => {
  const shown = drawInterface(t, { ...settings, services: () => ({ listGroups: async () => [group] }) })
  await shown.services.saveSettings({ groups: [{ id: 'g1', email: 'staff@example.com', name: 'Staff' }] })
  await shown.waitFor('› Google side')
  // The settings that were just saved are read with the next refresh.
  shown.type('5')
  await shown.waitFor('Staff')
  if (shown.frame().includes('□ Staff')) {
    shown.type(' ')
    await shown.waitFor('■ Staff')
    shown.press('enter')
    await shown.waitFor(/› Who +Staff/)
    shown.press('enter')
    await shown.waitFor('■ Staff')
  }
  shown.type(' ')
  await shown.waitFor('everyone in the organization gets an archive')
  shown.press('enter')
  await shown.waitFor(/No group or unit selected: everyone[\s\S]+Enter include everybody/)
  t.is((await shown.services.readHome()).settings.groups.length, 1)
  shown.press('escape')
  await shown.waitFor('□ Staff')
  shown.press('enter')
  await shown.waitFor('Enter include everybody')
  shown.press('enter')
  await shown.waitFor(/› Who +everyone/)
  t.is((await shown.services.readHome()).settings.groups.length, 0)
})

test('that every new user would be an administrator is said and asked', async (t) => {
  const shown = drawInterface(t, settings)
  await shown.waitFor('› Google side')
  shown.type('7')
  await shown.waitFor('› □ No access')
  shown.type('j ')
  await shown.waitFor(/■ Administrator[\s\S]+Every new user would become an administrator/)
  shown.type('\u0013')
  await shown.waitFor('Enter give it to everybody')
  t.deepEqual((await shown.services.readHome()).settings.defaultPrivileges, ['login'])
  shown.press('enter')
  await shown.waitFor(/› Default privileges +admin/)
  t.deepEqual((await shown.services.readHome()).settings.defaultPrivileges, ['admin'])
})

test('the sign-in step keeps certificate, proxy and return hosts, and shows what the check of the address found', async (t) => {
  const kept: object[] = []
  const shown = drawInterface(t, {
    ...settings,
    services: () => ({
      checkCertificate: async (cert, key) => ({ cert: `/etc/ssl/${cert}`, key: `/etc/ssl/${key}` }),
      saveAuthentication: async (change) => ({
        authentication: { clientId: '', host: change.host ?? '', port: 8462, instanceId: null },
        redirectUri: 'https://archive.example.com:8462/oidc/signin',
        note: null,
      }),
      saveSettings: async (change) => {
        kept.push(change)
        throw new Error('The test keeps it.')
      },
    }),
  })
  await shown.waitFor('› Google side')
  shown.type('8')
  await shown.waitFor('› Client file')
  const fill = async (times: number, label: string, text: string): Promise<void> => {
    for (let count = 0; count < times; count += 1) shown.press('down')
    await shown.waitFor(`› ${label}`)
    shown.type(text)
    shown.press('enter')
  }
  await fill(3, 'Host', 'archive.example.com')
  await fill(3, 'Certificate', 'full.pem')
  await shown.waitFor(/› Certificate +full\.pem/)
  await fill(1, 'Certificate key', 'key.pem')
  await fill(1, 'Reverse proxy', 'not an address')
  await shown.waitFor('An address such as 127.0.0.1')
  shown.press('ctrlU')
  shown.type('127.0.0.1, unix')
  shown.press('enter')
  await fill(1, 'Return hosts', 'Mail.example.com')
  await shown.waitFor(/› Return hosts +Mail/)
  shown.type('\u0013')
  await shown.waitFor(() => kept.length > 0)
  t.like(kept[0], {
    signIn: {
      certificate: { cert: '/etc/ssl/full.pem', key: '/etc/ssl/key.pem' },
      trustProxy: ['127.0.0.1', 'unix'],
      returnHosts: ['mail.example.com'],
    },
  })
})

test('a certificate without its key is told at the field that is empty', async (t) => {
  const shown = drawInterface(t, settings)
  await shown.waitFor('› Google side')
  shown.type('8')
  await shown.waitFor('› Client file')
  for (let count = 0; count < 6; count += 1) shown.press('down')
  await shown.waitFor('› Certificate')
  shown.type('full.pem\r')
  await shown.waitFor(/› Certificate +full\.pem/)
  shown.type('\u0013')
  await shown.waitFor(/› Certificate key[\s\S]+go together/)
  t.pass()
})
