import test from 'ava'
import { userProblem } from '../../../source/operations/users/user-problems.ts'
import { type DrawnInterface, drawInterface } from '../support/interface.ts'

const everybody = ['ada@example.com', 'svc-1@example.com', 'svc-2@lab.example.com', 'bob@lab.example.com']

async function openOptions(screen: DrawnInterface): Promise<void> {
  await screen.waitFor('Default privileges')
  screen.press('down', 'down', 'down', 'down', 'down')
  await screen.waitFor(/› Options/)
  screen.press('enter')
  await screen.waitFor('Exclusions')
}

test('while exclusions are typed, the step says how many people each matches, and what the patterns mean', async (t) => {
  let listed = 0
  const screen = drawInterface(t, {
    start: { screen: 'settings' },
    services: () => ({
      listAddresses: async () => {
        listed += 1
        return everybody
      },
    }),
  })
  await openOptions(screen)
  screen.press('down', 'down', 'down', 'down', 'down')
  screen.type(' ')
  await screen.waitFor(/\* any characters, \? one/)
  screen.type('svc-*')
  await screen.waitFor('svc-*: matches 2 people')
  screen.type(' *@lab')
  await screen.waitFor('*@lab: matches nobody; check its spelling')
  screen.type('.example.com')
  await screen.waitFor('*@lab.example.com: matches 2 people')
  screen.type(' [x')
  screen.press('enter')
  await screen.waitFor(/At character 1, "\[x": The bracket \[ is not closed/)
  screen.press('backspace', 'backspace', 'enter')
  await screen.waitFor('svc-*: matches 2 people, *@lab.example.com: matches 2 people')
  t.is(listed, 1)
})

test('while nobody can say whom exclusions match, the step says why', async (t) => {
  const screen = drawInterface(t, {
    start: { screen: 'settings' },
    services: (real) => ({
      readHome: async () => {
        const home = await real.readHome()
        return { ...home, settings: { ...home.settings, exclusions: ['svc-*'] } }
      },
    }),
  })
  await openOptions(screen)
  screen.press('down', 'down', 'down', 'down', 'down')
  t.regex(await screen.waitFor(/can't count the matches: .*set up/i), /svc-\*/)
})

test('the catch-all is named and cleared here, and nobody who is no user', async (t) => {
  const saved: (string | null)[] = []
  const screen = drawInterface(t, {
    start: { screen: 'settings' },
    services: (real) => ({
      readHome: async () => {
        const home = await real.readHome()
        return { ...home, settings: { ...home.settings, catchAll: saved.at(-1) ?? null } }
      },
      saveCatchAll: async (name) => {
        if (name === 'nobody') throw userProblem('userNotFound', { userName: name, near: 'info' })
        saved.push(name)
        return null
      },
    }),
  })
  await openOptions(screen)
  screen.press('down', 'down', 'down', 'down', 'down', 'down')
  await screen.waitFor(/› Catch-all archive +none[\s\S]+is refused\./)
  screen.type('nobody')
  screen.press('enter')
  t.regex(await screen.waitFor('There is no user nobody'), /Catch-all archive +none/)
  screen.type('info')
  screen.press('enter')
  await screen.waitFor(/› Catch-all archive +info[\s\S]+Clear it\s+to refuse/)
  screen.type(' ')
  await screen.waitFor('Enter keep it')
  screen.press('ctrlU', 'enter')
  await screen.waitFor(/› Catch-all archive +none/)
  t.deepEqual(saved, ['info', null])
})
