import { counted, grouped } from '../text/numbers.ts'
import type { Problem } from '../text/problem.ts'
import { entry, problemFrom } from '../text/problem-catalogue.ts'

/** Everything that stops a run before it changes anything. */
export const syncProblems = {
  listingIncomplete: entry<{ list: string; why: string; userName: string | null; call: string | null }>({
    kind: 'stopped',
    title: ({ list }) => `The list of ${list} is incomplete`,
    cause: ({ why }) => `${why} Acting on such a list could delete users by mistake. Nothing was changed.`,
    remedy:
      'Run it again in a few minutes: changes in Google can take that long to show. If it stays so, something between this machine and Google may change answers.',
    facts: ({ userName, call }) => ({ userName, call }),
    nameless: ['list', 'call'],
    example: {
      list: 'users',
      why: 'Google left ada@example.com out of the list, but the account exists and is in scope.',
      userName: 'ada@example.com',
      call: null,
    },
  }),
  orgUnitEmpty: entry<{ orgUnit: string }>({
    kind: 'stopped',
    title: ({ orgUnit }) => `Nobody is in the organizational unit ${orgUnit}`,
    cause:
      'You chose this unit, but Google lists nobody in it or below it. Perhaps it was renamed or moved, which must not look as if everybody had left. Nothing was changed.',
    remedy: 'Choose the units again, then run it again:\nrollcall setup --org-unit /PATH',
    facts: ({ orgUnit }) => ({ orgUnit }),
    example: { orgUnit: '/Sales' },
  }),
  deletionLimit: entry<{
    deletions: number
    limit: number
    allowed: number | null
    command: string
    /** The name that the command is about, which stands behind its flags; empty for none. */
    name: string
    preview: string
  }>({
    kind: 'stopped',
    title: ({ deletions, limit, allowed }) =>
      allowed === null
        ? `${counted(deletions, 'deletion')}, but the limit is ${grouped(limit)}`
        : `${counted(deletions, 'deletion')}, but you allowed ${grouped(allowed)}`,
    cause: ({ limit, allowed }) =>
      allowed === null
        ? 'So many deletions at once are more often a mistake in Google or in the settings than wanted. Three people or more who are over half of the users always count as too many. Nothing was changed.'
        : `The limit is ${grouped(limit)}. The number you allow must be exactly the number of deletions in the plan. Nothing was changed.`,
    remedy: ({ deletions, command, name, preview }, words) =>
      `${preview === '' ? '' : `Look at the plan:\n${preview}\n`}If every deletion is right, allow exactly this number:\n${command} --allow-deletions ${deletions}${name === '' ? '' : ` ${words.name}`}`,
    facts: ({ deletions, limit, allowed }) => ({ deletions, limit, allowed }),
    example: { deletions: 34, limit: 5, allowed: null, command: 'rollcall sync', name: '', preview: 'rollcall plan' },
  }),
  planStale: entry<{ changed: string; expectedRevision: number | null; foundRevision: number | null }>({
    kind: 'failed',
    title: ({ changed }) => `${changed} changed in the meantime`,
    cause: ({ expectedRevision, foundRevision }) =>
      `${
        expectedRevision === null
          ? 'Committing now could do something that nobody saw.'
          : expectedRevision === foundRevision
            ? `Somebody edited the file after revision ${expectedRevision} was read.`
            : `The change was made from revision ${expectedRevision}, but the store now has revision ${foundRevision}.`
      } Nothing was changed.`,
    remedy: 'Look at the changes again, then commit those:\nrollcall plan',
    facts: ({ expectedRevision, foundRevision }) => ({ expectedRevision, foundRevision }),
    nameless: ['changed'],
    example: { changed: 'The user store', expectedRevision: 41, foundRevision: 42 },
  }),
  interrupted: entry({
    kind: 'interrupted',
    title: 'Interrupted',
    cause: 'The run ended before anything was committed. Nothing was changed.',
    remedy: 'Start it again when you like.',
    example: {},
  }),
}

/** Makes a problem of a run. */
export const syncProblem = problemFrom(syncProblems)

/** The plan or the change was made from something that is different now: `The user store`, `The settings`. */
export function planStale(changed: string): Problem {
  return syncProblem('planStale', { changed, expectedRevision: null, foundRevision: null })
}

/** The person, or a signal, ended the run before the commit. */
export function interrupted(): Problem {
  return syncProblem('interrupted', {})
}
