import { fold } from '../../sync/addresses.ts'
import type { UserStore } from '../../sync/user.ts'
import { issueWords, withInput } from '../../text/issue-words.ts'
import { parseJsonText, parsePlainJson } from '../../text/json/json-text.ts'
import { oneLine } from '../../text/one-line.ts'
import { isStore } from './is-store.ts'

/**
 * A store beyond this many characters (some 16,000 users) is taken for the program's own writing: looking for names that
 * stand twice, which an editor's slip leaves behind, would make reading a large one noticeably slower.
 */
const longestEdited = 8 * 1024 * 1024

/** A store, or in one sentence what is wrong with it. */
export type ParsedStore = { state: 'good'; store: UserStore } | { state: 'bad'; why: string }

/** Reads the text of a `users.json`. Unknown fields stay where they are, of the store and of each user. */
export async function parseStore(text: string): Promise<ParsedStore> {
  if (text.trim() === '') return { state: 'bad', why: 'The file is empty.' }
  const json = text.length > longestEdited ? parsePlainJson(text) : parseJsonText(text)
  return json.state === 'bad' ? json : checkStore(json.value)
}

/** The same for a value that was parsed already, or is about to be written. */
export async function checkStore(value: unknown): Promise<ParsedStore> {
  if (!isStore(value)) return { state: 'bad', why: await whatIsWrong(value) }
  const twice = nameHeldTwice(value)
  if (twice !== null) return { state: 'bad', why: `Two users have the name ${oneLine(twice, 120)}.` }
  return { state: 'good', store: value }
}

/** Names are compared without case. Their archive folders are then different too, see archive-names.ts. */
function nameHeldTwice(store: UserStore): string | null {
  if (isInOrder(store)) return null
  const names = new Set<string>()
  for (const { userName } of store.users) {
    const count = names.size
    names.add(fold(userName))
    if (names.size === count) return userName
  }
  return null
}

/** A store is kept in order of name; where each name comes after the one before it, none is there twice. */
function isInOrder({ users }: UserStore): boolean {
  let before = ''
  return users.every(({ userName }) => {
    const name = fold(userName)
    const comesAfter = before < name
    before = name
    return comesAfter
  })
}

/** Zod is loaded only here: on the way to a problem nobody waits for it. */
async function whatIsWrong(value: unknown): Promise<string> {
  if (value === null) return 'The file holds nothing but null.'
  if (typeof value === 'object' && 'version' in value && typeof value.version === 'number' && value.version !== 1) {
    return `It has the version ${value.version}, which this release does not know.`
  }
  const { storeSchema } = await import('./store-schema.ts')
  const issue = storeSchema.safeParse(value, withInput).error?.issues[0]
  const field = issue?.path.map(String).join('.') ?? ''
  const name = field === '' ? 'The document' : `The field ${oneLine(field, 120)}`
  return issue === undefined ? 'It is not a user store.' : `${oneLine(issueWords(name, issue), 300)}.`
}
