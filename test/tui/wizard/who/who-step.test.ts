import test, { type ExecutionContext } from 'ava'
import type { DirectoryGroup, DirectoryUser } from '../../../../source/sync/directory.ts'
import type { Reason } from '../../../../source/sync/plan.ts'
import type { Services } from '../../../../source/tui/services.ts'
import { account, group, member } from '../../../sync/builders.ts'
import { drawInterface } from '../../support/interface.ts'

const listed = (id: string, name: string): DirectoryGroup => {
  return { id, email: `${name.toLowerCase()}@example.com`, name, directMembersCount: 2 }
}
const people = [
  account('ada@example.com', { orgUnitPath: '/Sales', fullName: 'Ada Lovelace' }),
  account('bob@example.com', { orgUnitPath: '/Sales/EMEA', fullName: 'Bob Ross' }),
  account('cleo@example.com', { orgUnitPath: '/Support', fullName: 'Cleo Nile' }),
]
const staff = group(
  'Staff',
  [people[0], people[2]].flatMap((one) => (one ? [member(one)] : [])),
)
const groups = [{ ...listed(staff.id, 'Staff') }, listed('id-Board', 'Board')]

type Asked = { pages: boolean[]; members: string[][]; previews: number }

/** The step as the settings open it, with a Google of these people; says what it was asked for. */
async function openStep(
  t: ExecutionContext<unknown>,
  { onePage = true, size = {} }: { onePage?: boolean; size?: { columns?: number; rows?: number } } = {},
) {
  const asked: Asked = { pages: [], members: [], previews: 0 }
  const services = (): Partial<Services> => ({
    listGroups: async () => groups,
    readPeople: async (_tools, options): Promise<DirectoryUser[] | null> => {
      asked.pages.push(options.onePage)
      return options.onePage && !onePage ? null : people
    },
    readMembers: async (_tools, chosen) => {
      asked.members.push(chosen.map(({ name }) => name))
      return { groups: [staff], foreignGroupIds: [] }
    },
    previewPeople: async () => {
      asked.previews += 1
      const [ada] = people
      if (ada === undefined) throw new Error('Nobody is there.')
      const { primaryEmail: userName, fullName, id: directoryId } = ada
      const reason: Reason = { code: 'memberOf', path: ['Staff'] }
      return { people: [{ userName, fullName, directoryId, inScope: true, reason }], skipped: [] }
    },
  })
  const shown = drawInterface(t, { start: { screen: 'settings' }, services, ...size })
  await shown.waitFor('› Google side')
  shown.type('5')
  await shown.waitFor('□ Board')
  return { shown, asked }
}

test('the last line says how many would be in, and what the last choice changed', async (t) => {
  const { shown, asked } = await openStep(t)
  await shown.waitFor('3 people would be in')
  shown.type(' ')
  await shown.waitFor('2 people would be in, 1 fewer than before')
  shown.type('2')
  await shown.waitFor(/\[Units\][\s\S]+□ \/ .+3 people\n.+□ {3}Sales .+2 people\n.+□ {5}EMEA .+\/Sales +1 person/)
  shown.type('j')
  shown.type(' ')
  await shown.waitFor('3 people would be in, 1 more than before')
  t.regex(shown.frame(), /EMEA .+included/)
  t.deepEqual(asked, { pages: [true], members: [['Staff']], previews: 0 })
})

test('in a large organization everybody is read when the tab of units is opened, and not before', async (t) => {
  const { shown, asked } = await openStep(t, { onePage: false })
  await shown.waitFor('Everyone in the organization would be in.')
  shown.type(' ')
  await shown.waitFor('about 2 people would be in')
  t.deepEqual(asked.pages, [true])
  shown.press('tab')
  await shown.waitFor(/□ {3}Support .+1 person/)
  t.deepEqual(asked.pages, [true, false])
  await shown.waitFor('2 people would be in')
})

test('what is left out: a pattern that is typed, a group, a unit, one person; all is saved with Enter', async (t) => {
  const { shown } = await openStep(t)
  shown.type('3')
  await shown.waitFor(/\[Exclusions\][\s\S]+Cleo Nile +cleo@example\.com +person/)
  shown.type('/cleo')
  await shown.waitFor('1 of 9')
  shown.press('enter')
  shown.type(' ')
  await shown.waitFor('2 people would be in, 1 fewer than before')
  shown.press('escape')
  shown.type('n')
  await shown.waitFor('Skip people whose address matches')
  shown.type('[')
  shown.press('enter')
  await shown.waitFor(/bracket \[ is not closed/)
  shown.press('ctrlU')
  shown.type('a*')
  shown.press('enter')
  await shown.waitFor('1 person would be in, 1 fewer than before')
  shown.press('enter')
  await shown.waitFor(/› Who +everyone, 2 exclusions/)
  const { settings } = await shown.services.readHome()
  t.deepEqual([...settings.exclusions].sort(), ['a*', 'cleo@example.com'])
})

test('one search stays over all tabs', async (t) => {
  const { shown } = await openStep(t)
  shown.type('/boa')
  shown.press('enter')
  await shown.waitFor('1 of 2')
  shown.type('3')
  t.regex(await shown.waitFor(/\[Exclusions\][\s\S]+\/ boa/), /Board/)
  t.notRegex(shown.frame(), /Staff/)
})

test('v lists the people with the reason, from what is known or as a synchronization would read it', async (t) => {
  const small = await openStep(t)
  small.shown.type(' ')
  await small.shown.waitFor('2 people would be in')
  small.shown.type('v')
  await small.shown.waitFor(
    /2 people in, 1 person left out[\s\S]+ada@example\.com +in +Staff[\s\S]+bob@example\.com +out +not in the/,
  )
  small.shown.press('escape')
  await small.shown.waitFor('■ Staff')
  t.is(small.asked.previews, 0)

  const large = await openStep(t, { onePage: false })
  large.shown.type('v')
  await large.shown.waitFor(/1 person in, 0 people left out[\s\S]+ada@example\.com +in +Staff/)
  t.is(large.asked.previews, 1)
  t.deepEqual(large.asked.pages, [true])
})

test('at 40 columns and 12 rows the tabs, the list and the count are there', async (t) => {
  const { shown } = await openStep(t, { size: { columns: 40, rows: 12 } })
  const frame = await shown.waitFor('3 people would be in')
  t.regex(frame, /\[Groups\]/)
  t.regex(frame, /□ Staff|□ Board/)
})
