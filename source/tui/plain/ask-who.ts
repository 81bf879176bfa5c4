import { orgUnitFault } from '../../sync/scope/org-units.ts'
import type { ChosenGroup } from '../../sync/settings.ts'
import { noPaint } from '../../text/colours.ts'
import { counted } from '../../text/numbers.ts'
import { safeText } from '../../text/safe-text.ts'
import { peopleText } from '../../views/scope/people-text.ts'
import type { HomeState } from '../services.ts'
import { meansEverybody } from '../wizard/who/choice.ts'
import type { Plain } from './plain.ts'
import type { Questions } from './questions.ts'

/** Who becomes a user of the archive, as questions: groups, units, and who is left out; then the names, for who wants them. */
export async function askWho(questions: Questions, { services, tools }: Plain, home: HomeState): Promise<void> {
  const { settings } = home
  const groups = await services.listGroups(tools)
  const chosen = new Set(settings.groups.map(({ id }) => id))
  const current = groups.flatMap(({ id }, index) => (chosen.has(id) ? [index] : []))
  const options = groups.map((group) => ({
    value: { id: group.id, email: group.email, name: group.name },
    text: `${safeText(group.name)}, ${safeText(group.email)}, ${membersWords(group.directMembersCount)}`,
  }))
  const include = await questions.several('Which groups? With no group and no unit everyone is in', options, current)
  const orgUnits = await askUnits(questions, 'Organizational units to include, such as /Sales', settings.orgUnits)
  const choice = { groups: include, orgUnits }
  const everybody = 'No group or unit selected: everyone in the organization gets an archive. Is that right?'
  const isNew = meansEverybody(choice) && !meansEverybody(settings)
  if (isNew && !(await questions.yes(everybody, false))) return questions.say('Groups and units unchanged.')
  const excludedGroups = await askExcludedGroups(questions, [...settings.excludedGroups, ...groups], settings)
  const excludedOrgUnits = await askUnits(questions, 'Organizational units to skip', settings.excludedOrgUnits)
  await services.saveSettings({ ...choice, excludedGroups, excludedOrgUnits })
  if (!(await questions.yes('List who is in scope now?', false))) return
  questions.say(peopleText(await services.previewPeople(tools, {}), { paint: noPaint, columns: undefined }))
}

async function askUnits(questions: Questions, what: string, current: readonly string[]): Promise<string[]> {
  const answer = await questions.line(
    `${what}, separated by commas, or none`,
    current.join(', ') || 'none',
    (typed) =>
      listOf(typed)
        .map(orgUnitFault)
        .find((fault) => fault !== null) ?? null,
  )
  return listOf(answer)
}

async function askExcludedGroups(
  questions: Questions,
  known: readonly ChosenGroup[],
  { excludedGroups }: Pick<HomeState['settings'], 'excludedGroups'>,
): Promise<ChosenGroup[]> {
  const find = (address: string) => known.find(({ email }) => email.toLowerCase() === address.toLowerCase())
  const answer = await questions.line(
    'Groups whose members are skipped, by e-mail address, or none',
    excludedGroups.map(({ email }) => email).join(', ') || 'none',
    (typed) => {
      const unknown = listOf(typed).find((address) => find(address) === undefined)
      return unknown === undefined ? null : `No group has the address ${unknown}.`
    },
  )
  return listOf(answer).flatMap((address) => {
    const found = find(address)
    return found === undefined ? [] : [{ id: found.id, email: found.email, name: found.name }]
  })
}

/** Values separated by commas; `none` for none. */
const listOf = (text: string): string[] =>
  /^none$/i.test(text.trim())
    ? []
    : [
        ...new Set(
          text
            .split(',')
            .map((part) => part.trim())
            .filter((part) => part !== ''),
        ),
      ]

function membersWords(count: number | null): string {
  return count === null ? 'some members' : counted(count, 'member')
}
