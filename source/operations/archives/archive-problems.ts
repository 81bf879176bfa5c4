import { entry, problemFrom } from '../../text/problem-catalogue.ts'

const example = { archive: 'dan@example.com', why: 'There is no such folder.' }

/** Everything that is wrong with an archive that somebody wants to give away or to move. */
export const archiveProblems = {
  archiveNotAssignable: entry<{ archive: string; why: string }>({
    kind: 'badData',
    title: "The archive can't be given to a user",
    cause: ({ archive, why }) => `${archive}: ${why} Nothing was changed.`,
    remedy: 'List the archives without a user:\nrollcall archives',
    facts: ({ archive }) => ({ archive }),
    example,
  }),
  archiveNotSetAside: entry<{ archive: string; why: string }>({
    kind: 'badData',
    title: "The archive can't be set aside",
    cause: ({ archive, why }) => `${archive}: ${why} Nothing was changed.`,
    remedy: 'List the archives without a user:\nrollcall archives',
    facts: ({ archive }) => ({ archive }),
    example,
  }),
  archiveNotAdoptable: entry<{ archive: string; why: string }>({
    kind: 'badData',
    title: "The archive can't wait for its next user",
    cause: ({ archive, why }) => `${archive}: ${why} Nothing was changed.`,
    remedy: 'List the archives without a user:\nrollcall archives',
    facts: ({ archive }) => ({ archive }),
    example,
  }),
}

/** Makes a problem of an archive. */
export const archiveProblem = problemFrom(archiveProblems)
