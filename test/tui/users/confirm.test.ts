import test from 'ava'
import { integrated, user } from '../../sync/builders.ts'
import { drawInterface } from '../support/interface.ts'

const tied = user('ada@example.com')

/** What is asked before a user is handed over to Google. */
async function questionFor(t: Parameters<typeof drawInterface>[0], one: typeof tied): Promise<string> {
  const shown = drawInterface(t, {
    services: () => ({ listUsers: async () => ({ users: [one], shared: new Map() }) }),
    start: { screen: 'users', purpose: 'look' },
  })
  await shown.waitFor(`› ${one.userName}`)
  shown.type('t')
  return (await shown.waitFor('Enter take over')).replace(/\s+/g, ' ')
}

test('what a take-over takes from the user is said before it is done', async (t) => {
  t.regex(await questionFor(t, tied), /The link to its Google account is removed\./)
  t.regex(await questionFor(t, integrated('desk')), /The local password is removed\./)
  t.notRegex(await questionFor(t, { ...tied, directoryId: null }), /removed/)
})
