import type * as z from 'zod'
import { counted, grouped } from './numbers.ts'

/** For `safeParse`: issues then hold the value, of which only the type is told. */
export const withInput = { reportInput: true } as const

const kinds: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'an object',
  record: 'an object',
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  null: 'null',
}

const units: Readonly<Record<string, readonly [one: string, many: string]>> = {
  string: ['character', 'characters'],
  array: ['item', 'items'],
}

/**
 * What is wrong with the value of that name, from zod's issue: `users should be a list, and is text`.
 *
 * @param issue of a schema that was used with `withInput`
 */
export function issueWords(name: string, issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type': {
      if (issue.input === undefined) return `${name} is missing`
      return `${name} should be ${kinds[issue.expected] ?? issue.expected}, and is ${kindOf(issue.input)}`
    }
    case 'invalid_value': {
      const values = issue.values.map((value) => (typeof value === 'string' ? `"${value}"` : String(value)))
      return `${name} should be ${values.length === 1 ? '' : 'one of '}${values.join(', ')}`
    }
    case 'too_small':
      return bounds(name, issue.origin, issue.inclusive === false ? 'more than' : 'at least', Number(issue.minimum))
    case 'too_big':
      return bounds(name, issue.origin, issue.inclusive === false ? 'less than' : 'at most', Number(issue.maximum))
    default:
      return `${name}: ${issue.message}`
  }
}

/** The same as a sentence. A message of our own, which ends as one, needs no name where the title has it. */
export function issueSentence(name: string, issue: z.core.$ZodIssue): string {
  return issue.message.endsWith('.') ? issue.message : `${issueWords(name, issue)}.`
}

function bounds(name: string, origin: string, most: string, bound: number): string {
  const unit = units[origin]
  return unit === undefined
    ? `${name} should be ${most} ${grouped(bound)}`
    : `${name} should have ${most} ${counted(bound, ...unit)}`
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  return kinds[typeof value] ?? typeof value
}
