import type { FollowUpReport } from '../operations/follow-up/follow-up-state.ts'
import type { ArchiveReport } from '../store/archives/archive-report.ts'
import type { HistoryHead, HistoryRecord } from '../store/history/history-record.ts'
import { actionMarks } from '../sync/plan.ts'
import { fittedTable } from '../text/fitted-table.ts'
import { counted, grouped } from '../text/numbers.ts'
import { safeText } from '../text/safe-text.ts'
import { archiveAttentionText } from './archive-reports.ts'
import { followUpDetails, followUpWords } from './follow-up.ts'
import { changeWords } from './plan/change-words.ts'
import { reasonWords } from './plan/reason.ts'
import { wholePrint } from './print.ts'

/** Commits as lines of text, the newest first. */
export function historyText(
  records: readonly HistoryHead[],
  followUps: ReadonlyMap<number, FollowUpReport> = new Map(),
  print = wholePrint,
): string {
  if (records.length === 0) return 'Nothing committed yet.'
  const rows = records.map((record) => [
    safeText(record.time.slice(0, 19).replace('T', ' ')),
    String(record.revision),
    safeText(record.command),
    whoWords(record.who),
    `${countWords(record.summary)}${attentionWords(record)}${followUpWords(followUps.get(record.revision))}`,
  ])
  if (print.sentences) return rows.map(commitSentence).join('\n')
  const [header = [], ...body] = fittedTable(
    [['Time (UTC)', 'Revision', 'Command', 'Who', 'Changes'], ...rows],
    print.columns,
  )
  return [...header.map((line) => print.paint('strong', line)), ...body.flat()].join('\n')
}

/** One commit in a sentence. */
function commitSentence([time = '', revision = '', command = '', who = '', changes = '']: readonly string[]): string {
  return `${time} UTC, revision ${revision}: ${command} by ${who}. ${changes}.`
}

/** One commit with every change it made. */
export function commitText(record: HistoryRecord, followUp?: FollowUpReport, print = wholePrint): string {
  const rows = record.changes.map((change) => [
    `${actionMarks[change.action]} ${safeText(change.userName)}`,
    changeWords({ ...change, archive: null }),
    reasonWords(change.reason),
  ])
  const followed = followUp === undefined ? [] : followUpDetails(followUp).map((line) => `  ${line}`)
  return [
    historyText([record], undefined, print),
    '',
    ...(print.sentences
      ? rows.map(([name = '', what = '', why = '']) => `${name}: ${what}. Why: ${why}.`)
      : fittedTable(rows, print.columns).flat()),
    ...archiveAttentionText(record.archives ?? []),
    ...(followed.length === 0 ? [] : ['', 'After the commit:', ...followed]),
  ].join('\n')
}

/** A word on archives that are not as the commit promised, behind its counts; empty where all are. */
export function attentionWords({ archives = [] }: { archives?: readonly ArchiveReport[] | undefined }): string {
  const count = archives.length
  if (count === 0) return ''
  return `  ! ${counted(count, 'archive needs', 'archives need')} attention`
}

/** Who made a commit: the account, through whom it was reached, and from where. */
export function whoWords({ user, sudoUser, sshConnection }: HistoryRecord['who']): string {
  const from = sshConnection?.split(' ')[0]
  const person = sudoUser === null ? safeText(user) : `${safeText(sudoUser)} as ${safeText(user)}`
  return from === undefined ? person : `${person} from ${safeText(from)}`
}

/** The counts of a commit by mark: `+12 ~3 >1 -2`. */
export function countWords(summary: HistoryRecord['summary']): string {
  const actions = ['create', 'update', 'rename', 'delete'] as const
  const words = actions.flatMap((action) => (summary[action] > 0 ? [`${actionMarks[action]}${summary[action]}`] : []))
  return words.length === 0 ? 'no users changed' : words.join(' ')
}

/** The counts of a commit in words: `27 new, 2 updated, 3 renamed`. */
export function countSentence(summary: HistoryRecord['summary']): string {
  const words = { create: 'new', update: 'updated', rename: 'renamed', delete: 'deleted' } as const
  const parts = (['create', 'update', 'rename', 'delete'] as const)
    .filter((action) => summary[action] > 0)
    .map((action) => `${grouped(summary[action])} ${words[action]}`)
  return parts.length === 0 ? 'no users changed' : parts.join(', ')
}
