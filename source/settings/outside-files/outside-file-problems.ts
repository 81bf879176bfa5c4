import { oneLine } from '../../text/one-line.ts'
import { Problem } from '../../text/problem.ts'

type Details = { maximumBytes?: number; error?: Error & { code?: unknown } }

/** The problems of a file that was handed in, all of kind badData. The file itself is never changed. */
export function outsideFileProblem(
  code: 'contentNotPath' | 'fileMissing' | 'notAFile' | 'fileTooLarge' | 'fileUnreadable',
  path: string,
  details: Details = {},
): Problem {
  if (code === 'contentNotPath') return contentNotPath()
  const file = oneLine(path, 300)
  const text = {
    fileMissing: {
      title: `The file ${file} does not exist`,
      cause: 'Nothing is stored under this path, or a part of the path is misspelled.',
      remedy: 'Check the path. A path that does not begin with / counts from the current folder.',
    },
    notAFile: {
      title: `${file} is not a regular file`,
      cause: 'It is a folder, a pipe, a device or a socket. Only a regular file is read.',
      remedy:
        'Give the path of the file itself. To hand it in through a pipe, use - as the path where the command allows it.',
    },
    fileTooLarge: {
      title: `The file ${file} is too large`,
      cause: `Files of this kind stay far below ${details.maximumBytes ?? 0} bytes, so this must be another file.`,
      remedy: 'Check that this is the file you mean.',
    },
    fileUnreadable: {
      title: `The file ${file} cannot be read`,
      ...unreadable(details.error?.code),
    },
  }[code]
  return new Problem({ code, kind: 'badData', ...text, facts: { file } }, details.error)
}

/** Repeats nothing of it: it may be a key, and what a script prints is kept. */
function contentNotPath(): Problem {
  return new Problem({
    code: 'contentNotPath',
    kind: 'badData',
    title: 'The path of a file is needed, and what a file holds was given',
    cause: 'What stands on a command line can be seen by everybody on this machine, and shells keep it.',
    remedy:
      'Give the path of the file, or - and pipe it in, as in: rollcall setup --key - < key.json\nIf it was a secret, make a new one in the Google Cloud console, and delete this one there.',
  })
}

function unreadable(code: unknown): { cause: string; remedy: string } {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return {
        cause: 'The account that runs this program has no right to read it.',
        remedy: 'Make the file readable for this account, then try again.',
      }
    case 'ELOOP':
      return {
        cause: 'It is a symbolic link that leads in a circle.',
        remedy: 'Give the path of the file itself.',
      }
    case 'ENAMETOOLONG':
      return { cause: 'The path is longer than the system allows.', remedy: 'Check the path.' }
    default:
      return {
        cause: `The system answered ${oneLine(String(code ?? 'with an error'), 40)}.`,
        remedy: 'Check the path, and that its file system is mounted and healthy.',
      }
  }
}
