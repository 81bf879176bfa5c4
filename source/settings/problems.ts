import { entry, problemFrom } from '../text/problem-catalogue.ts'

/** Everything that can be wrong with settings, in the home or given from outside. */
export const settingsProblems = {
  settingsUnusable: entry<{ file: string; field: string | null; why: string }>({
    kind: 'badData',
    title: ({ field }) => (field === null ? "The settings can't be read" : `The setting ${field} is not valid`),
    cause: ({ why }) => `${why} The file was left as it is.`,
    remedy: ({ file }) => `Correct ${file} by hand, or move it away and set up Rollcall again.`,
    facts: ({ file, field }) => ({ file, field }),
    nameless: ['field'],
    example: {
      file: '/var/lib/rollcall/settings.json',
      field: 'deletionLimit.users',
      why: 'It must be a whole number.',
    },
  }),
  settingRefused: entry<{ field: string; why: string }>({
    kind: 'usage',
    title: ({ field }) => `${wordsFor(field)} can't have this value`,
    cause: ({ why }) => `${why} Nothing was saved.`,
    remedy: 'Give another value.',
    facts: ({ field }) => ({ field }),
    nameless: ['field'],
    example: { field: 'administrator', why: 'The administrator must be an e-mail address.' },
  }),
  settingsDocumentUnusable: entry<{ document: string; why: string }>({
    kind: 'badData',
    title: ({ document }) => `${document} doesn't hold settings`,
    cause: ({ why }) => `${why} Nothing was changed.`,
    remedy: 'Give a file with what this prints:\nrollcall settings show --json',
    facts: ({ document }) => ({ document }),
    example: { document: 'settings.json', why: 'It is not a JSON object.' },
  }),
  credentialUnusable: entry<{ file: string; why: string }>({
    kind: 'badData',
    title: "A stored credential can't be read",
    cause: ({ why }) => `${why} Nothing was changed.`,
    remedy: ({ file }) => `Give the key or the OAuth client again in the setup, which replaces ${file}.`,
    facts: ({ file }) => ({ file }),
    example: { file: '/var/lib/rollcall/credentials/oauth-client.json', why: 'It is not JSON: line 1, column 1.' },
  }),
  certificateIncomplete: entry({
    kind: 'usage',
    title: 'The certificate and its key go together',
    cause: 'One of the two is missing. Nothing was saved.',
    remedy: 'Give both files. Give neither where a reverse proxy has the certificate.',
    example: {},
  }),
  certificateUnusable: entry<{ path: string }>({
    kind: 'badData',
    title: "The certificate can't be used",
    cause: 'The certificate and its key are not PEM, or they do not belong together.',
    remedy:
      'Give the full chain and its private key, both as PEM:\nrollcall serve --tls-cert fullchain.pem --tls-key privkey.pem',
    facts: ({ path }) => ({ path }),
    example: { path: '/etc/ssl/fullchain.pem' },
  }),
}

/** Makes a problem of the settings. */
export const settingsProblem = problemFrom(settingsProblems)

/** A setting's name as people know it, with its flag, from its name in the file. */
function wordsFor(field: string): string {
  const [first = '', part = ''] = field.split('.')
  const known: Readonly<Record<string, string | undefined>> = {
    administrator: 'The administrator (--admin)',
    defaultPrivileges: 'Default privileges (--privileges)',
    ownArchivePrivileges: 'Own archive rights (--own-archive)',
    deletionLimit: 'The deletion limit (--deletion-limit)',
    exclusions: 'The exclusions (--exclude)',
    signIn: {
      returnHosts: 'The return hosts (--return-host)',
      cookieDomain: "The cookie's domain (--cookie-domain)",
      application: 'The application (--application)',
      trustProxy: 'The trusted proxies (--trust-proxy)',
    }[part],
    notify: { mailTo: 'The addresses (--notify-mail)', mailFrom: 'The sender (--notify-from)' }[part],
    catchAll: 'The catch-all (--catch-all)',
    after: 'The command (--after)',
  }
  return known[first] ?? `The setting ${field}`
}
