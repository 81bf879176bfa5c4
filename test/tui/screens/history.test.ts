import test from 'ava'
import { summarize } from '../../../source/sync/plan/rows.ts'
import { sampleChange } from '../../views/sample-plan.ts'
import { drawInterface } from '../support/interface.ts'

test('in the smallest window every word of a commit can be reached', async (t) => {
  const change = sampleChange({ userName: `${'long-'.repeat(8)}name@example.com` })
  const record = {
    time: '2026-01-31T14:05:00.000Z',
    revision: 7,
    who: { user: 'root', sudoUser: 'it-administrator', sshConnection: '192.0.2.7 1 192.0.2.1 22' },
    command: 'sync',
    summary: summarize([change], 0),
    changes: [change],
  }
  const shown = drawInterface(t, {
    columns: 40,
    rows: 10,
    services: () => ({ readHistory: async () => [record] }),
    start: { screen: 'history' },
  })
  await shown.waitFor('2026-01-31')
  shown.press('enter')
  await shown.waitFor('it-administrator')
  const seen: string[] = []
  for (let page = 0; page < 10; page += 1) {
    await shown.settled()
    seen.push(shown.frame())
    shown.press('down')
  }
  const text = seen.join('\n').replace(/[\s↑↓]+/g, '')
  for (const word of [change.userName, 'it-administrator', '192.0.2.7', 'new user', 'Archive > Staff']) {
    t.true(text.includes(word.replace(/\s/g, '')), `${word}:\n${seen.join('\n')}`)
  }
})
