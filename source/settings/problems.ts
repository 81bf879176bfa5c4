import { oneLine } from '../text/one-line.ts'
import { Problem } from '../text/problem.ts'

/** `settings.json` cannot be used. It is left as it is: its rules decide who is deleted, so nothing is guessed. */
export function settingsUnusable(path: string, field: string | null, why: string): Problem {
  const file = oneLine(path, 300)
  return new Problem({
    code: 'settingsUnusable',
    kind: 'badData',
    title: field === null ? 'The settings cannot be read' : `The setting ${oneLine(field, 80)} is not valid`,
    cause: `${oneLine(why, 300)} The file was left as it is.`,
    remedy: `Correct ${file} by hand, or move it away and set Rollcall up again.`,
    facts: { file, ...(field === null ? {} : { field: oneLine(field, 80) }) },
  })
}

/** A setting's name as people know it, with its flag, from its name in the file. */
function wordsFor(field: string): string {
  const known: Readonly<Record<string, string>> = {
    administrator: 'administrator (--admin)',
    defaultPrivileges: 'default privileges (--privileges)',
    ownArchivePrivileges: 'rights on the own archive (--own-archive)',
    deletionLimit: 'deletion limit (--deletion-limit)',
    exclusions: 'exclusions (--exclude)',
  }
  const [first = ''] = field.split('.')
  return known[first] ?? field
}

/** A value that somebody wants to save is not valid. Nothing was saved. */
export function settingRefused(field: string, why: string): Problem {
  const shown = oneLine(field, 80)
  return new Problem({
    code: 'settingRefused',
    kind: 'usage',
    title: `The setting ${wordsFor(shown)} cannot have this value`,
    cause: oneLine(why, 300),
    remedy: 'Nothing was saved. Give another value.',
    facts: { field: shown },
  })
}

/** A file in the credentials folder is there and cannot be used. */
export function credentialUnusable(path: string, why: string): Problem {
  const file = oneLine(path, 300)
  return new Problem({
    code: 'credentialUnusable',
    kind: 'badData',
    title: 'The stored OAuth client cannot be read',
    cause: why,
    remedy: `Enter the client secret again in the set-up, which replaces ${file}.`,
    facts: { file },
  })
}
