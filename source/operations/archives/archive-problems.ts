import type { ArchiveFault, Reason } from '../../sync/plan.ts'
import type { Problem } from '../../text/problem.ts'
import { entry, problemFrom } from '../../text/problem-catalogue.ts'

const example = { archive: 'dan@example.com', why: 'There is no such folder.' }

/** Everything that is wrong with an archive that somebody wants to give away or to move. */
export const archiveProblems = {
  archiveNotAssignable: entry<{ archive: string; why: string }>({
    kind: 'badData',
    title: "The archive can't be assigned",
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
    title: "The archive can't be adopted",
    cause: ({ archive, why }) => `${archive}: ${why} Nothing was changed.`,
    remedy: 'List the archives without a user:\nrollcall archives',
    facts: ({ archive }) => ({ archive }),
    example,
  }),
  archiveInTheWay: entry<{ archive: string }>({
    kind: 'badData',
    title: 'An archive of this name is there',
    cause: ({ archive }) =>
      `The archive ${archive} holds mail, and the new user is not known to be its owner. Nothing was changed.`,
    remedy: (_, { archive }) =>
      `Keep its mail apart from the new user:\nrollcall archives set-aside ${archive}\nOr let the new user have it:\nrollcall archives adopt ${archive}\nThen run the command again.`,
    facts: ({ archive }) => ({ archive }),
    example: { archive: 'dan@example.com' },
  }),
  archivesElsewhere: entry<{ host: string; own: string }>({
    kind: 'failed',
    title: 'The archives are on another machine',
    cause: ({ host, own }) =>
      `They belong to the archive host ${host}, and this machine is ${own}. Nothing was changed.`,
    remedy: ({ host }) =>
      `Run the command on ${host}. If this machine has the same archives, give it the same name:\nrollcall setup --archive-host ${host}`,
    facts: (about) => about,
    example: { host: 'mail1', own: 'mail2' },
  }),
  archiveBlocked: entry<{ archive: string; fault: string }>({
    kind: 'failed',
    title: "The archive can't be made",
    cause: ({ archive, fault }) => `${archive} among the archives ${fault}. Nothing was changed.`,
    remedy: 'Move it to another name, mount the volume, or correct the permissions. Then run the command again.',
    facts: ({ archive }) => ({ archive }),
    example: { archive: 'dan@example.com', fault: 'is a file, not a folder' },
  }),
}

/** Makes a problem of an archive. */
export const archiveProblem = problemFrom(archiveProblems)

const faultWords: Readonly<Record<ArchiveFault, string>> = {
  notAFolder: 'is a file, not a folder',
  brokenLink: 'is a link that leads nowhere',
  noAccess: 'may not be read by your account',
}

/** The problem of a change by hand that an archive stands in the way of. */
export function archiveConflict(reason: Extract<Reason, { folder: string }>): Problem {
  const { folder: archive } = reason
  if (reason.code !== 'archiveUnusable') return archiveProblem('archiveInTheWay', { archive })
  return archiveProblem('archiveBlocked', { archive, fault: faultWords[reason.fault] })
}
