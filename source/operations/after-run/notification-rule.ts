import type { NotifyOn } from '../../settings/notify-settings.ts'

/** How a run ended, as far as somebody may have to be told. */
export type RunOutcome =
  | { state: 'failed'; code: string }
  | {
      state: 'done'
      /** The rows that were committed, by action; null where nothing was. */
      changed: Counts | null
      /** The user names of conflicts, in order. */
      conflicts: readonly string[]
      /** The user names of deletions that wait for an approval, in order. */
      waiting: readonly string[]
    }

/** Rows by action. */
export type Counts = Readonly<Record<string, number>>

/** What one way of telling has brought so far. All times are milliseconds since 1970. */
export type Told = {
  /** The failure that lasts, and whether it was told. */
  failing: { code: string; since: number; told: boolean } | null
  /** A failure that was told, and whose end was not. */
  ended: { code: string; since: number } | null
  /** The conflicts that were told. */
  conflicts: string[]
  /** The deletions of which was told that they wait. */
  waiting: string[]
  /** When each cause was told last. */
  last: Record<string, number>
  /** Runs with changes that were not told yet, and what they changed in all. */
  owed: Owed
}

/** Runs with changes, and the rows that they committed, by action. */
export type Owed = { runs: number; counts: Record<string, number> }

/** What is to be told now. */
export type Notice =
  | { kind: 'failed'; code: string }
  | { kind: 'recovered'; code: string; since: number }
  | { kind: 'done' /** The runs with changes that this tells of, this one too. */; owed: Owed }

/** Nothing was told yet. */
export const nothingTold: Told = {
  failing: null,
  ended: null,
  conflicts: [],
  waiting: [],
  last: {},
  owed: { runs: 0, counts: {} },
}

const hour = 3_600_000

/**
 * Decides what one way is told after a run: a failure once when it begins and once when it ends, a change when there was
 * one, a decision that is needed once, and never more than one an hour for one cause.
 *
 * @param now milliseconds since 1970
 * @returns the notices in order, and what was told as long as none of them arrived
 */
export function decideNotices(
  told: Told,
  outcome: RunOutcome,
  on: NotifyOn,
  now: number,
): { notices: Notice[]; told: Told } {
  if (on === 'never') return { notices: [], told: { ...nothingTold, failing: lasting(told, outcome, now) } }
  const last = Object.fromEntries(Object.entries(told.last).filter(([, at]) => now - at < hour))

  if (outcome.state === 'failed') {
    const failing = lasting(told, outcome, now)
    const next = { ...told, failing, ended: null, last }
    const isDue = !failing.told && last[causeOf({ kind: 'failed', code: outcome.code })] === undefined
    return { notices: isDue ? [{ kind: 'failed', code: outcome.code }] : [], told: next }
  }

  const { failing } = told
  const next: Told = {
    failing: null,
    ended: failing?.told ? { code: failing.code, since: failing.since } : told.ended,
    // What ended is forgotten, so that it is told again when it comes back.
    conflicts: told.conflicts.filter((name) => outcome.conflicts.includes(name)),
    waiting: told.waiting.filter((name) => outcome.waiting.includes(name)),
    last,
    owed: on === 'failure' ? nothingTold.owed : withChanges(told.owed, outcome.changed),
  }
  const notices: Notice[] = next.ended === null ? [] : [{ kind: 'recovered', ...next.ended }]
  const decides = (names: readonly string[], known: readonly string[]) => names.some((name) => !known.includes(name))
  const isDue =
    decides(outcome.waiting, next.waiting) ||
    on === 'always' ||
    (on === 'change' && (next.owed.runs > 0 || decides(outcome.conflicts, next.conflicts)))
  if (isDue && last.done === undefined) notices.push({ kind: 'done', owed: next.owed })
  return { notices, told: next }
}

/** What was told once a notice arrived. */
export function afterDelivery(told: Told, notice: Notice, outcome: RunOutcome, now: number): Told {
  if (notice.kind === 'recovered') return { ...told, ended: null }
  const last = { ...told.last, [causeOf(notice)]: now }
  if (notice.kind === 'failed') return { ...told, last, failing: told.failing && { ...told.failing, told: true } }
  if (outcome.state === 'failed') return { ...told, last }
  return {
    ...told,
    last,
    owed: nothingTold.owed,
    conflicts: [...outcome.conflicts],
    waiting: [...outcome.waiting],
  }
}

const causeOf = (notice: { kind: 'failed'; code: string } | { kind: 'done' }): string =>
  notice.kind === 'failed' ? `failed:${notice.code}` : 'done'

/** The same failure goes on, also where its end was not told; another one begins. */
function lasting(told: Told, outcome: { state: 'failed'; code: string }, now: number): NonNullable<Told['failing']>
function lasting(told: Told, outcome: RunOutcome, now: number): Told['failing']
function lasting({ failing, ended }: Told, outcome: RunOutcome, now: number): Told['failing'] {
  if (outcome.state !== 'failed') return null
  const { code } = outcome
  if (failing?.code === code) return failing
  return ended?.code === code ? { ...ended, told: true } : { code, since: now, told: false }
}

function withChanges(owed: Owed, changed: Counts | null): Owed {
  if (changed === null) return owed
  const counts = { ...owed.counts }
  for (const [action, count] of Object.entries(changed)) counts[action] = (counts[action] ?? 0) + count
  return { runs: owed.runs + 1, counts }
}
