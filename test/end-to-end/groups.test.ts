import { readFile } from 'node:fs/promises'
import test, { type ExecutionContext } from 'ava'
import { workplace } from '../support/workplace.ts'
import { at, openProgram } from './open-program.ts'
import type { Terminal } from './terminal.ts'

const count = 10_000
const organization = {
  domains: ['example.com'],
  admins: ['admin@example.com'],
  users: [{ primaryEmail: 'admin@example.com' }],
  groups: Array.from({ length: count }, (_, index) => {
    const number = String(index).padStart(5, '0')
    return { id: `g${number}`, email: `team${number}@example.com`, name: `Team ${number}` }
  }),
}

test('of 10,000 groups those that a filter leaves are chosen and dropped at once, and what is chosen stays chosen', async (t) => {
  const place = await workplace(t, { organization })
  const chosenGroups = async (): Promise<string[]> =>
    JSON.parse(await readFile(place.home.settings, 'utf8')).groups.map(({ id }: { id: string }) => id)
  const terminal = openProgram(t, at(place))
  await terminal.waitFor('› Synchronize now')
  terminal.type('65')
  await terminal.waitFor(/None chosen: everyone in the organization\. +1 of 10,000/)

  // Each letter of the filter counts, and all of what it leaves is chosen with one key.
  terminal.type('/0123')
  await terminal.waitFor('11 of 10,000')
  terminal.press('enter')
  terminal.type('a')
  await terminal.waitFor('11 chosen')
  // Under another filter the chosen ones are out of sight, and told.
  terminal.press('escape')
  terminal.type('/team 0999')
  await terminal.waitFor(/11 chosen, 11 of them not among these +1 of 11\b/)
  terminal.press('enter')
  terminal.type('ajj ')
  await terminal.waitFor('21 chosen, 11 of them')
  terminal.press('escape')
  // The chosen alone; none of them drops all.
  terminal.type('f')
  await terminal.waitFor(/21 chosen, only these are shown +\d+ of 21\b[\s\S]+ Esc show all /)
  terminal.type('/00123')
  terminal.press('enter')
  terminal.type('a')
  await terminal.waitFor(/20 chosen, only these are shown/)
  terminal.press('escape', 'escape')
  await terminal.waitFor(/20 chosen +\d+ of 10,000/)
  terminal.press('enter')
  await terminal.waitFor(/› Who +20 groups: Team 00999, Team 01230/)
  const first = await chosenGroups()
  t.is(first.length, 20)
  t.true(first.includes('g01230') && first.includes('g09990') && !first.includes('g00123') && !first.includes('g09991'))

  // When the list is opened again the chosen ones stand on top, and going on changes nothing.
  terminal.press('enter')
  await terminal.waitFor(/20 chosen +1 of 10,000/)
  t.regex(terminal.screen(), /› ■ Team 00999 .+\n.+■ Team 01230 [\s\S]+■ Team 01239 .+\n.+■ Team 09990/)
  terminal.type('G')
  await terminal.waitFor('10,000 of 10,000')
  terminal.press('enter')
  await terminal.waitFor(/› Who +20 groups: Team 00999, Team 01230/)
  t.deepEqual(await chosenGroups(), first)

  // All of them at once.
  terminal.press('enter')
  await terminal.waitFor('20 chosen')
  terminal.type('a')
  await terminal.waitFor('10,000 chosen')
  terminal.press('enter')
  await terminal.waitFor(/› Who +10,000 groups: Team 0/)
  t.is((await chosenGroups()).length, count)
})

test('with 10,000 groups and 5,000 units each key of the step writes a few bytes, and the count follows each choice', async (t) => {
  const units = Array.from(
    { length: 5000 },
    (_, index) => `/Region ${index % 50}/Office ${String(index).padStart(4, '0')}`,
  )
  const place = await workplace(t, {
    organization: {
      ...organization,
      users: [
        ...organization.users,
        ...units.map((orgUnitPath, index) => ({ primaryEmail: `p${index}@example.com`, orgUnitPath })),
      ],
    },
  })
  const terminal = openProgram(t, at(place))
  await terminal.waitFor('› Synchronize now')
  terminal.type('65')
  await terminal.waitFor(/1 of 10,000[\s\S]+Everyone in the organization would be in/)
  await bytesOf(t, terminal)
  t.is(place.google.requests.filter(({ call }) => call === 'users.list').length, 1, 'one page, and no more')
  terminal.type('2')
  await terminal.waitFor(/1 of 5,051[\s\S]+5,001 people would be in/)
  await bytesOf(t, terminal)
  terminal.type('/office 0123')
  await terminal.waitFor(/1 of 5,051|1 of 1\b/)
  terminal.press('enter')
  terminal.type(' ')
  await terminal.waitFor(/1 person would be in, 5,000 fewer than before/)
  terminal.press('escape')
  terminal.type('g ')
  await terminal.waitFor(/5,001 people would be in, 5,000 more than before/)
})

/** Holds ten steps through a list to the bytes that a slow link can take. */
async function bytesOf(t: ExecutionContext<unknown>, terminal: Terminal): Promise<void> {
  await terminal.settled()
  const before = terminal.bytes()
  for (let step = 0; step < 10; step += 1) {
    terminal.press('down')
    await terminal.settled()
  }
  t.true(terminal.bytes() - before <= 10 * 160, `${(terminal.bytes() - before) / 10} bytes for each key`)
}
