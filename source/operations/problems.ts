import { counted } from '../text/numbers.ts'
import { entry, problemFrom } from '../text/problem-catalogue.ts'
import { utcMinute } from '../text/utc-minute.ts'

const needed = {
  key: { title: "Rollcall isn't set up: no key", flag: '--key FILE' },
  administrator: { title: "Rollcall isn't set up: no administrator", flag: '--admin EMAIL' },
}

/** Everything that keeps a use case from its work. */
export const operationProblems = {
  storeInFiles: entry({
    kind: 'usage',
    title: 'The store is in files',
    cause: 'Only a PostgreSQL database has roles and views for mail servers. Nothing was changed.',
    remedy:
      'Move the store to a database first:\nrollcall store move URL\nOr let mail servers read files, see docs/automation.md.',
    example: {},
  }),
  notSetUp: entry<{ missing: 'key' | 'administrator' }>({
    kind: 'failed',
    title: ({ missing }) => needed[missing].title,
    cause:
      'Rollcall needs a service account key and a Google Workspace administrator to read users and groups from Google.',
    remedy: ({ missing }) => `Set it up step by step:\nrollcall\nOr by flags:\nrollcall setup ${needed[missing].flag}`,
    nameless: ['missing'],
    example: { missing: 'key' },
  }),
  groupNotFound: entry<{ group: string }>({
    kind: 'badData',
    title: ({ group }) => `There is no group ${group}`,
    cause: 'Your organization has no group with this address. Nothing was saved.',
    remedy: 'Compare the address with the list of groups:\nrollcall groups',
    facts: (about) => about,
    example: { group: 'sales@example.com' },
  }),
  savedPlanUnusable: entry<{ file: string; why: string }>({
    kind: 'badData',
    title: ({ file }) => `The plan ${file} can't be committed`,
    cause: ({ why }) => `${why} Nothing was changed.`,
    remedy: 'Make a new plan:\nrollcall plan --out FILE',
    facts: ({ file }) => ({ file }),
    example: { file: 'monday.plan', why: 'It was changed after it was saved.' },
  }),
  heldDeletionsStale: entry<{ changed: string }>({
    kind: 'failed',
    title: ({ changed }) => `${changed} changed in the meantime`,
    cause: 'Deleting now could do something that nobody saw. Nothing was changed.',
    remedy: 'Sync again, then look at the deletions:\nrollcall sync --hold-deletions\nrollcall plan approve',
    facts: (about) => about,
    example: { changed: 'The user ada@example.com' },
  }),
  heldDeletionsOld: entry<{ confirmed: string; days: number }>({
    kind: 'failed',
    title: 'The deletions wait for too long',
    cause: ({ confirmed, days }) =>
      `No sync confirmed them since ${utcMinute(confirmed)} UTC, which is more than ${counted(days, 'day')}. Nothing was changed.`,
    remedy: 'Sync again, then look at the deletions:\nrollcall sync --hold-deletions\nrollcall plan approve',
    facts: ({ confirmed }) => ({ confirmed }),
    nameless: ['confirmed'],
    example: { confirmed: '2026-11-20T05:30:00.000Z', days: 7 },
  }),
  heldDeletionsUnusable: entry<{ file: string; why: string }>({
    kind: 'badData',
    title: "The waiting deletions can't be used",
    cause: ({ why }) => `${why} Nothing was changed.`,
    remedy: 'Sync again to make a new list:\nrollcall sync --hold-deletions',
    facts: ({ file }) => ({ file }),
    example: { file: '/var/lib/rollcall/held-deletions.json', why: 'It was changed after it was written.' },
  }),
  planPlaceTaken: entry<{ file: string; why: string }>({
    kind: 'failed',
    title: ({ file }) => `The plan can't be saved as ${file}`,
    cause: ({ why }) => `${why} Nothing was changed.`,
    remedy: 'Give another name:\nrollcall plan --out FILE',
    facts: ({ file }) => ({ file }),
    example: { file: 'monday.plan', why: 'The file of this name does not hold a saved plan.' },
  }),
}

/** Makes a problem of a use case. */
export const operationProblem = problemFrom(operationProblems)
