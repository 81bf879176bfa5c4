import { entry, problemFrom } from '../text/problem-catalogue.ts'

/** Everything that can be wrong with the place of the home, or with a path that a person gives. */
export const homeProblems = {
  currentFolderGone: entry<{ path: string }>({
    kind: 'failed',
    title: ({ path }) => `Can't find ${path}`,
    cause: 'The path is relative, and the current folder no longer exists.',
    remedy: 'Change to another folder, or give a path that begins with /.',
    facts: ({ path }) => ({ path }),
    example: { path: 'key.json' },
  }),
  homeUnknown: entry({
    kind: 'failed',
    title: "Rollcall doesn't know its home folder",
    cause: 'The account that runs Rollcall has no home directory, and HOME is not set to one.',
    remedy: 'Set ROLLCALL_HOME to a folder, or name one:\nrollcall --home /var/lib/rollcall',
    example: {},
  }),
  homeMissing: entry<{ home: string }>({
    kind: 'failed',
    title: ({ home }) => `The home ${home} does not exist`,
    cause: 'There is no folder at this path. Nothing was made.',
    remedy: 'Check the path. To set up Rollcall there:\nrollcall setup --key FILE --admin EMAIL',
    facts: (about) => about,
    example: { home: '/var/lib/rolcall' },
  }),
  homeIsNoFolder: entry<{ home: string }>({
    kind: 'failed',
    title: ({ home }) => `The home ${home} is not a folder`,
    cause: 'A file has this name.',
    remedy: 'Give the folder that holds the settings and the store: --home FOLDER',
    facts: ({ home }) => ({ home }),
    example: { home: '/var/lib/rollcall' },
  }),
  homeOfSomebodyElse: entry<{ home: string; owner: number; runningAs: number }>({
    kind: 'failed',
    title: 'The home folder belongs to another account',
    cause: ({ home, owner, runningAs }) =>
      `The owner of ${home} has the user ID ${owner}; Rollcall runs with the user ID ${runningAs}. The owner could not read what it writes there.`,
    remedy: (_, { home, owner }) => `Run it as the owner:\nsudo -u '#${owner}' rollcall --home ${home}`,
    facts: ({ home, owner, runningAs }) => ({ home, owner, runningAs }),
    example: { home: '/var/lib/rollcall', owner: 998, runningAs: 1000 },
  }),
}

/** Makes a problem of the home's place. */
export const homeProblem = problemFrom(homeProblems)
