import type { DirectoryGroup, DirectoryUser } from '../../../sync/directory.ts'
import { globFault } from '../../../sync/globs/glob-words.ts'
import { isInOrgUnit } from '../../../sync/scope/org-units.ts'
import type { UnitNode } from '../../../sync/scope/unit-tree.ts'
import type { ChosenGroup } from '../../../sync/settings.ts'
import { counted } from '../../../text/numbers.ts'
import { safeText } from '../../../text/safe-text.ts'
import type { Choice } from '../../components/list/multi-select.tsx'
import { type WhoKind, wordOf } from './choice.ts'

/** The groups to choose from. One that was chosen and is gone is shown, too, so that it can be taken away. */
export function groupChoices(
  groups: readonly DirectoryGroup[],
  gone: readonly ChosenGroup[],
  kind: 'inGroup' | 'outGroup',
): Choice[] {
  return [
    ...gone.map(({ id, name, email }) => choice(kind, id, name, `${safeText(email)} (gone)`, '')),
    ...groups.map(({ id, name, email, directMembersCount }) => {
      const members = directMembersCount === null ? '' : counted(directMembersCount, 'member')
      return choice(kind, id, name, safeText(email), kind === 'inGroup' ? members : 'group')
    }),
  ]
}

/** The units as a tree: each with the one it is in, and the people in it and below. First those that nobody is in. */
export function unitChoices(
  units: readonly UnitNode[],
  chosen: readonly string[],
  kind: 'inUnit' | 'outUnit',
): Choice[] {
  const known = new Set(units.map(({ path }) => path.toLowerCase()))
  const empty = chosen.filter((path) => !known.has(path.toLowerCase()))
  return [
    ...empty.map((path) => choice(kind, path, path, 'nobody is in it', '')),
    ...units.map(({ path, name, depth, people }) => {
      const count = counted(people, 'person', 'people')
      if (kind === 'outUnit') return choice(kind, path, path, count, 'unit')
      return choice(
        kind,
        path,
        `${'  '.repeat(depth)}${name}`,
        depth < 2 ? '' : safeText(path.slice(0, -name.length - 1)),
        count,
      )
    }),
  ]
}

/** What can be left out. */
export type Excludable = {
  groups: readonly DirectoryGroup[]
  gone: readonly ChosenGroup[]
  units: readonly UnitNode[]
  /** Units that were left out before. */
  chosenUnits: readonly string[]
  users: readonly DirectoryUser[]
  patterns: readonly string[]
}

/** What leaves people out: patterns, groups, units, and one person at a time. */
export function exclusionChoices({ groups, gone, units, chosenUnits, users, patterns }: Excludable): Choice[] {
  const people = users.map(({ primaryEmail, fullName }) => {
    return choice('outPattern', patternOf(primaryEmail), fullName || primaryEmail, safeText(primaryEmail), 'person')
  })
  const persons = new Set(people.map(({ id }) => id))
  return [
    ...patterns
      .filter((pattern) => !persons.has(wordOf('outPattern', pattern)))
      .map((pattern) => choice('outPattern', pattern, pattern, '', 'pattern')),
    ...groupChoices(groups, gone, 'outGroup'),
    ...unitChoices(units, chosenUnits, 'outUnit'),
    ...people,
  ]
}

/** The pattern that an address is, letter by letter. */
export function patternOf(address: string): string {
  const pattern = address.toLowerCase().replace(/[\\*?[\]{}!,]/g, '\\$&')
  return globFault(pattern) === null ? pattern : address
}

/** What a unit's note says where one above it is chosen, so that it is in already: a word as wide as its count. */
export function unitNote(path: string, note: string, chosen: readonly string[]): string {
  return chosen.some((other) => other !== path && isInOrgUnit(path, other)) ? 'included' : note
}

function choice(kind: WhoKind, value: string, label: string, about: string, note: string): Choice {
  return { id: wordOf(kind, value), label: safeText(label), about, note }
}
