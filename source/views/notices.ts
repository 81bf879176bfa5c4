import type { Counts, Notice } from '../operations/after-run/notification-rule.ts'
import type { Message } from '../operations/after-run/senders.ts'
import type { RunRecord } from '../store/run-log.ts'
import { changesSomething } from '../sync/apply/apply.ts'
import type { Plan } from '../sync/plan.ts'
import { noPaint } from '../text/colours.ts'
import { counted, grouped } from '../text/numbers.ts'
import { oneLine } from '../text/one-line.ts'
import type { Problem } from '../text/problem.ts'
import { withHomeFlag } from '../text/shell-word.ts'
import { utcMinute } from '../text/utc-minute.ts'
import { planText } from './plan/plan-text.ts'
import { problemText } from './problem-view.ts'

/** What a message is made from. */
export type NoticeFacts = {
  /** The organization's domain. */
  organization: string
  host: string
  record: RunRecord
  /** Null after a failure. */
  plan: Plan | null
  problem: Problem | null
  /** The home that a flag named, for commands to copy. */
  home: string | undefined
}

const changes = [
  ['create', 'added'],
  ['update', 'updated'],
  ['rename', 'renamed'],
  ['delete', 'removed'],
] as const

/** Rows of a plan that a message shows; the history has all. */
const shownLines = 100

/** What a run did, for a subject: `3 people removed, 1 conflict`. */
export function runWords({ outcome, title, summary, conflicts, waiting }: RunRecord): string {
  if (outcome === 'failed') return failedWords(oneLine(title ?? 'unknown', 120))
  return doneWords(outcome === 'changed' ? (summary ?? {}) : {}, conflicts.length, waiting.length)
}

const failedWords = (title: string): string => `sync failed: ${title}`

function doneWords(counts: Counts, conflicts: number, waiting: number): string {
  const done = changes
    .map(([action, word]) => ({ word, count: counts[action] ?? 0 }))
    .filter(({ count }) => count > 0)
    .map(({ word, count }, index) => `${index === 0 ? counted(count, 'person', 'people') : grouped(count)} ${word}`)
  const parts = [
    ...done,
    ...(conflicts === 0 ? [] : [counted(conflicts, 'conflict')]),
    ...(waiting === 0 ? [] : [`${counted(waiting, 'deletion waits', 'deletions wait')} for approval`]),
  ]
  return parts.length === 0 ? 'nothing changed' : parts.join(', ')
}

/**
 * A message of a run: its subject says it all, and its text is the plan's or the problem's own, with commands to copy. The
 * document goes to a service outside, so it has counts and names nobody.
 */
export function noticeMessage(notice: Notice, facts: NoticeFacts): Message {
  const { organization, host, record, plan, problem, home } = facts
  const { conflicts, waiting } = record
  const counts = notice.kind === 'done' ? notice.owed.counts : {}
  const words = {
    failed: () => runWords(record),
    recovered: () => 'sync works again',
    done: () => doneWords(counts, conflicts.length, waiting.length),
  }[notice.kind]()
  const subjectOf = (what: string): string => `Rollcall ${organization}: ${what} (${host})`
  const outline = problem?.outline() ?? null
  const openly = notice.kind === 'failed' ? failedWords(outline?.title ?? notice.code) : words
  const commands = commandsOf(notice, record)
  const lines = [
    subjectOf(openly),
    ...(outline?.cause == null ? [] : [outline.cause]),
    ...(outline?.remedy == null ? [] : [outline.remedy]),
    ...(commands.length === 0 ? [] : [`On ${host}: ${commands.join(', ')}`]),
  ]
  return {
    subject: subjectOf(words),
    text: [
      ...noticeLines(notice, { plan, problem, home, waiting }),
      '',
      `Rollcall on ${host}. Details: ${withHomeOf('rollcall status', home)}`,
    ].join('\n'),
    document: {
      text: lines.join('\n'),
      host,
      organization,
      outcome: notice.kind === 'recovered' ? 'recovered' : record.outcome,
      time: record.time,
      summary: record.summary,
      changes: notice.kind === 'done' ? counts : null,
      conflicts: conflicts.length,
      deletionsHeld: waiting.length,
      problem: outline === null || problem === null ? null : { code: problem.code, ...outline },
      commands,
    },
  }
}

/** What shows more on the machine; the names are there. */
function commandsOf(notice: Notice, { conflicts, waiting }: RunRecord): string[] {
  if (notice.kind === 'recovered') return []
  if (notice.kind === 'failed') return ['rollcall status', `rollcall explain ${notice.code}`]
  return [
    ...(notice.owed.runs > 0 ? ['rollcall history'] : []),
    ...(conflicts.length > 0 ? ['rollcall plan'] : []),
    ...(waiting.length > 0 ? ['rollcall plan approve'] : []),
  ]
}

function noticeLines(
  notice: Notice,
  { plan, problem, home }: Pick<NoticeFacts, 'plan' | 'problem' | 'home'> & { waiting: readonly string[] },
): string[] {
  if (notice.kind === 'recovered') {
    const since = utcMinute(new Date(notice.since).toISOString())
    return [`The sync works again. It failed since ${since} UTC (${notice.code}).`]
  }
  if (problem !== null) return [problemText(problem)]
  if (plan === null || notice.kind === 'failed') return []
  const text = planText(plan, { all: false, paint: noPaint, tense: 'done', home }).split('\n')
  const { runs, counts } = notice.owed
  const history = `To see them: ${withHomeOf('rollcall history', home)}`
  return [
    ...text.slice(0, shownLines),
    ...(text.length > shownLines
      ? [`and ${grouped(text.length - shownLines)} more lines: ${withHomeOf('rollcall history', home)}`]
      : []),
    ...(runs > (changesSomething(plan) ? 1 : 0)
      ? ['', `Since the last message ${counted(runs, 'sync')} made changes: ${doneWords(counts, 0, 0)}.`, history]
      : []),
  ]
}

const withHomeOf = (line: string, home: string | undefined): string =>
  home === undefined ? line : withHomeFlag(line, home)
