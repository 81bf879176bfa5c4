import { oneLine } from '../text/one-line.ts'
import { Problem } from '../text/problem.ts'

const shown = (path: string): string => oneLine(path, 300)

/** A backup is the store as it was before the commit after it. */
const whatFollows =
  'It lacks what was committed after it; the next synchronization brings back what of that is in Google.'

/** How to go on from a store that cannot be used. */
function putBack(backup: number | null): string {
  return backup === null
    ? 'Repair the file by hand, or put a copy of your own in its place. There is no backup that could be restored.'
    : `Repair the file by hand, or put back the newest good backup: rollcall restore ${backup}. ${whatFollows}`
}

/** `users.json` is there and cannot be used. It is left as it is. */
export function storeUnusable(path: string, why: string, backup: number | null): Problem {
  return new Problem({
    code: 'storeUnusable',
    kind: 'badData',
    title: 'The user store cannot be used',
    cause: `${why} The file was left as it is.`,
    remedy: putBack(backup),
    facts: { file: shown(path), ...(backup === null ? {} : { newestGoodBackup: String(backup) }) },
  })
}

/** `users.json` is gone although there was one. Starting over from nothing would make everybody a new user. */
export function storeMissing(path: string, backup: number | null): Problem {
  return new Problem({
    code: 'storeMissing',
    kind: 'badData',
    title: 'The user store is gone',
    cause: `The file ${shown(path)} is missing, but backups show that there was one.`,
    remedy:
      backup === null
        ? 'Put a copy of your own in its place. To start over with an empty store, move the folder backups away.'
        : `Put back the newest good backup: rollcall restore ${backup}. ${whatFollows} To start over with an empty store, move the folder backups away.`,
    facts: { file: shown(path), ...(backup === null ? {} : { newestGoodBackup: String(backup) }) },
  })
}

/** `users.json` is a link that leads nowhere. */
export function storeLinkBroken(path: string, origin: unknown): Problem {
  return new Problem(
    {
      code: 'storeLinkBroken',
      kind: 'badData',
      title: 'The user store is a link that leads nowhere',
      cause: `${shown(path)} is a symbolic link to a file that is missing, or to itself.`,
      remedy: 'Mount or put back what it points to, or remove the link.',
      facts: { file: shown(path) },
    },
    origin,
  )
}

/** The store is not the one that the change was made from. */
export function storeChanged(expected: number, found: number): Problem {
  return new Problem({
    code: 'planStale',
    kind: 'failed',
    title: 'The user store has changed meanwhile',
    cause:
      expected === found
        ? `The file was edited by hand after revision ${expected} was read.`
        : `The change was made from revision ${expected}, but the store now has revision ${found}.`,
    remedy: 'Nothing was changed. Look at what would be done now, then do it again.',
    facts: { expectedRevision: String(expected), foundRevision: String(found) },
  })
}

/** There is no backup of this revision. */
export function backupMissing(revision: number, newest: number | null): Problem {
  return new Problem({
    code: 'backupMissing',
    kind: 'badData',
    title: `There is no backup of revision ${revision}`,
    cause: 'The store before each of the last 20 commits is kept. Older ones are removed.',
    remedy:
      newest === null
        ? 'There is no backup at all: each commit keeps the store before it, and there was none yet, or the folder backups was emptied.'
        : `The newest backup is ${newest}: rollcall restore ${newest}`,
    facts: { revision: String(revision) },
  })
}

/** A backup is there and cannot be used. */
export function backupUnusable(revision: number, path: string, why: string): Problem {
  return new Problem({
    code: 'backupUnusable',
    kind: 'badData',
    title: `The backup of revision ${revision} cannot be used`,
    cause: why,
    remedy: 'Take another one: rollcall restore lists them.',
    facts: { revision: String(revision), file: shown(path) },
  })
}

/** The journal cannot be read, so it is not known what is left to do in the archives. */
export function journalUnusable(path: string, why: string): Problem {
  const file = shown(path)
  return new Problem({
    code: 'journalUnusable',
    kind: 'badData',
    title: 'The journal of unfinished work cannot be used',
    cause: `${why} It says which archive folders were still to be made, moved or removed. It was left as it is.`,
    remedy: `Compare the archives with the users (rollcall archives), then move the journal away: mv ${file} ${file}.old`,
    facts: { file },
  })
}

/** The store is committed; work in the archives is left over because the disk refused it. */
export function archiveWorkPending(origin: Problem): Problem {
  return new Problem(
    {
      code: 'archiveWorkPending',
      kind: 'failed',
      title: 'Work in the archives of an earlier commit is not done yet',
      cause: `${origin.title}. ${origin.why}`,
      remedy: `${origin.remedy} The next run finishes the work before anything else.`,
      facts: origin.facts,
    },
    origin,
  )
}

/** The store that a change would make is not valid. */
export function changeRefused(why: string): Problem {
  return new Problem({
    code: 'changeRefused',
    kind: 'failed',
    title: 'The change would make the user store invalid',
    cause: why,
    remedy: 'Nothing was changed. Correct the change, then try again.',
  })
}

/** The disk failed after the store was replaced and before it could confirm that. */
export function commitUncertain(revision: number, origin: unknown): Problem {
  return new Problem(
    {
      code: 'commitUncertain',
      kind: 'failed',
      title: `Revision ${revision} was written, but the disk did not confirm it`,
      cause:
        'The disk reported an error in the moment of the commit. The user store is the new one now; after a power failure it could be the old one. Either is whole.',
      remedy: 'Look into the system log for errors of the disk. The next run finishes or forgets the commit by itself.',
      facts: { revision: String(revision) },
    },
    origin,
  )
}
