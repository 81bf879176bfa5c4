import { entry, problemFrom } from '../../text/problem-catalogue.ts'

/** Everything that keeps a commit from being taken back. */
export const historyProblems = {
  nothingToUndo: entry<{ revision: number | null }>({
    kind: 'failed',
    title: 'There is nothing to undo',
    cause: ({ revision }) =>
      revision === null
        ? 'No commit is left that still holds. Nothing was changed.'
        : `The history has no revision ${revision}, or it was taken back already. Nothing was changed.`,
    remedy:
      'See what was committed:\nrollcall history\nTake the last undo back:\nrollcall redo\nList the revisions that you can restore:\nrollcall restore',
    example: { revision: null },
  }),
  nothingToRedo: entry<{ revision: number | null }>({
    kind: 'failed',
    title: 'There is nothing to redo',
    cause: 'No undo is left to take back, or something else was committed after it. Nothing was changed.',
    remedy: 'See what was committed:\nrollcall history',
    example: { revision: null },
  }),
  undoImpossible: entry<{ revision: number; why: string }>({
    kind: 'failed',
    title: ({ revision }) => `Revision ${revision} can't be taken back`,
    cause: ({ why }) => `${why} Nothing was changed.`,
    remedy: ({ revision }) =>
      `See who has which archive, and give one to a user:\nrollcall archives list --all\nTake back an earlier commit, by its revision:\nrollcall history\nrollcall undo ${Math.max(1, revision - 1)}`,
    facts: ({ revision }) => ({ revision }),
    example: { revision: 12, why: 'Mail has come to the archive boss@example.com, or was read there, since.' },
  }),
}

/** Makes a problem of taking something back. */
export const historyProblem = problemFrom(historyProblems)
