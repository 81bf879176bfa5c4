import { entry, problemFrom } from '../../text/problem-catalogue.ts'

const place = 'rollcall@db1:5432/mail'

/** Everything that a PostgreSQL database that keeps the store can refuse, or that keeps it from being reached. */
export const databaseProblems = {
  storeUrlUnusable: entry<{ why: string }>({
    kind: 'usage',
    title: "The store's URL can't be used",
    cause: ({ why }) => `${why} Nothing was changed.`,
    remedy:
      'Give the address of a PostgreSQL database, without a password:\nrollcall setup --store postgresql://rollcall@db1.example.com/mail\nThe password comes from --store-password-file, from ~/.pgpass, or you are asked for it.',
    example: { why: 'It holds a password, which others could see in the list of processes.' },
  }),
  storeTargetUnusable: entry<{ file: string; why: string }>({
    kind: 'badData',
    title: "The store's address can't be read",
    cause: ({ why }) => `${why} The file was left as it is.`,
    remedy: 'Say again where the store is:\nrollcall setup --store postgresql://rollcall@db1.example.com/mail',
    facts: ({ file }) => ({ file }),
    example: { file: '/var/lib/rollcall/credentials/store.json', why: 'It is not JSON: line 1, column 1.' },
  }),
  databaseUnreachable: entry<{ place: string; why: string }>({
    kind: 'failed',
    title: "The database can't be reached",
    cause: ({ why }) => `${why} Nothing was changed.`,
    remedy: 'Check that the server runs and that this machine may connect to it, then try again:\nrollcall store check',
    facts: (about) => about,
    example: { place, why: 'db1 port 5432: the connection was refused.' },
  }),
  databasePasswordMissing: entry<{ place: string }>({
    kind: 'failed',
    title: 'The database asks for a password',
    cause: 'No password is known. Nothing was changed.',
    remedy:
      'Put the password into a file that only your account can read, and name it:\nrollcall setup --store-password-file /etc/rollcall/store-password\nOr add a line for the database to ~/.pgpass.',
    facts: (about) => about,
    example: { place },
  }),
  databaseSignIn: entry<{ place: string; why: string }>({
    kind: 'refused',
    title: 'The database refused the sign-in',
    cause: ({ why }) => `The server says: ${why}. Nothing was changed.`,
    remedy: 'Check user, password and database, and the rules in pg_hba.conf. Then try again:\nrollcall store check',
    facts: (about) => about,
    example: { place, why: 'password authentication failed for user "rollcall"' },
  }),
  databaseTls: entry<{ place: string; why: string }>({
    kind: 'refused',
    title: "The database's certificate isn't trusted",
    cause: ({ why }) => `${why} Nothing was sent, and nothing was changed.`,
    remedy:
      'Name the certificate of its authority in the URL with sslrootcert=FILE, and the host as the certificate has it.',
    facts: (about) => about,
    example: { place, why: 'The server presents a certificate that no known authority signed.' },
  }),
  databaseTlsFile: entry<{ file: string; mode: string }>({
    kind: 'failed',
    title: 'The root certificate is missing',
    cause: ({ mode }) => `sslmode=${mode} needs the certificate of the authority. Nothing was changed.`,
    remedy: 'Name it in the URL with sslrootcert=FILE, or sslrootcert=system for the authorities of the system.',
    facts: (about) => about,
    example: { file: '/var/lib/rollcall/.postgresql/root.crt', mode: 'verify-full' },
  }),
  databaseLost: entry<{ place: string; why: string }>({
    kind: 'failed',
    title: 'The connection to the database was lost',
    cause: ({ why }) => `${why} Nothing was changed.`,
    remedy: 'Run the command again. If it happens again, look into the log of the server.',
    facts: (about) => about,
    example: { place, why: 'The server closed the connection.' },
  }),
  databaseUnsure: entry<{ place: string }>({
    kind: 'failed',
    title: 'The database did not confirm a change',
    cause: 'The connection broke while the change was being committed. It was made whole, or not at all.',
    remedy: 'Run the command again. It begins with what is there.',
    facts: (about) => about,
    example: { place },
  }),
  commitUnknown: entry<{ place: string; revision: number; commit: string }>({
    kind: 'failed',
    title: ({ revision }) => `It is unknown whether revision ${revision} exists`,
    cause:
      'The connection broke in the moment of the commit, and the database cannot be reached again. It has the old users or the new ones, whole.',
    remedy: ({ revision }) =>
      `When the database is back, look whether revision ${revision} is there:\nrollcall history\nThen run the command again. It begins with what is there.`,
    facts: (about) => about,
    example: { place, revision: 42, commit: '0b7f3a52-5f0e-4a4e-9a53-1a1f0a4f4f5e' },
  }),
  databaseFull: entry<{ place: string; why: string }>({
    kind: 'failed',
    title: 'The disk of the database is full',
    cause: ({ why }) => `The server says: ${why}. Nothing was changed.`,
    remedy: 'Free some space on the server, then try again.',
    facts: (about) => about,
    example: { place, why: 'could not extend file "base/5/1259": No space left on device' },
  }),
  databaseReadOnly: entry<{ place: string }>({
    kind: 'failed',
    title: 'The database can only be read',
    cause: 'The server is a copy of another one, or it is set to read-only. Nothing was changed.',
    remedy:
      'Name every server in the URL, with target_session_attrs=read-write to find the one that can be written to.',
    facts: (about) => about,
    example: { place },
  }),
  databaseBusy: entry<{ place: string }>({
    kind: 'locked',
    title: 'Another commit holds the database',
    cause: 'A commit of another machine did not end for a minute. Nothing was changed.',
    remedy: 'Wait until it is done, then try again.',
    facts: (about) => about,
    example: { place },
  }),
  databaseRights: entry<{ place: string; why: string }>({
    kind: 'refused',
    title: "The database user's rights don't suffice",
    cause: ({ why }) => `The server says: ${why}. Nothing was changed.`,
    remedy:
      'Ask an administrator of the database for the right to create a schema: GRANT CREATE ON DATABASE ... TO ... does that.',
    facts: (about) => about,
    example: { place, why: 'permission denied for database mail' },
  }),
  databaseRefused: entry<{ place: string; sqlstate: string; why: string }>({
    kind: 'failed',
    title: 'The database refused a statement',
    cause: ({ why }) => `The server says: ${why}. Nothing was changed.`,
    remedy: 'Check the store, and look into the log of the server:\nrollcall store check',
    facts: (about) => about,
    example: { place, sqlstate: 'XX001', why: 'invalid page in block 7 of relation base/16384/16397' },
  }),
  databaseWithoutStore: entry<{ place: string }>({
    kind: 'badData',
    title: 'The database holds no store of Rollcall',
    cause: 'The schema rollcall is missing. The database may be another one, or a new one. Nothing was changed.',
    remedy: 'Check the address, or set the store up there:\nrollcall setup --store URL',
    facts: (about) => about,
    example: { place },
  }),
  databaseNewer: entry<{ place: string; found: number; known: number }>({
    kind: 'failed',
    title: 'A newer Rollcall manages this database',
    cause: ({ found, known }) =>
      `Its schema has version ${found}; this release knows version ${known}. Nothing was changed.`,
    remedy: 'Update Rollcall on this machine to the release that the others have.',
    facts: (about) => about,
    example: { place, found: 2, known: 1 },
  }),
  databaseInUse: entry<{ place: string; hosts: readonly string[] }>({
    kind: 'locked',
    title: 'An older Rollcall serves from this database',
    cause: ({ hosts }) =>
      `${hosts.join(', ')}: rollcall serve of an earlier release would not understand the new schema. Nothing was changed.`,
    remedy: 'Update Rollcall there and restart the service. Then try again.',
    facts: ({ place }) => ({ place }),
    example: { place, hosts: ['mail2:/var/lib/rollcall'] },
  }),
  storeMoved: entry<{ place: string; to: string }>({
    kind: 'failed',
    title: 'The store left this database',
    cause: ({ to }) => `It was moved to ${to}. What is in the database is from before. Nothing was changed.`,
    remedy: 'Say where the store is now:\nrollcall setup --store URL',
    facts: (about) => about,
    example: { place, to: 'files on mail1' },
  }),
  storedUserUnusable: entry<{ place: string; name: string; backup: number | null }>({
    kind: 'badData',
    title: "The user store can't be used",
    cause: ({ name }) => `The row of ${name} can't be used. The database was left as it is.`,
    remedy: ({ backup }) =>
      backup === null
        ? 'Restore the database from a copy of your own.'
        : `Restore the newest revision that has a good one:\nrollcall restore ${backup}`,
    facts: ({ place }) => ({ place }),
    example: { place, name: 'ada@example.com', backup: 41 },
  }),
  storedUserDiffers: entry<{ place: string; name: string }>({
    kind: 'badData',
    title: 'The tables contradict each other',
    cause: ({ name }) =>
      `The tables that mail servers read say something else about ${name} than the user store. Somebody changed a table by hand.`,
    remedy:
      'Write everything again, by moving the store to files and back:\nrollcall store move file\nrollcall store move URL',
    facts: (about) => about,
    example: { place, name: 'ada@example.com' },
  }),
  roleMissing: entry<{ place: string; role: string; statement: string }>({
    kind: 'refused',
    title: ({ role }) => `There is no role ${role}`,
    cause: 'The database user of Rollcall may not make roles. Nothing was changed.',
    remedy: ({ statement, role }) =>
      `As an administrator of the database:\n${statement}\nThen run it again:\nrollcall store status --grant ${role}`,
    facts: ({ place: where }) => ({ place: where }),
    example: { place, role: 'mail', statement: 'CREATE ROLE "mail" LOGIN;' },
  }),
  archiveWorkTakenOver: entry<{ by: string }>({
    kind: 'locked',
    title: 'Another machine took the archive work over',
    cause: ({ by }) =>
      `This run stood still for so long that ${by} goes on with it. It stopped before its next change.`,
    remedy: 'Run it again. It begins with what is there now.',
    facts: (about) => about,
    example: { by: 'mail2:/var/lib/rollcall' },
  }),
}

/** Makes a problem of the database. */
export const databaseProblem = problemFrom(databaseProblems)
