import { fold } from '../../../sync/addresses.ts'
import type { User } from '../../../sync/user.ts'
import { textOf } from '../../disk/read-whole-file.ts'
import { isStore } from '../is-store.ts'
import { parseStore } from '../parse-store.ts'
import { differentLines } from './different-lines.ts'

/** What a new text of `users.json` means for a reader who knows the text before. */
export type StoreChange =
  /** Every user, because the texts could not be compared line by line. */
  | { state: 'whole'; revision: number; users: User[] }
  /** The users that are new or different, and the names of those that are gone. */
  | { state: 'changes'; revision: number; users: User[]; removed: string[] }
  | { state: 'unusable'; why: string }

/** Remembers the last good text of a store, as UTF-8, and tells what the next one changes. */
export type StoreDiffer = { next: (text: Buffer) => Promise<StoreChange> }

/** Compares stores as Rollcall writes them: a head, then one user on each line in order of name. */
export function createStoreDiffer(): StoreDiffer {
  let known: Buffer | null = null
  return {
    async next(text) {
      const lines = linesOf(text)
      const before = known
      // A text that proves unusable must not be compared with later.
      known = null
      if (lines !== null && before !== null) {
        const [former, newer] = differentLines(before, lines.users)
        const change = newer.every((line) => line.startsWith('{')) ? compare(former, newer, lines.revision) : null
        if (change !== null) {
          known = lines.users
          return change
        }
      }
      const parsed = await parseStore(textOf(text))
      if (parsed.state === 'bad') return { state: 'unusable', why: parsed.why }
      known = lines?.users ?? null
      return { state: 'whole', revision: parsed.store.revision, users: parsed.store.users }
    },
  }
}

const tail = Buffer.from('\n]}\n')

/** The users' lines of a store that Rollcall wrote; null for any other form, which an editor may leave. */
function linesOf(text: Buffer): { revision: number; users: Buffer } | null {
  const end = text.indexOf('\n')
  const head = text.toString('utf8', 0, Math.max(0, end))
  if (!head.endsWith(',"users":[') || !text.subarray(-tail.length).equals(tail)) return null
  const revision = revisionOf(`${head}]}`)
  return revision === null ? null : { revision, users: text.subarray(end + 1, 1 - tail.length) }
}

function revisionOf(head: string): number | null {
  try {
    const store: unknown = JSON.parse(head)
    return isStore(store) ? store.revision : null
  } catch {
    return null
  }
}

/** Walks both lists in order of name; null where one is not in order, or a line is not a user. */
function compare(before: readonly string[], after: readonly string[], revision: number): StoreChange | null {
  const users: User[] = []
  const removed: string[] = []
  let old = 0
  let last = ''
  for (const line of after) {
    if (sameLine(before[old], line)) {
      old += 1
      // Names are only read where lines differ; what is the same in both stood in order before.
      last = ''
      continue
    }
    const user = userOn(line)
    if (user === null) return null
    const name = fold(user.userName)
    if (last !== '' && name <= last) return null
    last = name
    let isKnown = false
    for (; old < before.length; old += 1) {
      const former = userOn(before[old] ?? '')
      if (former === null) return null
      const formerName = fold(former.userName)
      if (formerName > name) break
      if (formerName === name) isKnown = true
      else removed.push(former.userName)
    }
    // A neighbour in the old list tells whether the new one stands in order there too.
    if (!isKnown && old > 0 && nameOn(before[old - 1] ?? '') >= name) return null
    users.push(user)
  }
  for (; old < before.length; old += 1) {
    const former = userOn(before[old] ?? '')
    if (former === null) return null
    removed.push(former.userName)
  }
  return { state: 'changes', revision, users, removed }
}

/** The last user's line alone has no comma behind it. */
function sameLine(before: string | undefined, after: string): boolean {
  if (before === undefined) return false
  return before === after || before === `${after},` || `${before},` === after
}

const nameOn = (line: string): string => fold(userOn(line)?.userName ?? '')

function userOn(line: string): User | null {
  try {
    const user: unknown = JSON.parse(line.endsWith(',') ? line.slice(0, -1) : line)
    const store: unknown = { version: 1, revision: 0, users: [user] }
    return isStore(store) ? (store.users[0] ?? null) : null
  } catch {
    return null
  }
}
