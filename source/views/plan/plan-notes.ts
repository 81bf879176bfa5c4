import type { Plan } from '../../sync/plan.ts'
import { counted } from '../../text/numbers.ts'
import { safeText } from '../../text/safe-text.ts'
import { skippedWords } from './skipped-words.ts'

/** Some notes under one title; each is a row of cells, safe to show. */
export type NoteSection = { title: string; rows: readonly (readonly string[])[] }

/** What a plan has to say beside its changes: warnings, members that were skipped, who is left out by the settings. */
export function planNotes(plan: Plan): { warnings: NoteSection; skipped: NoteSection; leftOut: NoteSection } {
  const { suspended, archived, groups, orgUnits, rules } = plan.excluded
  return {
    warnings: {
      title: 'Worth knowing',
      rows: [...heldWords(plan), ...plan.warnings.map(({ message }) => safeText(message))].map((words) => [words]),
    },
    skipped: {
      title: 'Skipped members, which cannot become users',
      rows: plan.skipped.map(({ email, reason, group }) => [
        safeText(email),
        skippedWords(reason),
        `in ${safeText(group)}`,
      ]),
    },
    leftOut: {
      title: 'Left out by the settings',
      rows: [
        ...(suspended > 0 ? [['suspended in Google', String(suspended)]] : []),
        ...(archived > 0 ? [['archived in Google', String(archived)]] : []),
        ...groups.map(({ group, hits }) => [`excluded group ${safeText(group)}`, String(hits)]),
        ...orgUnits.map(({ orgUnit, hits }) => [`excluded unit ${safeText(orgUnit)}`, String(hits)]),
        ...rules.map(({ rule, hits }) => [`rule ${safeText(rule)}`, String(hits)]),
      ],
    },
  }
}

/** What waits for an approval. */
function heldWords({ held = [] }: Plan): string[] {
  if (held.length === 0) return []
  const kept = held.filter(({ archive }) => archive === 'keep').length
  const archives = kept === 0 ? '' : ` ${counted(kept, 'archive with mail stays', 'archives with mail stay')}.`
  return [`${counted(held.length, 'deletion waits', 'deletions wait')} for approval: rollcall plan approve.${archives}`]
}
