import test from 'ava'
import type { Services } from '../../../source/tui/services.ts'
import { integrated } from '../../sync/builders.ts'
import type { NamedKey } from '../support/fake-session.ts'
import { drawInterface } from '../support/interface.ts'

/** Each place that takes a name or an address: the keys that lead there, and what has to be left when it is empty. */
const places: Readonly<
  Record<string, { start: Parameters<typeof drawInterface>[1]; way: [string | RegExp, string][] }>
> = {
  'who gets an archive': {
    start: { start: { screen: 'archives' } },
    way: [
      ['› old@example.com', '\r'],
      ['Give the archive', ''],
    ],
  },
  'the name of a new user': {
    start: { start: { screen: 'users', purpose: 'look' } },
    way: [
      ['› dan', 'n'],
      ['› User name', ' '],
      ['Enter keep it', ''],
    ],
  },
  'another archive to read': {
    start: { start: { screen: 'users', purpose: 'look' } },
    way: [
      ['› dan', 'p'],
      ['› ', 'Gk'],
      [/› +Another archive/, ' '],
      ['Enter keep it', ''],
    ],
  },
  'the path of an export': {
    start: { start: { screen: 'users', purpose: 'look' } },
    way: [
      ['› dan', 'E'],
      ['Export', ''],
    ],
  },
  'the filter of a table': {
    start: { start: { screen: 'users', purpose: 'look' } },
    way: [
      ['› dan', '/'],
      ['letters', ''],
    ],
  },
  'the administrator': {
    start: { start: { screen: 'settings' } },
    way: [
      ['› Google side', '3'],
      ['Administrator', ''],
    ],
  },
  'the key': {
    start: { start: { screen: 'settings' } },
    way: [
      ['› Google side', '2'],
      ['Key file', ''],
    ],
  },
}

for (const [name, { start, way }] of Object.entries(places)) {
  for (const [how, keys] of [
    ['nothing', []],
    ['blanks', ['  ']],
  ] as const) {
    test.serial(
      `${how} is no answer to ${name}: nothing is asked of the program, and no sentence has a hole`,
      async (t) => {
        const asked: string[] = []
        const note = (what: string) => async () => {
          asked.push(what)
          return { archives: [], committed: true, plan: { changes: [] } } as never
        }
        const services: Partial<Services> = {
          listUsers: async () => ({ users: [integrated('dan')], shared: new Map() }),
          listArchives: async () => [
            { folder: 'old@example.com', archive: 'old@example.com', messages: 1, bytes: 1, owner: null, mailOf: null },
          ],
          assignArchive: note('assignArchive'),
          addUser: note('addUser'),
          editUser: note('editUser'),
          exportTable: note('exportTable'),
          saveKey: note('saveKey'),
          saveSettings: note('saveSettings'),
        }
        const shown = drawInterface(t, { ...start, services: () => services })
        for (const [wait, typed] of way) {
          await shown.waitFor(wait)
          if (typed !== '') shown.type(typed)
        }
        if (name === 'the path of an export') shown.press('ctrlU' satisfies NamedKey)
        for (const text of keys) shown.type(text)
        await shown.settled()
        shown.press('enter')
        await shown.settled()
        t.deepEqual(asked, [])
        for (const frame of shown.frames) {
          t.notRegex(frame, /There is no|No user|\b(user|archive|named?|called) [.:,]|"\s*"|''|bug/i, frame)
        }
      },
    )
  }
}
