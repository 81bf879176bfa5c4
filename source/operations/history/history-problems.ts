import { entry, problemFrom } from '../../text/problem-catalogue.ts'

/** Everything that keeps a commit from being taken back. */
export const historyProblems = {
  nothingToUndo: entry<{ revision: number | null; canRedo: boolean }>({
    kind: 'failed',
    title: 'There is nothing to undo',
    cause: ({ revision }) =>
      revision === null
        ? 'No commit is left that still holds. Nothing was changed.'
        : `Revision ${revision} was taken back already. Nothing was changed.`,
    remedy: ({ canRedo }) =>
      `See what was committed:\nrollcall history${canRedo ? '\nTake the last undo back:\nrollcall redo' : ''}\nList the revisions that you can restore:\nrollcall restore`,
    example: { revision: null, canRedo: true },
  }),
  revisionUnknown: entry<{ revision: number }>({
    kind: 'badData',
    title: ({ revision }) => `The history has no revision ${revision}`,
    cause: 'No commit of this home led to it.',
    remedy: 'List the commits:\nrollcall history',
    facts: (about) => about,
    example: { revision: 77 },
  }),
  nothingToRedo: entry({
    kind: 'failed',
    title: 'There is nothing to redo',
    cause: 'No undo is left to take back, or something else was committed after it. Nothing was changed.',
    remedy: 'See what was committed:\nrollcall history',
    example: {},
  }),
  undoOfUndo: entry<{ revision: number; what: string; again: string }>({
    kind: 'failed',
    title: ({ revision, what }) => `Revision ${revision} is ${what}`,
    cause: 'A redo brings back what an undo took back, and an undo takes back what a redo did. Nothing was changed.',
    remedy: ({ again }) => `Do that instead:\n${again}\nOr see what was committed:\nrollcall history`,
    facts: ({ revision }) => ({ revision }),
    example: { revision: 12, what: 'an undo', again: 'rollcall redo' },
  }),
  undoImpossible: entry<{ revision: number; why: string; earlier: number | null }>({
    kind: 'failed',
    title: ({ revision }) => `Revision ${revision} can't be taken back`,
    cause: ({ why }) => `${why} Nothing was changed.`,
    remedy: ({ earlier }) =>
      `See who has which archive, and give one to a user:\nrollcall archives list --all\nSee what was committed:\nrollcall history${earlier === null ? '' : `\nTake back the commit before it:\nrollcall undo ${earlier}`}`,
    facts: ({ revision }) => ({ revision }),
    example: {
      revision: 12,
      why: 'Mail has come to the archive boss@example.com, or was read there, since.',
      earlier: 11,
    },
  }),
}

/** Makes a problem of taking something back. */
export const historyProblem = problemFrom(historyProblems)
