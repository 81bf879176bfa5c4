import { counted } from '../../text/numbers.ts'
import { entry, problemFrom } from '../../text/problem-catalogue.ts'

const unreadable: Readonly<Record<string, readonly [cause: string, remedy: string]>> = {
  EACCES: [
    'The account that runs Rollcall has no right to read it.',
    'Make the file readable for this account, then try again.',
  ],
  ELOOP: ['It is a symbolic link that leads in a circle.', 'Give the path of the file itself.'],
  ENAMETOOLONG: ['The path is longer than the system allows.', 'Check the path.'],
}
const reasonFor = (systemError: string) => unreadable[systemError === 'EPERM' ? 'EACCES' : systemError]

type Place = { file: string; place: string; owner: number | null }

const whoElse = ({ place, owner }: Place): string =>
  owner === null
    ? `Everybody on this machine can write to ${place}.`
    : `${place} belongs to another account, with the user id ${owner}.`

const placeExample = { place: '/srv/share', owner: 1001 }

/** Everything that can be wrong with a file that somebody hands in. The file itself is never changed. */
export const outsideFileProblems = {
  // Repeats nothing of what was given: it may be a key, and what a script prints is kept.
  contentNotPath: entry({
    kind: 'badData',
    title: "Expected a path, got a file's contents",
    cause: 'Everybody on this machine can see what a command line holds, and shells keep it.',
    remedy:
      'Give the path of the file, or pipe it in:\nrollcall setup --key - < key.json\nIf it was a secret, make a new one in the Google Cloud console and delete this one.',
    example: {},
  }),
  fileMissing: entry<{ file: string }>({
    kind: 'badData',
    title: ({ file }) => `The file ${file} does not exist`,
    cause: 'There is nothing at this path, or a part of the path is misspelled.',
    remedy: 'Check the path. Without a leading / it starts from the current folder.',
    facts: ({ file }) => ({ file }),
    example: { file: 'key.json' },
  }),
  notAFile: entry<{ file: string }>({
    kind: 'badData',
    title: ({ file }) => `${file} is not a regular file`,
    cause: 'It is a folder, a pipe, a device or a socket. Rollcall reads only regular files.',
    remedy: 'Give the path of the file itself. To pipe it in, use - as the path where the command allows it.',
    facts: ({ file }) => ({ file }),
    example: { file: '/dev/null' },
  }),
  fileTooLarge: entry<{ file: string; maximumBytes: number }>({
    kind: 'badData',
    title: ({ file }) => `The file ${file} is too large`,
    cause: ({ maximumBytes }) =>
      `Files of this kind stay far below ${counted(maximumBytes, 'byte')}, so this is another file.`,
    remedy: 'Check that this is the file you mean.',
    facts: ({ file }) => ({ file }),
    example: { file: 'key.json', maximumBytes: 65_536 },
  }),
  fileUnreadable: entry<{ file: string; systemError: string }>({
    kind: 'badData',
    title: ({ file }) => `The file ${file} can't be read`,
    cause: ({ systemError }) => reasonFor(systemError)?.[0] ?? `The system answered ${systemError}.`,
    remedy: ({ systemError }) =>
      reasonFor(systemError)?.[1] ?? 'Check the path, and that its file system is mounted and healthy.',
    facts: ({ file }) => ({ file }),
    example: { file: 'key.json', systemError: 'EACCES' },
  }),
  fileNotOwn: entry<Place>({
    kind: 'badData',
    title: ({ file }) => `Others can change ${file}`,
    cause: (about) => `${whoElse(about)} So the file may not be the one you mean. It was not read.`,
    remedy:
      'Check the file, copy it into a folder that only you can write to, and give that path. To pipe it in, use - as the path where the command allows it.',
    facts: ({ file, place, owner }) => ({ file, place, owner }),
    example: { file: '/srv/share/key.json', ...placeExample },
  }),
  placeNotOwn: entry<Place>({
    kind: 'failed',
    title: 'Others can change files there',
    cause: (about) => `${whoElse(about)} So they could read or replace the file. Nothing was written.`,
    remedy: 'Choose a folder that only you can write to.',
    facts: ({ file, place, owner }) => ({ file, place, owner }),
    example: { file: '/srv/share/tonight.plan', ...placeExample },
  }),
}

/** Makes a problem of a file that somebody hands in. */
export const outsideFileProblem = problemFrom(outsideFileProblems)
