import { entry, problemFrom } from '../../text/problem-catalogue.ts'

/** Everything that keeps an export from being written. */
export const exportProblems = {
  exportIsNoFile: entry<{ file: string; kind: string }>({
    kind: 'failed',
    title: ({ file }) => `The export can't be written to ${file}`,
    cause: ({ kind }) => `It is ${kind}. Rollcall replaces only regular files, and never what a link leads to.`,
    remedy: 'Remove it, or give the path of the file itself:\nrollcall setup --export postfix:mailboxes=FILE',
    facts: ({ file }) => ({ file }),
    example: { file: '/etc/postfix/vmailbox', kind: 'a link' },
  }),
  exportIsNoFolder: entry<{ folder: string }>({
    kind: 'failed',
    title: ({ folder }) => `There is no folder ${folder}`,
    cause: "Dovecot reads each archive's rights from a file in the archive, so the folder of the archives is needed.",
    remedy: 'Give the folder that holds the archives:\nrollcall setup --export dovecot:acl=FOLDER',
    facts: ({ folder }) => ({ folder }),
    example: { folder: '/var/lib/rollcall/archives' },
  }),
  folderMissing: entry<{ file: string; folder: string }>({
    kind: 'badData',
    title: ({ folder }) => `There is no folder ${folder}`,
    cause: ({ file }) => `The file ${file} is to be kept in it. Nothing was saved.`,
    remedy: (_, { folder }) => `Check the path, or make the folder first:\nmkdir -p ${folder}`,
    facts: ({ file }) => ({ file }),
    example: { file: '/etc/postfix/vmailbox', folder: '/etc/postfix' },
  }),
  exportTwice: entry<{ file: string }>({
    kind: 'usage',
    title: ({ file }) => `Two exports go to ${file}`,
    cause: 'Each would overwrite the other. Nothing was saved.',
    remedy:
      'Give each export a file of its own:\nrollcall setup --export postfix:mailboxes=FILE --export postfix:aliases=OTHER_FILE',
    facts: ({ file }) => ({ file }),
    example: { file: '/etc/postfix/vmailbox' },
  }),
}

/** Makes a problem of an export. */
export const exportProblem = problemFrom(exportProblems)
