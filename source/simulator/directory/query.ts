import type { OrganizationGroup, OrganizationUser } from '../organization/organization.ts'
import { invalidInput } from '../server/errors.ts'
import type { DirectoryIndex } from './directory-index.ts'
import { listedValues, userSearchFields } from './user-search-fields.ts'

/** One condition of a search; all of them must hold. */
export type Clause = {
  /** Null: the words may be in the name or in an address. */
  field: string | null
  operator: '=' | ':' | '<' | '<=' | '>' | '>='
  /** In lower case, without quotes and without the star of a prefix. */
  value: string
  prefix: boolean
}

const clausePattern =
  /\s*(?:([A-Za-z][\w.]*)\s*(>=|<=|=|:|>|<)\s*)?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^\s'"][^\s"]*)(\*?)/y

/**
 * Reads the search text of a user listing: clauses divided by spaces, `field=value`, `field:word`, `field:prefix*`,
 * values with spaces in quotes.
 *
 * @throws GoogleError 400 for an unknown field, a field that cannot be compared so, or text that is no search
 */
export function parseUserQuery(text: string | null): Clause[] {
  const clauses = parseClauses(text)
  for (const { field } of clauses) {
    if (field !== null && !(field.toLowerCase() in userSearchFields) && !field.includes('.'))
      throw invalidInput('query')
  }
  return clauses
}

/** The same for groups, which know fewer fields. */
export function parseGroupQuery(text: string | null): Clause[] {
  const clauses = parseClauses(text)
  for (const { field, operator } of clauses) {
    const known = field !== null && ['email', 'name', 'memberkey'].includes(field.toLowerCase())
    if (!known || (operator !== '=' && operator !== ':')) throw invalidInput('query')
  }
  return clauses
}

/** Whether an account fits every clause. */
export function matchesEvery(clauses: readonly Clause[], user: OrganizationUser, index: DirectoryIndex): boolean {
  const valuesOf = (field: string) => userSearchFields[field]?.(user, index) ?? []
  return clauses.every((clause) => {
    if (clause.field === null) return anywhere.some((field) => matches(clause, valuesOf(field)))
    if (clause.field.includes('.')) return matches(clause, customValues(user, clause.field))
    const field = clause.field.toLowerCase()
    const values = valuesOf(field)
    // A unit is searched with the units below it.
    if (field === 'orgunitpath') return values.some((path) => isWithinUnit(path.toLowerCase(), clause.value))
    return matches(clause, values)
  })
}

/** Whether a group fits every clause. */
export function groupMatchesEvery(
  clauses: readonly Clause[],
  group: OrganizationGroup,
  index: DirectoryIndex,
): boolean {
  return clauses.every((clause) => {
    const field = clause.field?.toLowerCase()
    if (field === 'email') {
      return matches(clause, [group.email, ...(group.aliases ?? []), ...(group.nonEditableAliases ?? [])])
    }
    if (field === 'name') return matches(clause, [group.name ?? ''])
    const id = index.user(clause.value)?.id ?? index.group(clause.value)?.id ?? clause.value
    return index.groupsWith(id).includes(group)
  })
}

function parseClauses(text: string | null): Clause[] {
  if (text === null || text.trim() === '') return []
  const clauses: Clause[] = []
  const trimmed = text.trim()
  clausePattern.lastIndex = 0
  while (clausePattern.lastIndex < trimmed.length) {
    const match = clausePattern.exec(trimmed)
    if (match === null) throw invalidInput('query')
    const [, field, operator, quoted = '', star] = match
    if (field === undefined && /^[^'"]*[=:<>]/.test(quoted)) throw invalidInput('query')
    const bare = /^['"]/.test(quoted) ? quoted.slice(1, -1).replace(/\\(.)/g, '$1') : quoted
    const prefix = star === '*' || (bare === quoted && bare.endsWith('*'))
    clauses.push({
      field: field ?? null,
      operator: operators.find((each) => each === operator) ?? ':',
      value: (prefix ? bare.replace(/\*$/, '') : bare).toLowerCase(),
      prefix,
    })
  }
  return clauses
}

const operators: readonly Clause['operator'][] = ['=', ':', '<', '<=', '>', '>=']

const anywhere = ['name', 'email'] as const

function customValues(user: OrganizationUser, path: string): string[] {
  const [schema = '', field = ''] = path.split('.')
  const value = user.customSchemas?.[schema]?.[field]
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? listedValues(value, 'value') : [String(value)]
}

function isWithinUnit(path: string, unit: string): boolean {
  const bare = unit.replace(/\/+$/, '')
  return path === bare || path.startsWith(`${bare}/`)
}

function matches(clause: Clause, held: readonly string[]): boolean {
  return held.some((text) => fits(clause, text.toLowerCase()))
}

function fits({ operator, value, prefix }: Clause, text: string): boolean {
  if (prefix) {
    return text.startsWith(value) || (operator === ':' && words(text).some((word) => word.startsWith(value)))
  }
  switch (operator) {
    case '=':
      return text === value
    case ':':
      return text === value || ` ${words(text).join(' ')} `.includes(` ${words(value).join(' ')} `)
    case '<':
      return compare(text, value) < 0
    case '<=':
      return compare(text, value) <= 0
    case '>':
      return compare(text, value) > 0
    case '>=':
      return compare(text, value) >= 0
  }
}

function words(text: string): string[] {
  return text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
}

function compare(left: string, right: string): number {
  const numbers = [Number(left), Number(right)] as const
  if (numbers.every((number) => Number.isFinite(number))) return numbers[0] - numbers[1]
  return left < right ? -1 : left > right ? 1 : 0
}
