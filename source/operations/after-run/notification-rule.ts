import type { NotifyOn } from '../../settings/notify-settings.ts'

/** How a run ended, as far as somebody may have to be told. */
export type RunOutcome =
  | { state: 'failed'; code: string }
  | { state: 'done'; changed: boolean /** The user names of conflicts, in order. */; conflicts: readonly string[] }

/** What was told so far. All times are milliseconds since 1970. */
export type Told = {
  /** The failure that lasts, and whether somebody was told of it. */
  failing: { code: string; since: number; told: boolean } | null
  /** The conflicts that somebody was told of. */
  conflicts: string[]
  /** When each cause was told last. */
  last: Record<string, number>
  /** Runs with changes that nobody was told of, because one was told less than an hour before. */
  held: number
}

/** What is to be told now. */
export type Notice =
  | { kind: 'failed'; code: string }
  | { kind: 'recovered'; code: string; since: number }
  | { kind: 'done' /** Earlier runs with changes that this one tells of as well. */; held: number }

/** Nothing was told yet. */
export const nothingTold: Told = { failing: null, conflicts: [], last: {}, held: 0 }

const hour = 3_600_000

/**
 * Decides what is told after a run: a failure once when it begins and once when it ends, a change when there was one, and
 * never more than one an hour for one cause.
 *
 * @param now milliseconds since 1970
 */
export function decideNotices(
  told: Told,
  outcome: RunOutcome,
  on: NotifyOn,
  now: number,
): { notices: Notice[]; told: Told } {
  if (on === 'never') return { notices: [], told: { ...nothingTold, failing: lasting(told, outcome, now) } }
  const may = (cause: string): boolean => now - (told.last[cause] ?? Number.NEGATIVE_INFINITY) >= hour
  const last: Record<string, number> = Object.fromEntries(Object.entries(told.last).filter(([, at]) => now - at < hour))

  if (outcome.state === 'failed') {
    const failing = lasting(told, outcome, now)
    const cause = `failed:${outcome.code}`
    if (failing === null || failing.told || !may(cause)) return { notices: [], told: { ...told, failing, last } }
    return {
      notices: [{ kind: 'failed', code: outcome.code }],
      told: { ...told, failing: { ...failing, told: true }, last: { ...last, [cause]: now } },
    }
  }

  const notices: Notice[] = []
  if (told.failing?.told) {
    const { code, since } = told.failing
    notices.push({ kind: 'recovered', code, since })
  }
  const next = { failing: null, conflicts: told.conflicts, held: told.held }
  const hasNewConflict = outcome.conflicts.some((name) => !told.conflicts.includes(name))
  const isWorthTelling = on === 'always' || (on === 'change' && (outcome.changed || hasNewConflict))
  if (!isWorthTelling) {
    // A conflict that ended is forgotten, so that it is told again when it comes back.
    const conflicts = told.conflicts.filter((name) => outcome.conflicts.includes(name))
    return { notices, told: { ...next, conflicts, last } }
  }
  if (!may('done')) return { notices, told: { ...next, held: outcome.changed ? told.held + 1 : told.held, last } }
  notices.push({ kind: 'done', held: told.held })
  return { notices, told: { failing: null, conflicts: [...outcome.conflicts], held: 0, last: { ...last, done: now } } }
}

/** The same failure goes on; another one begins. */
function lasting(told: Told, outcome: RunOutcome, now: number): Told['failing'] {
  if (outcome.state !== 'failed') return null
  return told.failing?.code === outcome.code ? told.failing : { code: outcome.code, since: now, told: false }
}
