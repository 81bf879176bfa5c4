import test from 'ava'
import { databaseProblem } from '../../../source/store/postgresql/problems.ts'
import { drawInterface } from '../support/interface.ts'

const atTheEnd = { step: 'authentication', passed: [], entered: {} } as const

test('the last step before the plan names the database in its help alone, takes an address, and asks for a password', async (t) => {
  const chosen: (string | null)[][] = []
  const screen = drawInterface(t, {
    start: { screen: 'wizard' },
    services: () => ({
      readDraft: () => ({ ...atTheEnd, passed: [] }),
      chooseStore: async (url, password) => {
        chosen.push([url, password])
        if (password === null) throw databaseProblem('databasePasswordMissing', { place: 'mail@db1:5432/mail' })
      },
    }),
  })
  const step = await screen.waitFor('Client file')
  t.notRegex(step, /database/i)
  screen.type('?')
  await screen.waitFor(/b +keep the users in a database/)
  screen.press('escape')
  await screen.waitFor('Client file')
  screen.type('b')
  await screen.waitFor('Address of a PostgreSQL database')
  screen.press('escape')
  await screen.waitFor('Client file')
  screen.type('b')
  await screen.waitFor('Address of a PostgreSQL database')
  screen.type('postgresql://mail@db1/mail')
  screen.press('enter')
  await screen.waitFor('Password of the database')
  screen.type('secret 7')
  t.notRegex(await screen.waitFor(/[*\u2022]{8}/), /secret 7/)
  screen.press('enter')
  await screen.waitFor('The users will be kept in this database.')
  t.deepEqual(chosen, [
    ['postgresql://mail@db1/mail', null],
    ['postgresql://mail@db1/mail', 'secret 7'],
  ])
})
