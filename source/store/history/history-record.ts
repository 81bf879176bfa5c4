import * as z from 'zod'
import type { ArchiveWork } from '../../sync/apply/apply.ts'
import type { OwnerDecision } from '../../sync/ownership/record-owners.ts'
import { type Action, actionMarks, type Change, type Reason, type Summary } from '../../sync/plan.ts'
import type { User } from '../../sync/user.ts'
import { withoutPassword } from '../../sync/user.ts'
import { jsonOrNothing } from '../../text/json/json-or-nothing.ts'
import type { ArchiveReport } from '../archives/archive-report.ts'
import { archiveWorkSchema } from '../archives/archive-work-schema.ts'
import { accountName } from '../lock/account-name.ts'

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
  /** The archives that are not as the plan promised, and why; left out where all are. Written after the commit. */
  archives?: readonly ArchiveReport[] | undefined
  /** The revision that this commit took back. */
  undid?: number | undefined
  /** The revision of the undo that this commit took back, so that what it had taken back holds again. */
  redid?: number | undefined
  /** What an admin decided about archives. */
  decided?: readonly OwnerDecision[] | undefined
  /** Work on archives that an admin asked for, beside what follows from the changes. */
  archiveWork?: readonly ArchiveWork[] | undefined
  changes: HistoryChange[]
}

/** A commit without the changes it made. */
export type HistoryHead = Omit<HistoryRecord, 'changes'>

/** What the store does not know by itself about a commit. */
export type CommitRecord = Pick<
  HistoryRecord,
  'command' | 'summary' | 'undid' | 'redid' | 'decided' | 'archiveWork'
> & {
  changes: readonly Change[]
}

/** The whole record of a commit. Only the rows that change something are kept. */
export function historyRecord(
  revision: number,
  { command, summary, undid, redid, decided, archiveWork, changes }: CommitRecord,
): HistoryRecord {
  return {
    time: new Date().toISOString(),
    revision,
    who: who(),
    command,
    summary,
    ...(undid === undefined ? {} : { undid }),
    ...(redid === undefined ? {} : { redid }),
    ...(decided === undefined ? {} : { decided }),
    ...(archiveWork === undefined ? {} : { archiveWork }),
    // They come last, so that a reader can leave them out.
    changes: changes.filter(({ action }) => changing.has(action)).map(historyChange),
  }
}

const changing: ReadonlySet<Action> = new Set(['create', 'update', 'rename', 'delete'])

const historyChange = ({ action, userName, directoryId, fields, before, after, reason }: Change): HistoryChange => ({
  action,
  userName,
  directoryId,
  fields,
  before: before && withoutPassword(before),
  after: after && withoutPassword(after),
  reason,
})

function who(): Who {
  const { SUDO_USER, SSH_CONNECTION } = process.env
  return { user: accountName(), sudoUser: SUDO_USER || null, sshConnection: SSH_CONNECTION || null }
}

/** What is checked of a line: enough to show it. The rest was written by this program and is taken as it is. */
const head = z.looseObject({
  time: z.string(),
  revision: z.int(),
  who: z.looseObject({ user: z.string(), sudoUser: z.string().nullable(), sshConnection: z.string().nullable() }),
  command: z.string(),
  summary: z.record(z.string(), z.number()),
  undid: z.int().optional(),
  redid: z.int().optional(),
  decided: z
    .array(z.object({ archive: z.string(), owner: z.string().nullable(), previous: z.string().nullable() }))
    .optional(),
  archiveWork: z.array(archiveWorkSchema).optional(),
})
const change = z.looseObject({
  action: z.enum(Object.keys(actionMarks)),
  userName: z.string(),
  directoryId: z.string().nullable(),
  fields: z.array(z.string()),
  before: z.custom<User>(isObjectWithName).nullable(),
  after: z.custom<User>(isObjectWithName).nullable(),
  reason: z.custom<Reason>((value) => typeof value === 'object' && value !== null && 'code' in value),
})

const isHead = (value: unknown): value is HistoryHead => head.safeParse(value).success

/** Each change alone, because zod makes a copy of what it checks, and a commit may have half a million of them. */
const isRecord = (value: unknown): value is HistoryRecord =>
  isHead(value) &&
  'changes' in value &&
  Array.isArray(value.changes) &&
  value.changes.every((one) => change.safeParse(one).success)

function isObjectWithName(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'userName' in value && typeof value.userName === 'string'
}

const archiveReportList = z.array(
  z.object({ userName: z.string(), outcome: z.enum(['blocked', 'pending', 'kept', 'setAside']), cause: z.string() }),
)

const archivesLine = z.object({ archivesOf: z.int(), time: z.string(), archives: archiveReportList })

/** Reads what became of the archives of a commit; an empty list where it cannot be read. */
export function parseArchiveReports(text: string): ArchiveReport[] {
  const parsed = archiveReportList.safeParse(jsonOrNothing(text))
  return parsed.success ? parsed.data : []
}

/** What became of the archives of a commit: a line of its own after that of the commit, because it is known later. */
export type ArchivesLine = z.infer<typeof archivesLine>

/** Reads a line that says what became of archives; null when it is another one. */
export function parseArchivesLine(line: Buffer): ArchivesLine | null {
  if (!line.subarray(0, archivesBeginning.length).equals(archivesBeginning)) return null
  const parsed = archivesLine.safeParse(jsonOrNothing(line.toString('utf8')))
  return parsed.success ? parsed.data : null
}

const archivesBeginning = Buffer.from('{"archivesOf":')

/** Reads one line of the history; null when it is none, as after a power failure in the middle of writing it. */
export function parseHistoryLine(line: Buffer): HistoryRecord | null {
  const value = line.length > longestLine ? null : jsonOrNothing(line.toString('utf8'))
  return isRecord(value) ? withUndid(value) : null
}

/** Earlier releases wrote on each change only which commit an undo took back. */
function withUndid(record: HistoryRecord): HistoryRecord {
  const reason = record.changes[0]?.reason
  return lacksUndid(record) && reason?.code === 'undone' ? { ...record, undid: reason.revision } : record
}

const lacksUndid = ({ command, undid }: HistoryHead): boolean => command === 'undo' && undid === undefined

/** A string holds little more. Enough for a commit that makes 800,000 users. */
const longestLine = 500 * 1024 * 1024

/** Longer lines are not read to their end only to say what kind of commit it was. */
const longLine = 1024 * 1024

/**
 * Reads one line of the history for everything but its changes, which come last in it and may be half a million. Of a
 * long line that was torn off it is only seen that it does not end as a record does.
 */
export function parseHistoryHead(line: Buffer): HistoryHead | null {
  if (line.length < longLine) return parseHistoryLine(line)
  // Inside a text the quotation marks would be escaped.
  const changes = line.indexOf(',"changes":[')
  if (changes === -1 || !line.subarray(-2).equals(recordEnd)) return null
  const shortened = Buffer.concat([line.subarray(0, changes), recordEnd.subarray(1)])
  const value = jsonOrNothing(shortened.toString('utf8'))
  if (!isHead(value)) return null
  return lacksUndid(value) ? parseHistoryLine(line) : value
}

const recordEnd = Buffer.from(']}')
