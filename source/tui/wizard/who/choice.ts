import type { ChosenGroup, SyncSettings } from '../../../sync/settings.ts'

/** What the step decides. */
export type WhoSettings = Pick<
  SyncSettings,
  'groups' | 'orgUnits' | 'excludedGroups' | 'excludedOrgUnits' | 'exclusions'
>

/** The tabs of the step. */
export const whoTabs = [
  { id: 'groups', name: 'Groups' },
  { id: 'units', name: 'Units' },
  { id: 'exclusions', name: 'Exclusions' },
] as const
export type WhoTab = (typeof whoTabs)[number]['id']

/** The kinds of rows: each chosen row is a word of one set, `inGroup:ID`, so that a filter never forgets anything. */
const tabOfKind = {
  inGroup: 'groups',
  inUnit: 'units',
  outPattern: 'exclusions',
  outGroup: 'exclusions',
  outUnit: 'exclusions',
} as const
export type WhoKind = keyof typeof tabOfKind

/** The word for a row. */
export const wordOf = (kind: WhoKind, value: string): string => `${kind}:${value}`

/** The values of one kind among these words, in their order. */
export function valuesOf(words: ReadonlySet<string>, kind: WhoKind): string[] {
  const start = `${kind}:`
  return [...words].filter((word) => word.startsWith(start)).map((word) => word.slice(start.length))
}

/** Those of the words that belong to a tab. */
export function wordsOfTab(words: ReadonlySet<string>, tab: WhoTab): Set<string> {
  return new Set([...words].filter((word) => tabOf(word) === tab))
}

/** All words, with those of one tab replaced. */
export function withTab(words: ReadonlySet<string>, tab: WhoTab, ofTab: ReadonlySet<string>): Set<string> {
  return new Set([...[...words].filter((word) => tabOf(word) !== tab), ...ofTab])
}

const tabOf = (word: string): WhoTab | undefined => tabOfKind[word.slice(0, word.indexOf(':')) as WhoKind]

/** The words that stand for what is saved. */
export function wordsOf(settings: WhoSettings): Set<string> {
  return new Set([
    ...settings.groups.map(({ id }) => wordOf('inGroup', id)),
    ...settings.orgUnits.map((path) => wordOf('inUnit', path)),
    ...settings.exclusions.map((pattern) => wordOf('outPattern', pattern)),
    ...settings.excludedGroups.map(({ id }) => wordOf('outGroup', id)),
    ...settings.excludedOrgUnits.map((path) => wordOf('outUnit', path)),
  ])
}

/**
 * The settings that the words stand for.
 *
 * @param groups all that can be named: those that Google lists, and those that were chosen before
 */
export function settingsOf(words: ReadonlySet<string>, groups: readonly ChosenGroup[]): WhoSettings {
  const named = (kind: WhoKind): ChosenGroup[] => {
    const ids = new Set(valuesOf(words, kind))
    return groups.filter(({ id }) => ids.has(id)).map(({ id, email, name }) => ({ id, email, name }))
  }
  return {
    groups: named('inGroup'),
    orgUnits: valuesOf(words, 'inUnit'),
    excludedGroups: named('outGroup'),
    excludedOrgUnits: valuesOf(words, 'outUnit'),
    exclusions: valuesOf(words, 'outPattern'),
  }
}

/** Whether nothing is chosen, which means everybody. */
export function meansEverybody({ groups, orgUnits }: Pick<WhoSettings, 'groups' | 'orgUnits'>): boolean {
  return groups.length === 0 && orgUnits.length === 0
}
