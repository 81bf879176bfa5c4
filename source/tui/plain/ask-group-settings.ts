import { type TypedGroupPrivileges, typedGroupPrivileges } from '../../settings/group-privileges-text.ts'
import type { Settings } from '../../settings/settings-schema.ts'
import type { ChosenGroup } from '../../sync/settings.ts'
import type { Privilege } from '../../sync/user.ts'
import { safeText } from '../../text/safe-text.ts'
import type { Plain } from './plain.ts'
import type { Questions } from './questions.ts'

/** Asks for groups that give their members more; Google is asked only where the answer is a new one. */
export async function askGroupPrivileges(
  questions: Questions,
  plain: Plain,
  { privilegesByGroup, followGroups }: Settings,
): Promise<void> {
  const { services } = plain
  const current = privilegesByGroup.map(({ email, privileges }) => `${email}=${privileges.join(',')}`).join(' ')
  const typed = await questions.line(
    'Groups that give more privileges: export@example.com=export, separated by spaces, or none',
    current || 'none',
    (answer) => typedGroupPrivileges(answer).find((one) => typeof one === 'string') ?? null,
  )
  if (typed !== (current || 'none')) {
    const wanted = typedGroupPrivileges(typed).flatMap((one) => (typeof one === 'string' ? [] : [one]))
    const groups = await findTyped(
      questions,
      plain,
      wanted.map(({ group }) => group),
    )
    const found = groups.map((group) => ({ ...group, privileges: privilegesOf(group, wanted) }))
    await services.saveSettings({ privilegesByGroup: found })
    if (found.length === 0) return
  }
  if (typed === 'none') return
  const follows = await questions.yes(
    'Take these back when somebody leaves the group, and give them who joins?',
    followGroups,
  )
  await services.saveSettings({ followGroups: follows })
}

const privilegesOf = ({ email }: ChosenGroup, typed: readonly TypedGroupPrivileges[]): Privilege[] =>
  typed.find(({ group }) => group.toLowerCase() === email.toLowerCase())?.privileges ?? []

/** Asks for groups with an archive of their own. */
export async function askGroupArchives(questions: Questions, plain: Plain, { groupArchives }: Settings): Promise<void> {
  const current = groupArchives.map(({ email }) => email).join(' ') || 'none'
  const typed = await questions.line(
    'Groups with an archive of their own, which members can read: addresses, separated by spaces, or none',
    current,
  )
  if (typed === current) return
  const addresses = typed.trim() === 'none' ? [] : typed.split(/\s+/).filter(Boolean)
  await plain.services.saveSettings({ groupArchives: await findTyped(questions, plain, addresses) })
}

/** The groups behind typed addresses; one that is none is said, and left out. */
async function findTyped(
  { say }: Questions,
  { services, tools }: Plain,
  addresses: readonly string[],
): Promise<ChosenGroup[]> {
  const groups = addresses.length === 0 ? [] : await services.listGroups(tools)
  return addresses.flatMap((address) => {
    const known = groups.find(({ email }) => email.toLowerCase() === address.toLowerCase())
    if (known === undefined) say(`There is no group ${safeText(address)}: nothing saved for it.`)
    return known === undefined ? [] : [{ id: known.id, email: known.email, name: known.name }]
  })
}
