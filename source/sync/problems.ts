import { Problem } from '../text/problem.ts'

/** An account that the list left out exists and belongs in scope: the list cannot be trusted. */
export function listingIncomplete(userName: string, list: 'users' | 'members'): Problem {
  const what = list === 'users' ? "Google's list of users" : "Google's list of group members"
  return new Problem({
    code: 'listingIncomplete',
    kind: 'stopped',
    title: `${what} was incomplete`,
    cause: `${userName} was missing from the list, but asked for directly the account exists and belongs in scope. Acting on such a list would delete users by mistake.`,
    remedy: 'Nothing was changed. Changes in Google can take minutes to show: run it again in a few minutes.',
    facts: { userName },
  })
}

/** The plan deletes more users than the limit allows. */
export function deletionLimitExceeded(deletions: number, limit: number): Problem {
  return new Problem({
    code: 'deletionLimit',
    kind: 'stopped',
    title: `${deletions} users would be deleted; the limit is ${limit}`,
    cause: 'So many deletions at once are more often a mistake in Google or in the settings than wanted.',
    remedy: `Nothing was changed. Look at the plan. If every deletion is right, run: rollcall sync --allow-deletions ${deletions}`,
    facts: { deletions: String(deletions), limit: String(limit) },
  })
}

/** The admin allowed another number of deletions than the plan holds. */
export function allowedDeletionsDiffer(deletions: number, limit: number, allowed: number): Problem {
  return new Problem({
    code: 'deletionLimit',
    kind: 'stopped',
    title: `${deletions} users would be deleted, but ${allowed} deletions were allowed`,
    cause: `The limit is ${limit}. The number given for this run must be exactly the number of deletions in the plan, so that nobody allows what was not seen.`,
    remedy: `Nothing was changed. Look at the plan again. If every deletion is right, run: rollcall sync --allow-deletions ${deletions}`,
    facts: { deletions: String(deletions), limit: String(limit), allowed: String(allowed) },
  })
}

/** Something that the plan was made from has changed since. */
export function planStale(what: string): Problem {
  return new Problem({
    code: 'planStale',
    kind: 'failed',
    title: 'The plan is out of date',
    cause: `${what} changed after the plan was made, so committing it could do something that nobody saw.`,
    remedy: 'Nothing was changed. Make a new plan, look at it, and commit that one: rollcall plan',
  })
}
