import * as z from 'zod'
import { issueSentence, withInput } from '../text/issue-words.ts'
import { parseJsonText } from '../text/json/json-text.ts'
import type { Problem } from '../text/problem.ts'
import { settingsProblem } from './problems.ts'
import { type Settings, settingsSchema } from './settings-schema.ts'

const anObject = z.record(z.string(), z.unknown())

/** Far more than thousands of chosen groups need. */
export const maximumDocumentBytes = 16 * 1024 * 1024

/**
 * Reads what `rollcall settings show --json` printed, on this machine or on another.
 *
 * @param name the file's name, for the problem
 * @returns the settings that the document holds; those that it leaves away are missing
 * @throws Problem (badData) that names the field when the document cannot be used
 */
export function parseSettingsDocument(text: string, name: string): Partial<Omit<Settings, 'version'>> {
  const json = parseJsonText(text.replace(/^\uFEFF/, ''))
  if (json.state === 'bad') throw documentUnusable(name, json.why)
  const document = anObject.safeParse(json.value)
  if (!document.success) throw documentUnusable(name, 'It is not a JSON object.')
  if ('rollcallPlan' in document.data)
    throw documentUnusable(name, 'It is a saved plan, which rollcall sync --plan takes.')
  const inner = anObject.safeParse(document.data.settings)
  const given = inner.success ? inner.data : document.data
  const parsed = settingsSchema.safeParse(given, withInput)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const field = issue?.path.map(String).join('.') || 'The whole'
    throw documentUnusable(name, issue === undefined ? '' : issueSentence(field, issue))
  }
  const { version: _version, ...known } = settingsSchema.parse({})
  const names = Object.keys(known).filter((key) => key in given)
  if (names.length === 0) throw documentUnusable(name, 'It holds none of the settings.')
  const settings: Record<string, unknown> = { ...parsed.data }
  return Object.fromEntries(names.map((key) => [key, settings[key]]))
}

function documentUnusable(document: string, why: string): Problem {
  return settingsProblem('settingsDocumentUnusable', { document, why })
}
