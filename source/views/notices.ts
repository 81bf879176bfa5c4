import type { Notice } from '../operations/after-run/notification-rule.ts'
import type { Message } from '../operations/after-run/senders.ts'
import type { RunRecord } from '../store/run-log.ts'
import type { Plan } from '../sync/plan.ts'
import { noPaint } from '../text/colours.ts'
import { counted, grouped } from '../text/numbers.ts'
import { oneLine } from '../text/one-line.ts'
import type { Problem } from '../text/problem.ts'
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
export function runWords({ outcome, title, summary, conflicts }: RunRecord): string {
  if (outcome === 'failed') return `sync failed: ${oneLine(title ?? 'unknown', 120)}`
  const done = changes
    .map(([action, word]) => ({ word, count: outcome === 'changed' ? (summary?.[action] ?? 0) : 0 }))
    .filter(({ count }) => count > 0)
    .map(({ word, count }, index) => `${index === 0 ? counted(count, 'person', 'people') : grouped(count)} ${word}`)
  const parts = [...done, ...(conflicts.length === 0 ? [] : [counted(conflicts.length, 'conflict')])]
  return parts.length === 0 ? 'nothing changed' : parts.join(', ')
}

/** A message of a run: its subject says it all, and its text is the plan's or the problem's own, with commands to copy. */
export function noticeMessage(notice: Notice, facts: NoticeFacts): Message {
  const { organization, host, record, plan, problem } = facts
  const words = notice.kind === 'recovered' ? 'sync works again' : runWords(record)
  const subject = `Rollcall ${organization}: ${words} (${host})`
  const remedy = problem?.remedy ?? null
  const document = {
    text: remedy === null ? subject : `${subject}\n${problem?.why ?? ''}\n${remedy}`,
    host,
    organization,
    outcome: notice.kind === 'recovered' ? 'recovered' : record.outcome,
    time: record.time,
    summary: record.summary,
    conflicts: record.conflicts.length,
    problem: problem === null ? null : { code: problem.code, title: problem.title, why: problem.why, remedy },
  }
  return {
    subject,
    text: [...lines(notice, facts), '', `Rollcall on ${host}. Details: rollcall status`].join('\n'),
    document,
  }

  function lines(about: Notice, { home }: NoticeFacts): string[] {
    if (about.kind === 'recovered') {
      return [
        `The sync works again. It failed since ${utcMinute(new Date(about.since).toISOString())} UTC (${about.code}).`,
      ]
    }
    if (problem !== null) return [problemText(problem)]
    if (plan === null) return []
    const text = planText(plan, { all: false, paint: noPaint, tense: 'done', home }).split('\n')
    const held = about.kind === 'done' ? about.held : 0
    return [
      ...text.slice(0, shownLines),
      ...(text.length > shownLines ? [`and ${grouped(text.length - shownLines)} more lines: rollcall history`] : []),
      ...(held > 0
        ? ['', `${counted(held, 'earlier sync', 'earlier syncs')} changed something, too: rollcall history`]
        : []),
    ]
  }
}
