import * as z from 'zod'
import { type Action, actionMarks, type Change, type Reason, type Summary } from '../sync/plan.ts'
import type { User } from '../sync/user.ts'
import { accountName } from './account-name.ts'

/** Who made a commit. The last two are what sudo and sshd say in the environment; null where they do not. */
export type Who = { user: string; sudoUser: string | null; sshConnection: string | null }

/** One change of a commit. Password hashes are left out of both users. */
export type HistoryChange = Pick<
  Change,
  'action' | 'userName' | 'directoryId' | 'fields' | 'before' | 'after' | 'reason'
>

/** One commit. */
export type HistoryRecord = {
  /** ISO 8601, in UTC. */
  time: string
  /** The revision of the store that it made. */
  revision: number
  who: Who
  /** What was done, such as `sync`. */
  command: string
  summary: Summary
  changes: HistoryChange[]
}

/** What the store does not know by itself about a commit. */
export type CommitRecord = { command: string; summary: Summary; changes: readonly Change[] }

/** The whole record of a commit. Only the rows that change something are kept. */
export function historyRecord(revision: number, { command, summary, changes }: CommitRecord): HistoryRecord {
  return {
    time: new Date().toISOString(),
    revision,
    who: who(),
    command,
    summary,
    changes: changes.filter(({ action }) => changing.has(action)).map(historyChange),
  }
}

const changing: ReadonlySet<Action> = new Set(['create', 'update', 'rename', 'delete'])

const historyChange = ({ action, userName, directoryId, fields, before, after, reason }: Change): HistoryChange => ({
  action,
  userName,
  directoryId,
  fields,
  before: withoutPassword(before),
  after: withoutPassword(after),
  reason,
})

function withoutPassword(user: User | null): User | null {
  if (user?.password === undefined) return user
  const { password: _hash, ...rest } = user
  return rest
}

function who(): Who {
  const { SUDO_USER, SSH_CONNECTION } = process.env
  return { user: accountName(), sudoUser: SUDO_USER || null, sshConnection: SSH_CONNECTION || null }
}

/** What is checked of a line: enough to show it. The rest was written by this program and is taken as it is. */
const line = z.looseObject({
  time: z.string(),
  revision: z.int(),
  who: z.looseObject({ user: z.string(), sudoUser: z.string().nullable(), sshConnection: z.string().nullable() }),
  command: z.string(),
  summary: z.record(z.string(), z.number()),
  changes: z.array(
    z.looseObject({
      action: z.enum(Object.keys(actionMarks)),
      userName: z.string(),
      directoryId: z.string().nullable(),
      fields: z.array(z.string()),
      before: z.custom<User>(isObjectWithName).nullable(),
      after: z.custom<User>(isObjectWithName).nullable(),
      reason: z.custom<Reason>((value) => typeof value === 'object' && value !== null && 'code' in value),
    }),
  ),
})

const isRecord = (value: unknown): value is HistoryRecord => line.safeParse(value).success

function isObjectWithName(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'userName' in value && typeof value.userName === 'string'
}

/** Reads one line of the history; null when it is none, as after a power failure in the middle of writing it. */
export function parseHistoryLine(text: string): HistoryRecord | null {
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : null
  } catch {
    return null
  }
}
