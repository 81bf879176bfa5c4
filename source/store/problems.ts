import { entry, problemFrom } from '../text/problem-catalogue.ts'

/** Says how to go on from a store that cannot be used. A backup is the store as it was before the commit after it. */
const putBack = (backup: number | null): string =>
  backup === null
    ? 'Repair the file by hand, or replace it with a copy of your own. There is no backup to restore.'
    : `Repair the file by hand, or restore the newest good backup:\nrollcall restore ${backup}\nThe next sync brings back later changes that are in Google.`

const storeFile = { file: '/var/lib/rollcall/users.json' }

/** Everything that can be wrong with what is kept: the users, their backups and the journal. */
export const storeProblems = {
  storeUnusable: entry<{ file: string; why: string; backup: number | null }>({
    kind: 'badData',
    title: "The user store can't be used",
    cause: ({ why }) => `${why} The file was left as it is.`,
    remedy: ({ backup }) => putBack(backup),
    facts: ({ file, backup }) => ({ file, newestGoodBackup: backup }),
    example: { ...storeFile, why: 'It is not JSON: line 12, column 3.', backup: 41 },
  }),
  storeMissing: entry<{ file: string; backup: number | null }>({
    kind: 'badData',
    title: 'The user store is gone',
    cause: ({ file }) => `${file} is missing, but backups show that it existed. Nothing was changed.`,
    remedy: ({ backup }) =>
      backup === null
        ? 'Put a copy of your own in its place. To start with an empty store, move the folder "backups" away.'
        : `Restore the newest good backup:\nrollcall restore ${backup}\nTo start with an empty store instead, move the folder "backups" away.`,
    facts: ({ file, backup }) => ({ file, newestGoodBackup: backup }),
    example: { ...storeFile, backup: 41 },
  }),
  storeLinkBroken: entry<{ file: string }>({
    kind: 'badData',
    title: 'The user store is a broken link',
    cause: ({ file }) => `${file} is a symbolic link to a missing file, or to itself.`,
    remedy: 'Mount or put back the file that it points to, or remove the link.',
    facts: ({ file }) => ({ file }),
    example: storeFile,
  }),
  archivesUnusable: entry<{ folder: string; why: string }>({
    kind: 'failed',
    title: "The archives can't be reached",
    cause: ({ folder, why }) => `${folder}: ${why} Nothing was changed.`,
    remedy: 'Mount the volume, or correct the link or its permissions. Then run the command again.',
    facts: ({ folder }) => ({ folder }),
    example: {
      folder: '/var/lib/rollcall/archives',
      why: 'It is a link that leads nowhere: the volume with the archives is not mounted.',
    },
  }),
  archivesMissing: entry<{ folder: string; users: number }>({
    kind: 'stopped',
    title: 'Every archive is missing',
    cause: ({ folder, users }) =>
      `There are ${users} users, but none of their archives is in ${folder}. The volume is probably not mounted. Nothing was changed.`,
    remedy:
      'Mount the volume, then run the command again. If the archives are gone for good, make empty ones:\nrollcall archives create --yes',
    facts: ({ folder, users }) => ({ folder, users }),
    example: { folder: '/var/lib/rollcall/archives', users: 124 },
  }),
  backupMissing: entry<{ revision: number; newest: number | null }>({
    kind: 'badData',
    title: ({ revision }) => `There is no backup of revision ${revision}`,
    cause: ({ newest }) =>
      newest === null
        ? 'There are no backups yet. Each commit keeps the store from before it.'
        : 'Rollcall keeps the store from before each of the last 20 commits and removes older ones.',
    remedy: ({ newest }) =>
      newest === null
        ? 'To restore a file of your own, put it in the place of users.json.'
        : `Restore the newest backup:\nrollcall restore ${newest}\nOr list all of them:\nrollcall restore`,
    facts: ({ revision }) => ({ revision }),
    example: { revision: 7, newest: 41 },
  }),
  backupUnusable: entry<{ revision: number; file: string; why: string }>({
    kind: 'badData',
    title: ({ revision }) => `Backup ${revision} can't be used`,
    cause: ({ why }) => `${why} Nothing was changed.`,
    remedy: 'Choose another backup from the list:\nrollcall restore',
    facts: ({ revision, file }) => ({ revision, file }),
    example: { revision: 40, file: '/var/lib/rollcall/backups/40.json', why: 'It is not JSON: line 1, column 1.' },
  }),
  journalUnusable: entry<{ file: string; why: string }>({
    kind: 'badData',
    title: "The archive work journal can't be used",
    cause: ({ why }) =>
      `${why} The journal lists archive folders that still have to be made, moved or removed. It was left as it is.`,
    remedy: (_, { file }) =>
      `Compare the archives with the users:\nrollcall archives\nThen move the journal away:\nmv ${file} ${file}.old`,
    facts: ({ file }) => ({ file }),
    example: { file: '/var/lib/rollcall/journal.json', why: 'It is not JSON: line 1, column 1.' },
  }),
  changeRefused: entry<{ why: string }>({
    kind: 'failed',
    title: 'The change would break the user store',
    cause: ({ why }) => `${why} Nothing was changed.`,
    remedy: 'Correct the change, then try again.',
    example: { why: 'Two users have the name ada@example.com.' },
  }),
  commitUncertain: entry<{ revision: number }>({
    kind: 'failed',
    title: ({ revision }) => `The disk did not confirm revision ${revision}`,
    cause:
      'The disk reported an error during the commit. The user store is the new one now. After a power failure it could be the old one. Both are complete.',
    remedy: 'Look for disk errors in the system log. The next run finishes or drops the commit by itself.',
    facts: ({ revision }) => ({ revision }),
    example: { revision: 42 },
  }),
  archiveWorkPending: entry<{
    title: string
    why: string
    remedy: string
    path: string | null
    systemError: string | null
  }>({
    kind: 'failed',
    title: 'An earlier commit has unfinished archive work',
    cause: ({ title, why }) => `${title}. ${why}`,
    remedy: ({ remedy }) => `${remedy} The next run finishes the work first.`,
    facts: ({ path, systemError }) => ({ path, systemError }),
    example: {
      title: "Can't write to /var/lib/rollcall/archives",
      why: 'The disk is full, or the quota of this account is used up.',
      remedy: 'Free some space, then try again.',
      path: '/var/lib/rollcall/archives',
      systemError: 'ENOSPC',
    },
  }),
  storeNotEmpty: entry<{ place: string }>({
    kind: 'failed',
    title: 'There is a store in that place',
    cause: ({ place }) => `${place} holds users or a history already. Nothing was changed.`,
    remedy:
      'Choose an empty database, or move the files away. To use the store that is there as it is:\nrollcall setup --store URL',
    facts: (about) => about,
    example: { place: 'rollcall@db1:5432/mail' },
  }),
  storeAlreadyThere: entry<{ place: string }>({
    kind: 'failed',
    title: 'The store is there already',
    cause: ({ place }) => `It is in ${place}. Nothing was changed.`,
    remedy: 'See where it is:\nrollcall store',
    facts: (about) => about,
    example: { place: '/var/lib/rollcall/users.json' },
  }),
  storeHasUsers: entry<{ place: string }>({
    kind: 'failed',
    title: 'This home has a store with users',
    cause: ({ place }) =>
      `They are in ${place}. Changing to another store would leave them behind. Nothing was changed.`,
    remedy: 'Take them along:\nrollcall store move URL\nOr use another home:\nrollcall --home FOLDER setup --store URL',
    facts: (about) => about,
    example: { place: '/var/lib/rollcall/users.json' },
  }),
  copyDiffers: entry<{ place: string; what: string }>({
    kind: 'failed',
    title: 'The copy is not the same',
    cause: ({ place, what }) => `${what} in ${place} differ from what was copied. The store stays where it was.`,
    remedy: 'Keep the facts below, and report this. To try again, choose an empty database.',
    facts: (about) => about,
    example: { place: 'rollcall@db1:5432/mail', what: 'The users' },
  }),
  sessionsUnusable: entry<{ path: string }>({
    kind: 'badData',
    title: "The list of sessions can't be used",
    cause: 'The file is not the JSON that Rollcall writes, so nobody can tell which sessions were ended.',
    remedy: 'Move the file away. Then end every session, to be safe:\nrollcall sessions end --all',
    facts: ({ path }) => ({ path }),
    example: { path: '/var/lib/rollcall/sessions.json' },
  }),
}

/** Makes a problem of the store. */
export const storeProblem = problemFrom(storeProblems)
